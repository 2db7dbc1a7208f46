import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { mock } from 'node:test';
import { startLivelyTimer, startTimer, wait } from '../../../src/net/timers.ts';
import { fakeTimers, providerError } from './fakes.ts';

describe('waiting', () => {
  it('ends in time, or as soon as it is cancelled', async () => {
    const timers = fakeTimers();
    const user = new AbortController();
    let over = false;
    const first = wait(100, user.signal, timers.start).then(() => {
      over = true;
    });
    timers.advance(99);
    await Promise.resolve();
    assert.equal(over, false);
    timers.advance(1);
    await first;
    const cancelled = (error: unknown) => providerError(error, 'cancelled') !== undefined;
    const second = assert.rejects(wait(100, user.signal, timers.start), cancelled);
    user.abort();
    await second;
    await assert.rejects(wait(100, user.signal, timers.start), cancelled);
    assert.equal(timers.running, 0);
    const lasting = new AbortController();
    const third = wait(100, lasting.signal, timers.start);
    assert.equal(getEventListeners(lasting.signal, 'abort').length, 1);
    timers.advance(100);
    await third;
    assert.equal(getEventListeners(lasting.signal, 'abort').length, 0);
  });
});

describe('countdowns', () => {
  it('end once, in time, unless they are stopped', () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      for (const start of [startTimer, startLivelyTimer]) {
        let ended = 0;
        const end = () => {
          ended += 1;
        };
        start(100, end);
        start(100, end).stop();
        mock.timers.tick(99);
        assert.equal(ended, 0);
        mock.timers.tick(200);
        assert.equal(ended, 1);
      }
    } finally {
      mock.timers.reset();
    }
  });

  it('begin anew', () => {
    let begun = 0;
    const timeout = {
      unref: () => timeout,
      refresh: () => {
        begun += 1;
      },
    };
    const made = mock.method(globalThis, 'setTimeout', () => timeout);
    try {
      for (const start of [startTimer, startLivelyTimer]) start(100, () => {}).refresh();
      assert.deepEqual([made.mock.callCount(), begun], [2, 2]);
    } finally {
      made.mock.restore();
    }
  });

  it('leave nothing at the signal that has ended a wait', async () => {
    const stopping = new AbortController();
    const waiting = wait(1_000, stopping.signal, fakeTimers().start);
    stopping.abort();
    await assert.rejects(waiting, (error) => providerError(error, 'cancelled') !== undefined);
    assert.equal(getEventListeners(stopping.signal, 'abort').length, 0);
  });

  it('are not over at once because they are longer than Node can count', async () => {
    for (const start of [startTimer, startLivelyTimer]) {
      let over = false;
      const timer = start(2 ** 31, () => {
        over = true;
      });
      // Node makes a millisecond of what it cannot count; another one that begins later ends later.
      await new Promise((resolve) => setTimeout(resolve, 1));
      timer.stop();
      assert.equal(over, false);
    }
  });
});
