import { throwLater } from './faults.ts';

/** Work in small steps: each step returns whether there is more to do. */
export type Step = () => boolean;

/** Spreads work over frames, so that no task is long enough to drop one. */
export interface FrameQueue {
  /** Runs a job's steps in the coming frames, as many as fit. A job that is queued already is not queued twice. */
  add(job: Step): void;
  /** The same for work that can wait until all jobs are done. */
  addIdle(steps: Iterator<unknown>): void;
  /** Counts what the browser will have to do for what a step has just changed, in milliseconds: its time is the frame's too. */
  expect(milliseconds: number): void;
  /** Runs jobs now, for longer than in a frame: to show a conversation at once instead of growing it. */
  runNow(): void;
}

export interface FrameClock {
  requestFrame(callback: () => void): void;
  /** Calls back when the frame that is being made has been laid out and painted. */
  afterFrame(callback: () => void): void;
  /** In milliseconds. */
  now(): number;
}

/** What jobs take of a frame, with the layout that they are known to cause; the rest is for other layout, and paint. */
const budgetMs = 4;
const firstBudgetMs = 24;
/**
 * After a frame that took longer than this, layout included, jobs pause for as long, so that the rest of the panel can
 * live: a huge table that is still open is laid out as a whole each time.
 */
const slowFrameMs = 16;
const longestPauseMs = 300;

export function createFrameQueue(clock: FrameClock): FrameQueue {
  const jobs = new Set<Step>();
  const idle: Iterator<unknown>[] = [];
  let requested = false;
  let pauseUntil = 0;
  /** What is still to be done for what the jobs of this frame have changed. */
  let expected = 0;

  function request(): void {
    if (requested || (jobs.size === 0 && idle.length === 0)) return;
    requested = true;
    clock.requestFrame(() => {
      requested = false;
      if (clock.now() < pauseUntil) request();
      else run(budgetMs);
    });
  }

  function run(budget: number): void {
    const start = clock.now();
    expected = 0;
    const hasTime = () => clock.now() - start + expected < budget;
    while (jobs.size > 0 && hasTime()) {
      for (const job of jobs) {
        if (!runStep(job)) jobs.delete(job);
        if (!hasTime()) break;
      }
    }
    while (jobs.size === 0 && idle.length > 0 && hasTime()) {
      const steps = idle[0];
      if (!steps || !runStep(() => steps.next().done !== true)) idle.shift();
    }
    clock.afterFrame(() => {
      const end = clock.now();
      if (end - start > slowFrameMs) pauseUntil = end + Math.min(end - start, longestPauseMs);
    });
    request();
  }

  return {
    add(job) {
      jobs.add(job);
      request();
    },
    addIdle(steps) {
      idle.push(steps);
      request();
    },
    expect(milliseconds) {
      expected += milliseconds;
    },
    runNow: () => run(firstBudgetMs),
  };
}

function runStep(step: Step): boolean {
  try {
    return step();
  } catch (error) {
    throwLater(error);
    return false;
  }
}
