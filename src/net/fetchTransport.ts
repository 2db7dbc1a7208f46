import type { Transport } from '../core/transport.ts';
import { networkError } from './networkError.ts';
import { startTimer } from './timers.ts';
import { defaultTimeouts, withTimeouts } from './withTimeouts.ts';

/**
 * Transport on the global `fetch`, which is looked up for every request: VS Code replaces it by one that follows the
 * user's proxy settings.
 *
 * @param throughProxy whether the settings send an address through a proxy; only used to name the cause of a failure.
 */
export function createFetchTransport(
  throughProxy: (url: URL) => boolean,
  { now = Date.now, timeouts = defaultTimeouts, timer = startTimer } = {},
): Transport {
  const transport: Transport = {
    now,
    async fetch(url, request, signal) {
      const fail = (error: unknown) => networkError(error, url, signal, throughProxy(new URL(url)));
      let response: Response;
      try {
        response = await globalThis.fetch(url, { ...request, redirect: 'manual', signal });
      } catch (error) {
        throw fail(error);
      }
      return {
        status: response.status,
        header: (name) => response.headers.get(name) ?? undefined,
        async read(onChunk) {
          const reader = response.body?.getReader();
          if (!reader) return;
          for (;;) {
            const result = await reader.read().catch((error) => {
              throw fail(error);
            });
            if (result.done) return;
            try {
              onChunk(result.value);
            } catch (error) {
              await reader.cancel().catch(() => {});
              throw error;
            }
          }
        },
      };
    },
  };
  return withTimeouts(transport, timeouts, timer);
}
