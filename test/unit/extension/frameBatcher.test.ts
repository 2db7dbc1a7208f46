import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { FrameBatcher, type TextDelta } from '../../../src/extension/frameBatcher.ts';
import { type FakeTimers, fakeTimers } from '../net/fakes.ts';

describe('the text of an answer on its way to the view', () => {
  let timers: FakeTimers;
  let delivered: TextDelta[];
  let batcher: FrameBatcher;

  beforeEach(() => {
    timers = fakeTimers();
    delivered = [];
    batcher = new FrameBatcher((delta) => delivered.push(delta), timers.start);
  });

  it('is one message a frame, frame after frame, for as long as it comes', () => {
    for (let frame = 1; frame <= 5; frame++) {
      batcher.add('a', 'text', `${frame}`);
      timers.advance(15);
      batcher.add('a', 'reasoning', 'hm');
      batcher.add('a', 'text', '.');
      assert.equal(timers.running, 1, 'what comes later does not put off what came before');
      assert.equal(delivered.length, frame - 1);
      timers.advance(1);
      assert.deepEqual(delivered.at(-1), { id: 'a', text: `${frame}.`, reasoning: 'hm' });
      assert.equal(delivered.length, frame);
      assert.equal(timers.running, 0);
    }
    timers.advance(1000);
    assert.equal(delivered.length, 5, 'nothing comes, nothing is sent');
  });

  it('is not mixed with another answer’s', () => {
    batcher.add('a', 'text', 'one');
    batcher.add('b', 'text', 'two');
    assert.deepEqual(delivered, [{ id: 'a', text: 'one' }]);
    timers.advance(16);
    assert.deepEqual(delivered, [
      { id: 'a', text: 'one' },
      { id: 'b', text: 'two' },
    ]);
  });

  it('comes at once when something is to follow it, and not again', () => {
    for (let round = 1; round <= 3; round++) {
      batcher.add('a', 'text', 'x');
      batcher.flush();
      assert.equal(delivered.length, round);
      batcher.flush();
      timers.advance(16);
      assert.equal(delivered.length, round);
      assert.equal(timers.running, 0);
    }
  });

  it('is forgotten when a snapshot takes its place, and goes on after it', () => {
    batcher.add('a', 'text', 'in the snapshot');
    batcher.discard();
    assert.equal(timers.running, 0);
    timers.advance(16);
    assert.deepEqual(delivered, []);
    batcher.add('a', 'text', 'after it');
    timers.advance(16);
    assert.deepEqual(delivered, [{ id: 'a', text: 'after it' }]);
  });
});
