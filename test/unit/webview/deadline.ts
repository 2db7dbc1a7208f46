import vm from 'node:vm';
import { beforeEach } from 'mocha';

/** Many times what any of these tests takes on a machine that is busy with other things. */
const deadlineMs = 40_000;
/** So many tests are ended. What keeps them is likely to keep the others too. */
const mostOverruns = 2;
let overruns = 0;

const place = 'workWithDeadline';

/** Work has come to no end. */
class Endless extends Error {}

/**
 * Runs work that does not wait for anything, and ends it at the deadline even in a loop without end, which mocha's own
 * limit does not.
 *
 * @throws {Error} that says so; whatever `work` throws.
 */
export function withDeadline<T>(work: () => T, ms = deadlineMs): T {
  const worked: { result?: T } = {};
  Reflect.set(globalThis, place, () => {
    worked.result = work();
  });
  try {
    vm.runInThisContext(`${place}()`, { timeout: ms, displayErrors: false });
  } catch (error) {
    const isLate = (error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
    if (isLate) throw new Endless(`It was still at it after ${ms} ms.`, { cause: error });
    throw error;
  } finally {
    Reflect.deleteProperty(globalThis, place);
  }
  return worked.result as T;
}

/** Many times what any text takes that is read at once. */
const mostSteps = 5_000;

/**
 * Makes steps until there is nothing more to do.
 *
 * @param step returns whether there is
 * @param what says what is being done, for the failure
 * @throws {Error} where it comes to no end
 */
export function makeAllSteps(step: () => boolean, what: () => string): void {
  for (let steps = 1; step(); steps += 1) {
    if (steps >= mostSteps) throw new Endless(`There is more to do after ${steps} steps: ${what()}.`);
  }
}

/** Gives each test of a `describe` block a deadline. Of one that waits for something only the beginning has one. */
export function useDeadline(): void {
  beforeEach(function () {
    const test = this.currentTest;
    const run = test?.fn;
    if (!test || !run || run.length > 0) return;
    test.fn = function (this: Mocha.Context) {
      if (overruns >= mostOverruns) throw new Error(`Not tried: ${overruns} tests did not come to an end.`);
      try {
        return withDeadline(() => Reflect.apply(run, this, []) as PromiseLike<unknown> | undefined);
      } catch (error) {
        if (error instanceof Endless) overruns += 1;
        throw error;
      }
    };
  });
}
