import { ProviderError } from '../core/error.ts';
import type { Transport } from '../core/transport.ts';
import { type StartTimer, startTimer } from './timers.ts';

/** Milliseconds. */
export interface Timeouts {
  /** From the request to the head of the response. */
  readonly headMs: number;
  /** Between two chunks of the body. */
  readonly idleMs: number;
}

/**
 * A model that thinks for minutes may keep even the head of the response back: 300 s is what the vendors' own clients
 * wait. Once a stream has begun, a service that is alive sends reasoning, text or a comment much more often than every
 * two minutes.
 */
export const defaultTimeouts: Timeouts = { headMs: 300_000, idleMs: 120_000 };

/** A transport that gives up, with a ProviderError of kind `timeout`, when the other side stays silent. */
export function withTimeouts(
  transport: Transport,
  timeouts: Timeouts = defaultTimeouts,
  timer: StartTimer = startTimer,
): Transport {
  return {
    now: () => transport.now(),
    async fetch(url, request, signal) {
      const connection = new AbortController();
      const forward = () => connection.abort(signal.reason);
      if (signal.aborted) forward();
      signal.addEventListener('abort', forward);
      let failure: ProviderError | undefined;
      const expire = (message: string) => () => {
        failure = new ProviderError('timeout', message, { retryable: true });
        connection.abort(failure);
      };
      const release = () => signal.removeEventListener('abort', forward);

      const head = timer(timeouts.headMs, expire(`No response within ${timeouts.headMs / 1000} s`));
      try {
        const response = await transport.fetch(url, request, connection.signal);
        // Runs from here on, so that a response nobody reads does not hold its connection for ever.
        const idle = timer(timeouts.idleMs, expire(`Nothing came for ${timeouts.idleMs / 1000} s`));
        return {
          status: response.status,
          header: (name) => response.header(name),
          async read(onChunk) {
            // Hundreds of chunks may come out of one read of the socket; they need the timer set only once.
            let refreshed = false;
            const forget = () => {
              refreshed = false;
            };
            try {
              await response.read((chunk) => {
                if (!refreshed) {
                  refreshed = true;
                  idle.refresh();
                  queueMicrotask(forget);
                }
                onChunk(chunk);
              });
            } catch (error) {
              throw failure ?? error;
            } finally {
              idle.stop();
              release();
            }
          },
        };
      } catch (error) {
        release();
        throw failure ?? error;
      } finally {
        head.stop();
      }
    },
  };
}
