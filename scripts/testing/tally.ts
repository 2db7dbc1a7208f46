import type { JobResult } from './job.ts';
import type { TestEvent } from './testEvents.ts';

/** Adds up what a run of mocha says, and finds out what it does not say: that it died, and in which test. */
export class Tally {
  #passed = 0;
  #skipped = 0;
  readonly #failures: string[] = [];
  readonly #repeats: string[] = [];
  /** The test or hook that has begun last. */
  #last: string | undefined;
  #ended = false;
  #hung: number | undefined;

  add(event: TestEvent): void {
    switch (event.type) {
      case 'begin':
        this.#last = event.title;
        break;
      case 'pass':
        this.#passed += 1;
        break;
      case 'skip':
        this.#skipped += 1;
        break;
      case 'fail':
        this.#failures.push(event.report);
        break;
      case 'repeat':
        this.#repeats.push(event.report);
        break;
      case 'end':
        this.#ended = true;
        break;
    }
  }

  /** Notes that the run was ended because it said nothing for so many seconds. */
  hangs(seconds: number): void {
    this.#hung ??= seconds;
  }

  /**
   * @param succeeded whether the exit code was 0
   * @param mayBeEmpty whether there need be no test at all, as where only some titles are asked for
   * @param output what was printed beside the events: the only trace of a run that died
   */
  result(succeeded: boolean, output: string, mayBeEmpty = false): Omit<JobResult, 'seconds'> {
    const failures = [...this.#failures];
    if (this.#hung !== undefined) {
      failures.push(`Nothing happened for ${this.#hung} s in: ${this.#last}\n${lastLines(output)}`);
    } else if (!this.#ended) {
      const where = this.#last === undefined ? 'before the first test' : `in: ${this.#last}`;
      failures.push(`The tests ended by themselves ${where}\n${lastLines(output)}`);
    } else if (!succeeded && failures.length === 0) {
      failures.push(`No test failed, but the tests as a whole did.\n${lastLines(output)}`);
    } else if (this.#passed === 0 && failures.length === 0 && !mayBeEmpty) {
      failures.push(`No test was run.\n${lastLines(output)}`);
    }
    return {
      passed: this.#passed,
      failed: failures.length,
      skipped: this.#skipped,
      repeated: this.#repeats.length,
      failures,
      repeats: this.#repeats,
    };
  }
}

function lastLines(output: string): string {
  return output.trim().split('\n').slice(-40).join('\n');
}
