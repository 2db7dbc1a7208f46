import { testsOf, type Weighed } from './baseline.ts';
import { type Equivalent, findEquivalent } from './equivalent.ts';
import { inParallel } from './inParallel.ts';
import type { Mutant } from './mutant.ts';
import { refusedInPlace } from './refusedInPlace.ts';
import type { Fate, FolderResult } from './report.ts';
import { tryTests } from './trial.ts';

/** What it takes to try the mutants of any folder. */
export interface Workshop {
  /** Where the tests run, on instrumented code. */
  readonly sandbox: string;
  /** Where the compiler runs, on the code as it is. */
  readonly plain: string;
  readonly projects: readonly string[];
  readonly tests: readonly Weighed[];
  readonly sources: ReadonlyMap<string, string>;
  readonly equivalents: readonly Equivalent[];
  readonly workers: number;
  readonly signal: AbortSignal;
}

/**
 * Tries mutants in their order until so many of them meant something: what is equivalent does not count, nor what the
 * compiler refuses.
 *
 * @param candidates without those that are known to be refused
 */
export async function tryFolder(
  workshop: Workshop,
  candidates: readonly Mutant[],
  wanted: number,
): Promise<Pick<FolderResult, 'fates' | 'equivalent'>> {
  const { plain, projects, sources, equivalents, workers } = workshop;
  const fates: { mutant: Mutant; fate: Fate }[] = [];
  const queue = [...candidates];
  let equivalent = 0;
  while (queue.length > 0 && fates.length < wanted) {
    const next = queue.splice(0, wanted - fates.length);
    const distinct = next.filter(
      (mutant) => !findEquivalent(mutant, sources.get(mutant.file) ?? '', equivalents),
    );
    equivalent += next.length - distinct.length;
    const tried = await inParallel(distinct, workers, async (mutant) => ({
      mutant,
      fate: await fateOf(mutant, workshop),
    }));
    for (const each of tried) {
      const isMissed = each.fate === 'survived' || each.fate === 'not covered';
      if (isMissed && (await refusedInPlace(plain, projects, each.mutant))) continue;
      fates.push(each);
    }
  }
  return { fates, equivalent };
}

async function fateOf(mutant: Mutant, { tests, sandbox, signal }: Workshop): Promise<Fate> {
  const passing = testsOf(mutant, tests, sandbox);
  if (passing.length === 0) return 'not covered';
  const outcome = await tryTests(sandbox, passing, signal, mutant.id);
  switch (outcome.type) {
    case 'passed':
      return 'survived';
    case 'failed':
      return 'noticed';
    case 'late':
      return 'timed out';
  }
}
