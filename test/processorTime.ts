import process from 'node:process';

/** @returns what the thread of the tests itself has had of the processor so far, in milliseconds */
export function threadTime(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/**
 * What a piece of work takes, however busy the machine is with other things.
 *
 * @returns milliseconds of processor time of this thread
 */
export function processorTime(work: () => void): number {
  const before = threadTime();
  work();
  return threadTime() - before;
}
