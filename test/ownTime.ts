import process from 'node:process';

const stepMs = 5;
/** Somewhat more than a step, for timers are late on an idle machine, too. */
const longestStepMs = 2 * stepMs;

let total = 0;
let lastAt = performance.now();
let lastUsage = process.cpuUsage();

/** What has passed since the last step: never more than the clock says, and what the machine did elsewhere is left out. */
function sinceLast(): number {
  const elapsed = performance.now() - lastAt;
  const { user, system } = process.cpuUsage(lastUsage);
  return Math.min(elapsed, Math.max(longestStepMs, (user + system) / 1000));
}

setInterval(() => {
  total += sinceLast();
  lastAt = performance.now();
  lastUsage = process.cpuUsage();
}, stepMs).unref();

/**
 * A clock like `performance.now()`, for how long something in this process waits and works, that stands still while the
 * machine does something else: it goes in steps of a timer, and one that comes late counts as a step all the same,
 * unless this process itself has kept the processor for longer.
 *
 * @returns milliseconds since the module was loaded; for differences
 */
export function ownTime(): number {
  return total + sinceLast();
}
