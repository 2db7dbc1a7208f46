import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { describe, it } from 'mocha';
import { orAborted } from '../../../src/extension/orAborted.ts';
import { providerError } from '../net/fakes.ts';

describe('work that may be given up', () => {
  const endless = new Promise<never>(() => {});
  const isCancelled = (error: unknown) => providerError(error, 'cancelled') !== undefined;

  it('comes to what it comes to, and leaves nothing behind at the signal', async () => {
    const { signal } = new AbortController();
    assert.equal(await orAborted(Promise.resolve('done'), signal), 'done');
    await assert.rejects(orAborted(Promise.reject(new Error('broken')), signal), /broken/);
    assert.equal(getEventListeners(signal, 'abort').length, 0);
  });

  it('is not waited for once it is given up', async () => {
    const user = new AbortController();
    const result = orAborted(endless, user.signal);
    user.abort();
    await assert.rejects(result, isCancelled);
  });

  it('is not waited for where it was given up before', async () => {
    await assert.rejects(orAborted(endless, AbortSignal.abort()), isCancelled);
  });

  it('fails unheard after it was given up', async () => {
    const user = new AbortController();
    const work = Promise.withResolvers<never>();
    const result = orAborted(work.promise, user.signal);
    user.abort();
    await assert.rejects(result, isCancelled);
    work.reject(new Error('nobody listens'));
    await new Promise(setImmediate);
  });
});
