import assert from 'node:assert/strict';
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
