/**
 * The commands of a block that shows a terminal: where lines begin with a prompt (`$ npm test`), only those are commands
 * and the others what was printed.
 */
export function shellCommands(code: string): string {
  const lines = code.replace(/\r\n?/g, '\n').trim().split('\n');
  const prompt = /^\s*\$ +/;
  const commands = lines.some((line) => prompt.test(line))
    ? lines.filter((line) => prompt.test(line)).map((line) => line.replace(prompt, ''))
    : lines;
  return commands.join('\n');
}

/** Marks what is not seen, or makes text look other than it runs: `⟨U+202E⟩`. Line ends stay. */
export function showHidden(text: string): string {
  return text.replace(
    /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\u115f\u1160\u3164\uffa0]|(?! )\p{Zs}/gu,
    (character) => `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
  );
}
