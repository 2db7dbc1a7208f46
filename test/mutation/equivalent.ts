import { type Mutant, sourceLine } from './mutant.ts';

/** A mutant that no input can tell from the original. It has no line number, so that edits elsewhere do not matter. */
export interface Equivalent {
  readonly file: string;
  /** The line it begins in, without indentation. */
  readonly line: string;
  readonly original: string;
  readonly replacement: string;
  readonly reason: string;
}

const squeezed = (code: string) => code.replace(/\s+/g, ' ').trim();

/** The entry for a mutant, if there is one. White space in code does not count. */
export function findEquivalent(
  mutant: Mutant,
  source: string,
  entries: readonly Equivalent[],
): Equivalent | undefined {
  return entries.find(
    ({ file, line, original, replacement }) =>
      file === mutant.file &&
      squeezed(original) === squeezed(mutant.original) &&
      squeezed(replacement) === squeezed(mutant.replacement) &&
      squeezed(line) === squeezed(sourceLine(mutant, source)),
  );
}

/**
 * Entries of files that were looked at, for which there is no such mutant any more.
 *
 * @param mutants all those of the files
 */
export function staleEntries(
  entries: readonly Equivalent[],
  mutants: readonly Mutant[],
  sources: ReadonlyMap<string, string>,
): Equivalent[] {
  return entries.filter(
    (entry) =>
      sources.has(entry.file) &&
      !mutants.some((mutant) => findEquivalent(mutant, sources.get(mutant.file) ?? '', [entry])),
  );
}
