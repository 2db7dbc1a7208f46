import { setImmediate as nextTurn } from 'node:timers/promises';

/** As long as a piece of long work may keep everything else in the extension host waiting, in milliseconds. */
const longestMs = 8;

/** Lets everything else have its turn while long work goes on. */
export interface Turns {
  /** To be called between two pieces of work: returns a promise that is to be awaited if it is time for others. */
  pause(): Promise<void> | undefined;
}

export function takeTurns(now: () => number = () => performance.now()): Turns {
  let begun = now();
  return {
    pause() {
      if (now() - begun < longestMs) return undefined;
      return nextTurn().then(() => {
        begun = now();
      });
    },
  };
}

/**
 * Does long work a piece at a time.
 *
 * @returns what it returns
 * @throws what it throws
 */
export async function inTurns<Result>(work: Generator<unknown, Result>): Promise<Result> {
  const turns = takeTurns();
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    await turns.pause();
  }
}
