import { indentation } from './codeLines.ts';
import { declaredName } from './declaration.ts';

/** Where the lines of a file stand. */
export interface LineIndex {
  /** The lines from `start` up to `end`, by number, that are the same as `line` or declare the same at the same indentation. */
  like(line: string, within: { readonly start: number; readonly end: number }): number[];
}

const indexes = new WeakMap<readonly string[], LineIndex>();

/** The index of a file, which is made once for each list of lines: these must not change. */
export function indexOfLines(file: readonly string[]): LineIndex {
  const known = indexes.get(file);
  if (known) return known;
  const byLine = chains(file, (line) => line);
  const byName = chains(file, declarationKey);
  const index: LineIndex = {
    like(line, { start, end }) {
      const places = byLine(line);
      const name = declarationKey(line);
      if (name !== undefined) places.push(...byName(name).filter((number) => file[number] !== line));
      return places.filter((number) => number >= start && number < end).sort((one, other) => one - other);
    },
  };
  indexes.set(file, index);
  return index;
}

/** @returns finds the numbers of the lines that have a key, in their order */
function chains(
  file: readonly string[],
  keyOf: (line: string) => string | undefined,
): (key: string) => number[] {
  /** The first line with a key, and behind each line the next one with the same. */
  const first = new Map<string, number>();
  const next = new Int32Array(file.length).fill(-1);
  for (let number = file.length - 1; number >= 0; number--) {
    const key = keyOf(file[number] ?? '');
    if (key === undefined) continue;
    next[number] = first.get(key) ?? -1;
    first.set(key, number);
  }
  return (key) => {
    const found: number[] = [];
    for (let number = first.get(key) ?? -1; number >= 0; number = next[number] ?? -1) found.push(number);
    return found;
  };
}

function declarationKey(line: string): string | undefined {
  const name = declaredName(line);
  return name === undefined ? undefined : `${indentation(line)}${name}`;
}
