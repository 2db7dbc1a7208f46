/** Calls back about every second for as long as somebody counts. */
export interface Ticker {
  /** @returns a function that ends it */
  every(callback: () => void): () => void;
}

export function createTicker(intervalMs = 1000): Ticker {
  const callbacks = new Set<() => void>();
  let timer: ReturnType<typeof setInterval> | undefined;
  return {
    every(callback) {
      callbacks.add(callback);
      timer ??= setInterval(() => {
        for (const each of callbacks) each();
      }, intervalMs);
      return () => {
        callbacks.delete(callback);
        if (callbacks.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
  };
}
