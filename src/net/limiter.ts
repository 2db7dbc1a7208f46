import { ProviderError } from '../core/error.ts';
import type { Transport } from '../core/transport.ts';

/** Lets only so many tasks run at the same time; the others wait for their turn, first come, first served. */
export interface Limiter {
  /**
   * @param signal aborting it takes a waiting task out of the queue; a running one is the task's own business.
   * @throws what `task` rejects with, or a ProviderError of kind `cancelled`.
   */
  run<T>(signal: AbortSignal, task: () => Promise<T>): Promise<T>;
}

export function createLimiter(limit: number): Limiter {
  let running = 0;
  const waiting = new Set<() => void>();

  function enter(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        waiting.delete(proceed);
        reject(new ProviderError('cancelled', 'The request was stopped'));
      };
      const proceed = () => {
        waiting.delete(proceed);
        signal.removeEventListener('abort', leave);
        running += 1;
        resolve();
      };
      if (signal.aborted) leave();
      else if (running < limit) proceed();
      else {
        waiting.add(proceed);
        signal.addEventListener('abort', leave, { once: true });
      }
    });
  }

  return {
    async run(signal, task) {
      await enter(signal);
      try {
        return await task();
      } finally {
        running -= 1;
        const [next] = waiting;
        next?.();
      }
    },
  };
}

const limiters = new WeakMap<Transport, Map<string, Limiter>>();

/**
 * The limiter that all providers on one transport share for the same connection.
 *
 * @param key of the connection: a hash of its credentials and address.
 */
export function limiterOf(transport: Transport, key: string, limit: number): Limiter {
  let byKey = limiters.get(transport);
  if (!byKey) {
    byKey = new Map();
    limiters.set(transport, byKey);
  }
  let limiter = byKey.get(key);
  if (!limiter) {
    limiter = createLimiter(limit);
    byKey.set(key, limiter);
  }
  return limiter;
}
