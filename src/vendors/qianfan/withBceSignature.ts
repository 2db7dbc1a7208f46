import type { Transport } from '../../core/transport.ts';
import { type AccessKeyPair, bceAuthorization, bceTime } from './bceSignature.ts';

/**
 * A transport that signs every HTTP request. Only `host` and `x-bce-date` are signed: what `fetch` and proxies do to the
 * other headers is not in our hands.
 */
export function withBceSignature(transport: Transport, keys: AccessKeyPair): Transport {
  return {
    now: () => transport.now(),
    randomUUID: () => transport.randomUUID(),
    connect: (url, signal) => transport.connect(url, signal),
    fetch(url, request, signal) {
      const now = transport.now();
      const date = { 'x-bce-date': bceTime(now) };
      const signable = { method: request.method, url: new URL(url), headers: date };
      const authorization = bceAuthorization(signable, keys, now);
      return transport.fetch(
        url,
        { ...request, headers: { ...request.headers, ...date, authorization } },
        signal,
      );
    },
  };
}
