import type { Transport } from '../core/transport.ts';

/** A transport that signs every HTTP request with a key or token, so that nothing else needs to know it. */
export function withBearer(transport: Transport, token: string): Transport {
  return {
    now: () => transport.now(),
    randomUUID: () => transport.randomUUID(),
    connect: (url, signal) => transport.connect(url, signal),
    fetch: (url, request, signal) =>
      transport.fetch(
        url,
        { ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } },
        signal,
      ),
  };
}
