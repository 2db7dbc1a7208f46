import { threadTime } from '../../processorTime.ts';

/** How long one turn of the event loop keeps all others waiting, in whole milliseconds of processor time. */
export interface Turns {
  /** 99 % are not longer. */
  readonly usual: number;
  readonly longest: number;
}

/** Watches the event loop of this thread until `end` is called. What others do on the machine is left out. */
export function watchTurns(): { end(): Turns } {
  const turns: number[] = [];
  let last = threadTime();
  const note = (): void => {
    const now = threadTime();
    turns.push(now - last);
    last = now;
  };
  const timer = setInterval(note, 5);
  return {
    end() {
      clearInterval(timer);
      note();
      turns.sort((one, other) => one - other);
      return {
        usual: Math.round(turns[Math.floor(turns.length * 0.99)] ?? 0),
        longest: Math.round(turns.at(-1) ?? 0),
      };
    },
  };
}
