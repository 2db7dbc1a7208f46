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
