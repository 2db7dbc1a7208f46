import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { describe, it } from 'mocha';
import { untilAborted } from '../../../../src/extension/diagnose/untilAborted.ts';

describe('work that is waited for until it is not wanted any more', () => {
  const never = new Promise<never>(() => {});

  it('is given up, before it begins or later', async () => {
    await assert.rejects(untilAborted(never, AbortSignal.abort(new Error('closed'))), { message: 'closed' });
    const user = new AbortController();
    const waiting = untilAborted(never, user.signal);
    user.abort(new Error('left'));
    await assert.rejects(waiting, { message: 'left' });
    assert.deepEqual(getEventListeners(user.signal, 'abort'), []);
  });

  it('comes to its own end, and leaves no listener behind', async () => {
    const { signal } = new AbortController();
    assert.equal(await untilAborted(Promise.resolve(7), signal), 7);
    await assert.rejects(untilAborted(Promise.reject(new Error('no')), signal), { message: 'no' });
    await new Promise(setImmediate);
    assert.deepEqual(getEventListeners(signal, 'abort'), []);
  });
});
