import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { shownError, toFailure } from '../../../src/chat/failure.ts';
import { ProviderError } from '../../../src/core/error.ts';

describe('an error', () => {
  it('is data that can be stored, without what caused it', () => {
    const error = new ProviderError('quota', 'empty', { code: '1113', cause: new Error('secret') });
    assert.deepEqual(toFailure(error), { kind: 'quota', message: 'empty', details: { code: '1113' } });
    assert.deepEqual(toFailure(new TypeError('ours')), { kind: 'protocol', message: 'ours', details: {} });
    assert.deepEqual(toFailure('ours'), { kind: 'protocol', message: 'ours', details: {} });
  });

  it('is shown with advice where a provider failed, in its own words where it was made for the user', () => {
    assert.deepEqual(shownError(new ProviderError('auth', 'no', { advice: 'no-key' })), {
      kind: 'auth',
      message: 'no',
      details: { advice: 'no-key' },
    });
    assert.equal(shownError(new Error('Nothing is selected.')), 'Nothing is selected.');
    assert.equal(shownError('odd'), 'odd');
  });

  it('is not shown where the user has cancelled', () => {
    assert.equal(shownError(new ProviderError('cancelled', '')), undefined);
  });
});
