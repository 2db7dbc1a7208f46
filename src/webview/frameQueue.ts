/** Work in small steps: each step returns whether there is more to do. */
export type Step = () => boolean;

/** Spreads work over frames, so that no task is long enough to drop one. */
export interface FrameQueue {
  /** Runs a job's steps in the coming frames, as many as fit. A job that is queued already is not queued twice. */
  add(job: Step): void;
  /** The same for work that can wait until all jobs are done. */
  addIdle(steps: Iterator<unknown>): void;
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

/** What style, layout and paint leave of a frame. */
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
    const hasTime = () => clock.now() - start < budget;
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
    runNow: () => run(firstBudgetMs),
  };
}

function runStep(step: Step): boolean {
  try {
    return step();
  } catch (error) {
    console.error(error);
    return false;
  }
}
