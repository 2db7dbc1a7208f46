import { createHash } from 'node:crypto';
import { ProviderError } from '../../core/error.ts';
import type { Transport } from '../../core/transport.ts';
import type { TokenSource } from '../../net/repeatOnBadToken.ts';
import { type Token, tokenCacheOf } from '../../net/tokenCache.ts';

/**
 * The token that stands for a pair of keys at an address, from the cache or new.
 *
 * @param identity what tells the token from others: the address and the keys.
 * @param mint gets a new one.
 */
export function tokenSourceOf(
  transport: Transport,
  identity: readonly string[],
  signal: AbortSignal,
  mint: () => Promise<Token>,
): TokenSource {
  const cache = tokenCacheOf(transport);
  const key = createHash('sha256').update(JSON.stringify(identity)).digest('hex');
  return {
    async get() {
      for (;;) {
        try {
          return await cache.get(key, mint);
        } catch (error) {
          // Several requests share one minting, and the one that began it may have been stopped.
          const stoppedByOther =
            !signal.aborted && error instanceof ProviderError && error.kind === 'cancelled';
          if (!stoppedByOther) throw error;
        }
      }
    },
    drop: (token) => cache.drop(key, token),
  };
}

/**
 * When to replace a token.
 *
 * @param now when it was obtained, in milliseconds since 1970 UTC.
 * @param lifeSeconds how long the server says that it takes it.
 */
export function refreshTime(now: number, lifeSeconds: number): number {
  const lifeMs = lifeSeconds * 1000;
  return now + lifeMs - Math.max(60_000, lifeMs / 100);
}
