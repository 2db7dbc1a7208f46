import assert from 'node:assert/strict';
import fc from 'fast-check';
import { beforeEach, describe, it } from 'mocha';
import { textChange } from '../../../src/chat/textChange.ts';
import { type AnswerDelta, FrameBatcher } from '../../../src/extension/frameBatcher.ts';
import { type FakeTimers, fakeTimers } from '../net/fakes.ts';

describe('the text of an answer on its way to the view', () => {
  let timers: FakeTimers;
  let delivered: AnswerDelta[];
  let batcher: FrameBatcher;

  beforeEach(() => {
    timers = fakeTimers();
    delivered = [];
    batcher = new FrameBatcher((delta) => delivered.push(delta), timers.start);
  });

  it('is one message a frame, frame after frame, for as long as it comes', () => {
    for (let frame = 1; frame <= 5; frame++) {
      batcher.addText('a', 'text', frame * 2, `${frame}`);
      timers.advance(15);
      batcher.addText('a', 'reasoning', frame * 2, 'hm');
      batcher.addText('a', 'text', frame * 2 + 1, '.');
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
    batcher.addText('a', 'text', 0, 'one');
    batcher.addText('b', 'text', 0, 'two');
    assert.deepEqual(delivered, [{ id: 'a', text: 'one' }]);
    timers.advance(16);
    assert.deepEqual(delivered, [
      { id: 'a', text: 'one' },
      { id: 'b', text: 'two' },
    ]);
  });

  it('comes at once when something is to follow it, and not again', () => {
    for (let round = 1; round <= 3; round++) {
      batcher.addText('a', 'text', 0, 'x');
      batcher.flush();
      assert.equal(delivered.length, round);
      batcher.flush();
      timers.advance(16);
      assert.equal(delivered.length, round);
      assert.equal(timers.running, 0);
    }
  });

  it('is forgotten when a snapshot takes its place, and goes on after it', () => {
    batcher.addText('a', 'text', 0, 'in the snapshot');
    batcher.discard();
    assert.equal(timers.running, 0);
    timers.advance(16);
    assert.deepEqual(delivered, []);
    batcher.addText('a', 'text', 0, 'after it');
    timers.advance(16);
    assert.deepEqual(delivered, [{ id: 'a', text: 'after it' }]);
  });

  it('has all that came beside the text, each list in its order, and the last state', () => {
    batcher.setState('a', 'reasoning', 0);
    batcher.addExtras('a', { sources: [{ title: 'A' }] });
    batcher.addExtras('a', { notices: [{ text: 'n' }] });
    batcher.addExtras('a', { sources: [{ title: 'B' }] });
    batcher.addExtras('a', { suggestions: [{ purpose: 'related', items: ['?'] }] });
    batcher.setState('a', 'answering', 40);
    timers.advance(16);
    batcher.setState('a', 'reasoning', undefined);
    timers.advance(16);
    assert.deepEqual(delivered, [
      {
        id: 'a',
        state: 'answering',
        reasoningMs: 40,
        sources: [{ title: 'A' }, { title: 'B' }],
        notices: [{ text: 'n' }],
        suggestions: [{ purpose: 'related', items: ['?'] }],
      },
      { id: 'a', state: 'reasoning' },
    ]);
  });

  it('leads to the same text, however it is rewritten and wherever the frames are', () => {
    const step = fc.oneof(
      fc.record({ append: fc.string({ maxLength: 4 }) }),
      fc.record({ replace: fc.array(fc.constantFrom('a', 'b')).map((parts) => parts.join('')) }),
      fc.constant('frame' as const),
    );
    fc.assert(
      fc.property(fc.string({ maxLength: 4 }), fc.array(step), (start, steps) => {
        let text = start;
        let shown = start;
        const own = new FrameBatcher(({ from, text: more = '' }) => {
          assert.ok(from === undefined || from <= shown.length);
          shown = shown.slice(0, from) + more;
        }, timers.start);
        for (const each of steps) {
          if (each === 'frame') {
            own.flush();
            assert.equal(shown, text);
          } else if ('append' in each) {
            own.addText('a', 'text', text.length, each.append);
            text += each.append;
          } else {
            own.replaceText('a', each.replace, textChange(text, each.replace));
            text = each.replace;
          }
        }
        own.flush();
        assert.equal(shown, text);
      }),
    );
  });

  it('sends of a text that is rewritten what is behind the change', () => {
    batcher.replaceText('a', 'I know that', textChange('I know this', 'I know that'));
    batcher.addText('a', 'text', 11, ' now');
    batcher.replaceText('a', 'I know that!', textChange('I know that now', 'I know that!'));
    timers.advance(16);
    assert.deepEqual(delivered, [{ id: 'a', text: 'at!', from: 9 }]);
  });
});
