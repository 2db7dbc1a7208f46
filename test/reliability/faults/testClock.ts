import type { StartTimer } from '../../../src/net/timers.ts';

/** A time that passes only when it is told to. */
export interface TestClock {
  /** Milliseconds since 1970 UTC. */
  now(): number;
  readonly start: StartTimer;
  /** The lengths of the countdowns that run. */
  readonly running: readonly number[];
  pass(milliseconds: number): void;
  /** Countdowns that end at once and take the time that they were to last with them. */
  readonly hurried: StartTimer;
}

export function createTestClock(): TestClock {
  let now = Date.now();
  const countdowns = new Map<object, { readonly length: number; due: number; readonly onEnd: () => void }>();
  return {
    now: () => now,
    start(length, onEnd) {
      const key = {};
      const begin = () => void countdowns.set(key, { length, due: now + length, onEnd });
      begin();
      return { refresh: begin, stop: () => void countdowns.delete(key) };
    },
    get running() {
      return [...countdowns.values()].map(({ length }) => length);
    },
    pass(milliseconds) {
      now += milliseconds;
      for (const [key, { due, onEnd }] of countdowns) {
        if (due > now) continue;
        countdowns.delete(key);
        onEnd();
      }
    },
    hurried(length, onEnd) {
      const ending = setImmediate(() => {
        now += length;
        onEnd();
      });
      return { refresh() {}, stop: () => clearImmediate(ending) };
    },
  };
}
