import { join } from 'node:path';
import type { Mutant } from './mutant.ts';
import { type TestFile, tryTests } from './trial.ts';

/** What a test file does as long as nothing is wrong. */
export interface Covered {
  /** From the repository. */
  readonly testFile: string;
  readonly ms: number;
  /** How often it passes each mutant, by id. */
  readonly hits: ReadonlyMap<string, number>;
}

const longestMs = 600_000;

/**
 * Runs one test file with all mutants switched off.
 *
 * @returns what it covers, or how it fails
 */
export async function cover(
  directory: string,
  testFile: string,
  signal: AbortSignal,
): Promise<Covered | string> {
  const started = performance.now();
  const path = join(directory, testFile);
  const outcome = await tryTests(
    directory,
    [{ path, patienceMs: longestMs, hits: Number.MAX_SAFE_INTEGER }],
    signal,
  );
  if (outcome.type === 'late') return `it takes longer than ${longestMs / 1000} s`;
  if (outcome.type === 'failed') return outcome.by;
  const hits = new Map(Object.entries(outcome.coverage));
  return { testFile, ms: performance.now() - started, hits };
}

/** So many times as often as without the fault is a loop without an end. */
const loopFactor = 100;
const fewestHits = 10_000;

/** A test file with how much of all it covers is in each source file, from 0 to 1. */
export interface Weighed extends Covered {
  readonly shares: ReadonlyMap<string, number>;
}

/** @param fileOf the source files of mutants by id */
export function weigh(covered: Covered, fileOf: ReadonlyMap<string, string>): Weighed {
  const shares = new Map<string, number>();
  for (const id of covered.hits.keys()) {
    const file = fileOf.get(id) ?? '';
    shares.set(file, (shares.get(file) ?? 0) + 1 / covered.hits.size);
  }
  return { ...covered, shares };
}

/**
 * The test files that pass a mutant, those first that have the most to do with its file.
 *
 * @param directory of the instrumented repository
 */
export function testsOf({ id, file }: Mutant, weighed: readonly Weighed[], directory: string): TestFile[] {
  const share = ({ shares }: Weighed) => shares.get(file) ?? 0;
  return weighed
    .filter(({ hits }) => hits.has(id))
    .sort((a, b) => share(b) - share(a) || a.ms - b.ms)
    .map(({ testFile, ms, hits }) => ({
      path: join(directory, testFile),
      // A machine may be much busier than it was.
      patienceMs: 30_000 + 10 * ms,
      hits: Math.max(fewestHits, loopFactor * (hits.get(id) ?? 0)),
    }));
}
