import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import Mocha from 'mocha';

export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
}

/** The environment variable that says into which file the counts go. */
export const countsVariable = 'HANLIN_TEST_COUNTS';

/** Mocha's usual report in the terminal; and how many tests passed and failed, as JSON, for whoever adds them up. */
export class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
    super(runner, options);
    runner.once('end', () => {
      const file = process.env[countsVariable];
      if (file !== undefined) {
        writeFileSync(file, JSON.stringify({ passed: this.stats.passes, failed: this.stats.failures }));
      }
    });
  }
}

/** @returns undefined if the tests did not get as far as counting */
export function readTestCounts(file: string): TestCounts | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

// Mocha's command line requires a reporter to be what the module is.
export { CountingReporter as 'module.exports' };
