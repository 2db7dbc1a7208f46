import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { restoreOrPurge } from '../../../../src/extension/history/restoreOrPurge.ts';
import { type FakeTimers, fakeTimers } from '../../net/fakes.ts';

describe('a conversation that was deleted', () => {
  let timers: FakeTimers;
  let done: string[];
  const store = {
    restore: async (id: string) => void done.push(`restore ${id}`),
    purge: async (id: string) => void done.push(`purge ${id}`),
  };
  const settle = () => new Promise(setImmediate);

  beforeEach(() => {
    timers = fakeTimers();
    done = [];
  });

  it('comes back when that is asked for within twenty seconds', async () => {
    const asked = Promise.withResolvers<boolean>();
    const over = restoreOrPurge(store, 'a', asked.promise, timers.start);
    timers.advance(19_999);
    await settle();
    assert.deepEqual(done, []);
    asked.resolve(true);
    await over;
    assert.equal(timers.running, 0);
    timers.advance(20_000);
    await settle();
    assert.deepEqual(done, ['restore a']);
  });

  it('is dropped once the message is closed', async () => {
    await restoreOrPurge(store, 'a', Promise.resolve(false), timers.start);
    assert.deepEqual(done, ['purge a']);
    assert.equal(timers.running, 0);
  });

  it('is dropped after twenty seconds, each by its own time, and does not come back later', async () => {
    const asked = Promise.withResolvers<boolean>();
    for (const id of ['a', 'b', 'c']) {
      void restoreOrPurge(store, id, asked.promise, timers.start);
      timers.advance(5_000);
    }
    await settle();
    assert.deepEqual(done, []);
    for (const expected of [['purge a'], ['purge a', 'purge b'], ['purge a', 'purge b', 'purge c']]) {
      timers.advance(5_000);
      await settle();
      assert.deepEqual(done, expected);
    }
    asked.resolve(true);
    await settle();
    assert.equal(done.length, 3);
  });

  it('stays as it is where the message fails', async () => {
    await assert.rejects(restoreOrPurge(store, 'a', Promise.reject(new Error('no window')), timers.start));
    assert.deepEqual([done, timers.running], [[], 0]);
  });
});
