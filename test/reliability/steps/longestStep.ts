import { threadTime } from '../../processorTime.ts';

/**
 * The longest that some work keeps everything else in this thread waiting. What others do on the machine is left out.
 *
 * @param work what it returns is waited for if it is a promise, and gone through if it is an iterator
 * @returns milliseconds of processor time
 */
export async function longestStep(work: () => unknown): Promise<number> {
  let longest = 0;
  let begun = 0;
  const note = (): void => {
    const now = threadTime();
    longest = Math.max(longest, now - begun);
    begun = threadTime();
  };
  let watch = setImmediate(function turn() {
    note();
    watch = setImmediate(turn);
  });
  begun = threadTime();
  try {
    const result = work();
    note();
    if (isIterator(result)) while (!result.next().done) note();
    else await result;
  } finally {
    note();
    clearImmediate(watch);
  }
  return longest;
}

function isIterator(value: unknown): value is Iterator<unknown> {
  return (
    typeof (value as Partial<Iterator<unknown>> | undefined)?.next === 'function' &&
    Symbol.iterator in Object(value)
  );
}
