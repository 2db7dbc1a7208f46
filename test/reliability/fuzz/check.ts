import process from 'node:process';
import fc from 'fast-check';
import type { FuzzProperty } from './target.ts';

/** How a property is run again with the input that failed. */
export interface Replay {
  readonly seed: number;
  /** Leads to the counterexample; absent: all inputs of the seed. */
  readonly path?: string;
}

export interface Checked {
  /** Inputs that were tried. */
  readonly inputs: number;
  /** What went wrong, with the shortest input that was found for it. */
  readonly failure?: string;
}

/** A seed that was never used before. */
export function freshSeed(): number {
  return Math.trunc(Math.random() * 0x7fffffff);
}

/** Runs a property with the inputs of a seed, or with the one that a path leads to. */
export async function checkProperty(
  targetName: string,
  { name, runs, check }: FuzzProperty,
  { seed, path }: Replay,
): Promise<Checked> {
  const details = await fc.check(check, {
    seed,
    numRuns: runs,
    ...(path !== undefined && { path }),
    // Making a counterexample shorter must not take for ever either.
    interruptAfterTimeLimit: shrinkingMs,
  });
  if (!details.failed || (details.interrupted && details.counterexample === null)) {
    return { inputs: details.numRuns };
  }
  const command = [
    'npm run fuzz -- --target',
    targetName,
    '--property',
    JSON.stringify(name),
    `--seed ${seed}`,
    ...(details.counterexamplePath ? [`--path ${JSON.stringify(details.counterexamplePath)}`] : []),
  ].join(' ');
  const inputs = (details.counterexample as readonly [readonly unknown[]] | null)?.[0].map(show).join('\n');
  const { errorInstance } = details;
  const error = errorInstance instanceof Error ? errorInstance.stack : String(errorInstance);
  return {
    inputs: details.numRuns,
    failure: `${targetName}: ${name}\n\n${inputs}\n\n${error}\n\nAgain: ${command}`,
  };
}

/** An input as it could be written in a test; bytes as Latin-1. */
function show(input: unknown): string {
  return input instanceof Uint8Array
    ? `Buffer.from(${JSON.stringify(Buffer.from(input).toString('latin1'))}, 'latin1')`
    : fc.stringify(input);
}

const shrinkingMs = Number(process.env['FUZZ_SHRINKING_MS'] ?? 60_000);
