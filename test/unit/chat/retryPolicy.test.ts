import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { retryWait } from '../../../src/chat/retryPolicy.ts';
import { type ErrorKind, ProviderError, type ProviderErrorDetails } from '../../../src/core/error.ts';

function wait(
  kind: ErrorKind,
  details: ProviderErrorDetails = {},
  attempt = 1,
  random = 0,
): number | undefined {
  return retryWait(new ProviderError(kind, '', { retryable: true, ...details }), attempt, random);
}

describe('the retry policy', () => {
  it('is patient with rate limits, which last a minute or two', () => {
    const waits = [1, 2, 3, 4, 5, 6].map((attempt) => wait('rate-limit', {}, attempt));
    assert.deepEqual(waits, [2_000, 5_000, 10_000, 20_000, 40_000, undefined]);
  });

  it('waits at least as long as the vendor asks, and not at all when that is too long', () => {
    assert.equal(wait('rate-limit', { retryAfterMs: 7_000 }), 7_000);
    assert.equal(wait('rate-limit', { retryAfterMs: 600_000 }), undefined);
  });

  it('never repeats what cannot succeed', () => {
    for (const kind of [
      'auth',
      'quota',
      'content-filter',
      'context-length',
      'invalid-request',
      'protocol',
      'cancelled',
    ] as const) {
      assert.equal(wait(kind), undefined, kind);
    }
    assert.equal(wait('unavailable', { retryable: false }), undefined);
  });

  it('spreads the retries', () => {
    assert.equal(wait('unavailable', {}, 1, 1), 1_200);
  });
});
