import { readFileSync } from 'node:fs';
import { threadTime } from './processorTime.ts';

const stepMs = 5;
/** Somewhat more than a step, for timers are late on an idle machine, too. */
const longestStepMs = 2 * stepMs;

let total = 0;
let lastAt = performance.now();
let lastWork = threadTime();
let lastWait = waitedMs();

/** What has passed since the last step: never more than the clock says, and what the machine did elsewhere is left out. */
function sinceLast(): number {
  const elapsed = performance.now() - lastAt - (waitedMs() - lastWait);
  return Math.max(0, Math.min(elapsed, Math.max(longestStepMs, threadTime() - lastWork)));
}

/** For how long this thread could have gone on but no processor was free, so far. Only Linux says so. */
function waitedMs(): number {
  try {
    const [, waited] = readFileSync('/proc/self/schedstat', 'latin1').split(' ');
    return Number(waited) / 1_000_000;
  } catch {
    return 0;
  }
}

setInterval(() => {
  total += sinceLast();
  lastAt = performance.now();
  lastWork = threadTime();
  lastWait = waitedMs();
}, stepMs).unref();

/**
 * A clock like `performance.now()`, for how long something in this process waits and works, that stands still while the
 * machine does something else: it goes in steps of a timer, and one that comes late counts as a step all the same,
 * unless this thread itself has kept the processor for longer.
 *
 * @returns milliseconds since the module was loaded; for differences
 */
export function ownTime(): number {
  return total + sinceLast();
}
