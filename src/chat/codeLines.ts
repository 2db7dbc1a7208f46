/** The lines of a code block without line ends, spaces at their ends, and blank lines around it. */
export function codeLines(code: string): string[] {
  const lines = code.split(/\r?\n/).map((line) => line.trimEnd());
  const first = lines.findIndex((line) => line !== '');
  const last = lines.findLastIndex((line) => line !== '');
  return first < 0 ? [] : lines.slice(first, last + 1);
}

export function indentation(line: string): string {
  return /^[\t ]*/.exec(line)?.[0] ?? '';
}

export function isBlank(line: string): boolean {
  return line.trim() === '';
}

/** How much a line says about where it stands: closing brackets hardly anything, a blank line nothing. */
export function weight(line: string): number {
  if (isBlank(line)) return 0;
  return /[\p{L}\p{N}]/u.test(line) ? 1 : 0.1;
}

export function totalWeight(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + weight(line), 0);
}

/** How much of their words two pieces of code share, from 0 to 1. */
export function similarity(one: string, other: string): number {
  const words = wordsOf(one);
  const others = wordsOf(other);
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of others) {
    const left = counts.get(word) ?? 0;
    if (left > 0) shared++;
    counts.set(word, left - 1);
  }
  const all = words.length + others.length;
  return all === 0 ? 0 : (2 * shared) / all;
}

function wordsOf(code: string): string[] {
  return code.match(/[\p{L}\p{N}_$]+/gu) ?? [];
}
