import assert from 'node:assert/strict';
import { customaryRateLimitHeaders, parseDuration, readRateLimit } from '../../../src/net/rateLimit.ts';

describe('rate limits in response headers', () => {
  const read = (headers: Readonly<Record<string, string>>, names = customaryRateLimitHeaders) =>
    readRateLimit(
      { status: 200, header: (name) => headers[name.toLowerCase()], read: async () => {} },
      names,
    );

  it('are read by their customary names or by the vendor’s', () => {
    assert.deepEqual(
      read({
        'x-ratelimit-limit-requests': '300',
        'x-ratelimit-remaining-requests': '0',
        'x-ratelimit-limit-tokens': '100000',
        'x-ratelimit-remaining-tokens': ' 99000 ',
        'x-ratelimit-reset-requests': '1m2.5s',
      }),
      { requestLimit: 300, requestsLeft: 0, tokenLimit: 100_000, tokensLeft: 99_000, resetAfterMs: 62_500 },
    );
    assert.deepEqual(read({ 'x-left': '3' }, { requestsLeft: 'X-Left' }), { requestsLeft: 3 });
  });

  it('are absent where there are none or none that make sense', () => {
    assert.equal(read({}), undefined);
    assert.equal(
      read({ 'x-ratelimit-limit-requests': '-1', 'x-ratelimit-remaining-requests': 'many' }),
      undefined,
    );
  });

  it('have durations in seconds or with units', () => {
    const cases = {
      '12': 12_000,
      '0.5': 500,
      '6m0s': 360_000,
      '120ms': 120,
      '1d2h': 93_600_000,
      [`${'9'.repeat(400)}h`]: Number.MAX_SAFE_INTEGER,
      '': undefined,
    };
    for (const [text, ms] of Object.entries(cases)) assert.equal(parseDuration(text), ms, text);
    for (const text of [undefined, 'soon', '1x', '-1', 's', '2026-01-01']) {
      assert.equal(parseDuration(text), undefined, text);
    }
  });
});
