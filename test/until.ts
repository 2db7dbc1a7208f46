import assert from 'node:assert/strict';

/** Longer than anything takes on a machine that is busy with other tests. */
const patienceMs = 15_000;

/**
 * Waits for what this process or the operating system does in its own time: looks again after each turn of the event
 * loop. A test that has failed by its own limit meanwhile does not keep the process going for long.
 *
 * @param what completes the sentence “Waited 15 s for …”
 * @throws AssertionError with it when the time is over
 */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!(await holds())) {
    if (performance.now() > deadline) assert.fail(`Waited ${patienceMs / 1000} s for ${what}`);
    await new Promise(setImmediate);
  }
}
