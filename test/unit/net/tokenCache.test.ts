import assert from 'node:assert/strict';
import { ProviderError } from '../../../src/core/error.ts';
import type { StreamPart } from '../../../src/core/streamPart.ts';
import { repeatOnBadToken } from '../../../src/net/repeatOnBadToken.ts';
import { createTokenCache, type Token } from '../../../src/net/tokenCache.ts';

describe('token cache', () => {
  let now: number;
  let minted: number;
  const mint = async (): Promise<Token> => {
    minted += 1;
    const value = `token ${minted}`;
    await new Promise(setImmediate);
    return { value, refreshAt: now + 180 };
  };

  beforeEach(() => {
    now = 1_000;
    minted = 0;
  });

  it('keeps a token until it is to be refreshed', async () => {
    const cache = createTokenCache(() => now);
    assert.equal(await cache.get('a', mint), 'token 1');
    now += 179;
    assert.equal(await cache.get('a', mint), 'token 1');
    now += 1;
    assert.equal(await cache.get('a', mint), 'token 2');
  });

  it('mints once for requests at the same time, but not for other credentials', async () => {
    const cache = createTokenCache(() => now);
    const tokens = await Promise.all([cache.get('a', mint), cache.get('a', mint), cache.get('b', mint)]);
    assert.deepEqual(tokens, ['token 1', 'token 1', 'token 2']);
  });

  it('does not remember a failure', async () => {
    const cache = createTokenCache(() => now);
    await assert.rejects(
      cache.get('a', () => Promise.reject(new Error('no'))),
      /no/,
    );
    assert.equal(await cache.get('a', mint), 'token 1');
  });

  it('drops a token only if it is the one in the cache', async () => {
    const cache = createTokenCache(() => now);
    await cache.get('a', mint);
    cache.drop('a', 'an older one');
    cache.drop('b', 'token 1');
    assert.equal(await cache.get('a', mint), 'token 1');
    cache.drop('a', 'token 1');
    assert.equal(await cache.get('a', mint), 'token 2');
  });
});

describe('repeating a request with another token', () => {
  const bad = new ProviderError('auth', 'expired', { status: 401 });
  const text: StreamPart = { type: 'text-delta', text: 'a' };

  it('happens once when the first token is bad', async () => {
    assert.deepEqual(await run([bad]), { used: ['1', '2'], dropped: ['1'], parts: [text] });
    const twice = await run([bad, bad]);
    assert.deepEqual(twice, { used: ['1', '2'], dropped: ['1'], parts: [], error: bad });
  });

  it('does not happen for other failures', async () => {
    const busy = new ProviderError('rate-limit', 'busy', { status: 429 });
    assert.deepEqual(await run([busy]), { used: ['1'], dropped: [], parts: [], error: busy });
  });

  it('does not happen when a part of the reply has come: it would come twice', async () => {
    assert.deepEqual(await run([bad], true), { used: ['1'], dropped: [], parts: [text], error: bad });
  });

  async function run(failures: readonly ProviderError[], emitFirst = false) {
    const used: string[] = [];
    const dropped: string[] = [];
    const parts: StreamPart[] = [];
    let tokens = 0;
    let error: unknown;
    try {
      await repeatOnBadToken(
        { get: async () => String(++tokens), drop: (token) => dropped.push(token) },
        ({ details }) => details.status === 401,
        (part) => parts.push(part),
        async (token, emit) => {
          const failure = failures[used.length];
          used.push(token);
          if (emitFirst || !failure) emit(text);
          if (failure) throw failure;
        },
      );
    } catch (thrown) {
      error = thrown;
    }
    return { used, dropped, parts, ...(error !== undefined && { error }) };
  }
});
