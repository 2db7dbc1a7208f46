import { ProviderError } from '../core/error.ts';

/** A running countdown. */
export interface Timer {
  /** Starts the countdown anew. */
  refresh(): void;
  stop(): void;
}

/** Starts a countdown of `delayMs` milliseconds. An argument wherever time is measured, so that tests need not wait. */
export type StartTimer = (delayMs: number, onEnd: () => void) => Timer;

/** Node takes a longer delay, which a server may ask for, for none at all. */
const longestDelayMs = 2 ** 31 - 1;

/** Node's own timers; they do not keep the process alive: what they watch over does. */
export const startTimer: StartTimer = (delayMs, onEnd) => {
  const timeout = setTimeout(onEnd, Math.min(delayMs, longestDelayMs)).unref();
  return {
    refresh: () => void timeout.refresh(),
    stop: () => clearTimeout(timeout),
  };
};

/** The same, for a countdown that is itself what there is to wait for. */
export const startLivelyTimer: StartTimer = (delayMs, onEnd) => {
  const timeout = setTimeout(onEnd, Math.min(delayMs, longestDelayMs));
  return {
    refresh: () => void timeout.refresh(),
    stop: () => clearTimeout(timeout),
  };
};

/**
 * Resolves after `delayMs` milliseconds.
 *
 * @throws {ProviderError} of kind `cancelled` as soon as `signal` is aborted.
 */
export function wait(delayMs: number, signal: AbortSignal, timer: StartTimer): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      running.stop();
      reject(new ProviderError('cancelled', 'The request was stopped'));
    };
    const running = timer(delayMs, () => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
