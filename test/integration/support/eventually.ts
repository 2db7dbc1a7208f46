import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';

const patienceMs = 60_000;

/**
 * Waits until something holds.
 *
 * @param what is wrong as long as it does not; a function where that is known only then
 * @throws AssertionError with it, after a minute
 */
export async function eventually(
  holds: () => boolean | Promise<boolean>,
  what: string | (() => string),
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await holds())) {
    if (Date.now() > deadline) assert.fail(typeof what === 'string' ? what : what());
    await delay(20);
  }
}
