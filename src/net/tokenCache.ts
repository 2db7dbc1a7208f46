import type { Transport } from '../core/transport.ts';

export interface Token {
  readonly value: string;
  /** When to get another one, in milliseconds since 1970 UTC: some time before the server stops taking this one. */
  readonly refreshAt: number;
}

/**
 * Tokens that are made or fetched from long-lived credentials.
 *
 * - Single flight: requests that need the same token at the same time share one `mint`.
 * - Early refresh: a token is replaced at `refreshAt`, before the server refuses it.
 * - A failure is not cached: the next request tries again.
 * - A bad token is dropped only if it is the one in the cache: a request that failed with the token before must not
 *   throw away the one that another request has got in the meantime.
 * - Keys are hashes of the credentials, never the credentials.
 */
export interface TokenCache {
  /** @throws what `mint` rejects with. */
  get(key: string, mint: () => Promise<Token>): Promise<string>;
  drop(key: string, value: string): void;
}

/** @param now milliseconds since 1970 UTC. */
export function createTokenCache(now: () => number): TokenCache {
  const tokens = new Map<string, Token>();
  const minting = new Map<string, Promise<Token>>();

  async function mintOnce(key: string, mint: () => Promise<Token>): Promise<Token> {
    try {
      const token = await mint();
      tokens.set(key, token);
      return token;
    } finally {
      minting.delete(key);
    }
  }

  return {
    async get(key, mint) {
      const token = tokens.get(key);
      if (token && now() < token.refreshAt) return token.value;
      let pending = minting.get(key);
      if (!pending) {
        pending = mintOnce(key, mint);
        minting.set(key, pending);
      }
      return (await pending).value;
    },
    drop(key, value) {
      if (tokens.get(key)?.value === value) tokens.delete(key);
    },
  };
}

const caches = new WeakMap<Transport, TokenCache>();

/** The cache that all providers on one transport share: it outlives a provider that is made for a single question. */
export function tokenCacheOf(transport: Transport): TokenCache {
  let cache = caches.get(transport);
  if (!cache) {
    cache = createTokenCache(() => transport.now());
    caches.set(transport, cache);
  }
  return cache;
}
