/** The parts of a path, or of a pattern, between its slashes. */
export type PathParts = readonly string[];

/**
 * A pattern for the end of a path, taken apart.
 *
 * @param pattern with `/`; `*` stands for any characters of a name, `{a,b}` for one of them, `**` at the end for whatever
 *   is in a folder; the case does not matter
 * @returns one for each choice of what is in braces
 */
export function pathPatterns(pattern: string): PathParts[] {
  return choices(pattern.toLowerCase()).map((one) => one.split('/'));
}

/** Whether the end of a path, which is in lower case, fits a pattern: at any depth. */
export function fitsPattern(path: PathParts, pattern: PathParts): boolean {
  if (pattern.at(-1) !== '**') return fitsAt(path, path.length - pattern.length, pattern);
  const folder = pattern.slice(0, -1);
  for (let start = 0; start + folder.length < path.length; start++) {
    if (fitsAt(path, start, folder)) return true;
  }
  return false;
}

function fitsAt(path: PathParts, start: number, pattern: PathParts): boolean {
  if (start < 0) return false;
  for (let index = 0; index < pattern.length; index++)
    if (!fitsName(path[start + index] ?? '', pattern[index] ?? '')) return false;
  return true;
}

function fitsName(name: string, pattern: string): boolean {
  if (!pattern.includes('*')) return name === pattern;
  const [head = '', ...pieces] = pattern.split('*');
  const tail = pieces.pop() ?? '';
  if (!name.startsWith(head) || !name.endsWith(tail)) return false;
  let from = head.length;
  for (const piece of pieces) {
    const found = name.indexOf(piece, from);
    if (found === -1) return false;
    from = found + piece.length;
  }
  return from <= name.length - tail.length;
}

function choices(pattern: string): string[] {
  const open = pattern.indexOf('{');
  if (open === -1) return [pattern];
  const close = pattern.indexOf('}', open);
  const [head, tail] = [pattern.slice(0, open), pattern.slice(close + 1)];
  return pattern
    .slice(open + 1, close)
    .split(',')
    .flatMap((choice) => choices(head + choice + tail));
}
