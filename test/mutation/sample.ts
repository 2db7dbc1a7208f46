import { createHash } from 'node:crypto';
import type { Mutant } from './mutant.ts';
import { sourceLine } from './mutant.ts';

/**
 * All mutants in an order that is random, but the same for the same seed. A mutant's place depends on its own words
 * alone, so that an edit elsewhere does not give another sample.
 */
export function shuffle(
  mutants: readonly Mutant[],
  seed: number,
  sources: ReadonlyMap<string, string>,
): Mutant[] {
  const seen = new Map<string, number>();
  const keyed = mutants.map((mutant) => {
    const words = JSON.stringify([
      mutant.file,
      mutant.mutator,
      sourceLine(mutant, sources.get(mutant.file) ?? ''),
      mutant.original,
      mutant.replacement,
    ]);
    const occurrence = seen.get(words) ?? 0;
    seen.set(words, occurrence + 1);
    return { mutant, key: createHash('sha256').update(`${seed} ${occurrence} ${words}`).digest('hex') };
  });
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ mutant }) => mutant);
}
