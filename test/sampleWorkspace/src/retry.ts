export interface RetryOptions {
  /** How often to try, the first time included. */
  readonly attempts: number;
  /** The first pause in milliseconds; each further one is twice as long. */
  readonly pause: number;
  readonly signal?: AbortSignal;
}

/** Calls `operation` until it succeeds, with growing pauses and some jitter, so that many clients do not come back at once. */
export async function retry<T>(
  operation: () => Promise<T>,
  { attempts, pause, signal }: RetryOptions,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted();
    try {
      return await operation();
    } catch (error) {
      if (attempt >= attempts) {
        throw error;
      }
      const jitter = 0.5 + Math.random();
      await delay(pause * 2 ** (attempt - 1) * jitter, signal);
    }
  }
}

function delay(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
