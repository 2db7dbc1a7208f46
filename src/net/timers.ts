/** A running countdown. */
export interface Timer {
  /** Starts the countdown anew. */
  refresh(): void;
  stop(): void;
}

/** Starts a countdown of `delayMs` milliseconds. An argument wherever time is measured, so that tests need not wait. */
export type StartTimer = (delayMs: number, onEnd: () => void) => Timer;

/** Node's own timers; they do not keep the process alive. */
export const startTimer: StartTimer = (delayMs, onEnd) => {
  const timeout = setTimeout(onEnd, delayMs).unref();
  return {
    refresh: () => void timeout.refresh(),
    stop: () => clearTimeout(timeout),
  };
};
