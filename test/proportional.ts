import assert from 'node:assert/strict';
import { processorTime } from './processorTime.ts';

/** How much more there is the second time. */
const factor = 8;
/** With the square of that it would be 64 times as much. */
const mostGrowth = 3 * factor;
/** Less than this is lost in what else the process does. Milliseconds. */
const leastMs = 0.5;
const mostAttempts = 5;

/**
 * Asserts that work takes time in proportion to how much there is of it: by two measurements side by side, so that it does not
 * matter how fast the machine is. The first ones may be those of code that is still being compiled.
 *
 * @param prepare makes what is to be measured for so many of something
 */
export function assertProportional(prepare: (count: number) => () => void, count: number): void {
  const less = prepare(count);
  const more = prepare(count * factor);
  let growth = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < mostAttempts && growth > mostGrowth; attempt += 1) {
    growth = Math.min(growth, processorTime(more) / Math.max(leastMs, processorTime(less)));
  }
  assert.ok(growth <= mostGrowth, `${factor} times as much takes ${growth.toFixed(1)} times as long`);
}
