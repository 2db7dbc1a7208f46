import { randomUUID } from 'node:crypto';
import type { Transport } from '../core/transport.ts';
import { networkError } from './networkError.ts';
import { openSocket, type TlsOptions } from './openSocket.ts';
import { httpUrl } from './proxySettings.ts';
import { startTimer } from './timers.ts';
import { defaultTimeouts, withTimeouts } from './withTimeouts.ts';

export interface FetchOptions {
  /** Whether the settings send an address through a proxy; only used to name the cause of a failure. */
  throughProxy(url: URL): boolean;
  /** Asked for every WebSocket: VS Code's `https` knows the proxy settings, but not these. */
  tls(): TlsOptions;
}

/**
 * Transport on the global `fetch`, which is looked up for every request, and on `https` for WebSockets: VS Code
 * replaces both by what follows the user's proxy settings.
 */
export function createFetchTransport(
  { throughProxy, tls }: FetchOptions,
  { now = Date.now, timeouts = defaultTimeouts, timer = startTimer } = {},
): Transport {
  const transport: Transport = {
    now,
    randomUUID,
    connect(url, signal) {
      const fail = (error: unknown) => networkError(error, url, signal, throughProxy(httpUrl(url)));
      return openSocket(url, { tls: tls(), fail }, signal);
    },
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
