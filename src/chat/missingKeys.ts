import { keyGap } from '../core/keyGap.ts';

/*
 * A key of a connection that an answer repeats has been taken out of it (src/net/keysInReplies). Where the answer is code
 * for a file that holds the key, the file must neither lose it nor get a gap unsaid.
 */

/** Each is looked for in all of the file. */
const mostGaps = 100;

/**
 * Code in which a gap for a key has become what the file has there: where one line of it, and no other unlike it, is the
 * same before and after the gap, however far right it stands. All other gaps stay.
 *
 * @param code lines without line ends
 * @param file the lines that the code takes the place of, or all of the file
 */
export function withKeysOfFile(code: readonly string[], file: readonly string[]): string[] {
  if (!code.some(hasGap)) return [...code];
  const known = new Set(file.map((line) => line.trim()));
  const others = [...known];
  let gaps = 0;
  return code.map((line) => {
    if (!hasGap(line) || known.has(line.trim()) || ++gaps > mostGaps) return line;
    const [before = '', after = '', ...more] = line.split(keyGap);
    if (more.length > 0) return line;
    const keys = new Set(others.flatMap((other) => keyBetween(before.trimStart(), other, after.trimEnd())));
    const [key] = keys;
    return key !== undefined && keys.size === 1 ? before + key + after : line;
  });
}

/** The same for a text. */
export function codeWithKeysOfFile(code: string, file: string): string {
  return hasGap(code) ? withKeysOfFile(code.split('\n'), file.split(/\r?\n/)).join('\n') : code;
}

/** The same for lines that carry something else, such as the mark of a diff. */
export function linesWithKeysOfFile<Line extends { readonly text: string }>(
  lines: readonly Line[],
  file: readonly string[],
): Line[] {
  const texts = withKeysOfFile(
    lines.map(({ text }) => text),
    file,
  );
  return lines.map((line, index) => ({ ...line, text: texts[index] ?? line.text }));
}

/** Whether code has a gap for a key that the text which it is written into does not have. */
export function lacksKey(code: string, file: string): boolean {
  if (!hasGap(code)) return false;
  const known = new Set(file.split(/\r?\n/).map((line) => line.trim()));
  return code.split(/\r?\n/).some((line) => hasGap(line) && !known.has(line.trim()));
}

/** Whether a text has a gap for a key in it. */
export function hasGap(text: string): boolean {
  return text.includes(keyGap);
}

/** A few characters of the key may stand before the gap. */
const shortestRest = 5;
/** A key without digits is as long; anything shorter is a word. */
const shortestOfLetters = 17;

function keyBetween(before: string, line: string, after: string): string[] {
  if (line.length < before.length + after.length + shortestRest) return [];
  if (!line.startsWith(before) || !line.endsWith(after)) return [];
  const key = line.slice(before.length, line.length - after.length);
  if (/[\s"'`]/.test(key)) return [];
  return key.length >= shortestOfLetters || /[0-9]/.test(key) ? [key] : [];
}
