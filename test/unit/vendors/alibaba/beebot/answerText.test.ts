import assert from 'node:assert/strict';
import type { StreamPart } from '../../../../../src/core/streamPart.ts';
import { type AnswerText, createAnswerText } from '../../../../../src/vendors/alibaba/beebot/answerText.ts';

describe('the text of a Beebot answer', () => {
  let said: string[];
  let answer: AnswerText;

  beforeEach(() => {
    said = [];
    answer = createAnswerText((part: StreamPart) => {
      if (part.type === 'text-delta') said.push(part.text);
      else if (part.type === 'text-replace') said.push(`= ${part.text}`);
      else assert.fail(part.type);
    });
  });

  const state = (text: string, isLast = false, id = 'm') => answer.state(id, text, isLast);

  it('is what has grown, once', () => {
    assert.deepEqual([state(''), state('a'), state('a'), state('ab')], [true, true, true, true]);
    assert.deepEqual(said, ['a', 'b']);
  });

  it('is replaced where it was rewritten or taken back', () => {
    assert.deepEqual([state('abc'), state('abd'), state('a'), state('ab')], [true, true, true, true]);
    assert.deepEqual(said, ['abc', '= abd', '= a', 'b']);
  });

  it('becomes empty again only at the end', () => {
    assert.deepEqual([state('abc'), state(''), state('abcd')], [true, false, true]);
    assert.deepEqual([state('', true), state('', true)], [true, true]);
    assert.deepEqual(said, ['abc', 'd', '= ']);
  });

  it('goes on with what was added to the message that was stated last', () => {
    assert.equal(answer.extend('m', 'b'), false);
    state('a');
    assert.deepEqual(
      [answer.extend('m', ''), answer.extend('m', 'b'), answer.extend('n', 'c')],
      [true, true, false],
    );
    assert.deepEqual([state('ab'), state('abc')], [true, true]);
    assert.deepEqual(said, ['a', 'b', 'c']);
  });

  it('is added to a message that has begun without a word', () => {
    state('');
    assert.equal(answer.extend('m', 'a'), true);
    state('', false, 'n');
    assert.equal(answer.extend('m', 'b'), false);
    assert.equal(answer.extend('n', 'b'), true);
    assert.deepEqual(said, ['a', '\n\nb']);
  });

  it('is that of all messages, with a paragraph between those that say something', () => {
    state('a', false, '1');
    state('', false, '2');
    state('c', false, '3');
    state('ab', false, '1');
    assert.equal(answer.extend('1', '!'), true);
    state('b', false, '2');
    state('cd', false, '3');
    assert.deepEqual(said, ['a', '\n\nc', '= ab\n\nc', '= ab!\n\nc', '= ab!\n\nb\n\nc', 'd']);
  });

  it('never has half a character', () => {
    for (const text of ['a\ud83d', 'a\ud83d\ude00', 'a\ud83d\ude00\ud83d']) state(text);
    answer.extend('m', '\ude01');
    answer.extend('m', '\ud83d');
    answer.extend('m', '\ude02b');
    // Rewritten in the middle of one.
    state('x\ud83d');
    state('x\ud83d\ude03');
    assert.deepEqual(said, ['a', '😀', '😁', '😂b', '= x', '😃']);
  });

  it('lets go of half a character that was taken back', () => {
    state('a\ud83d');
    state('ab');
    assert.deepEqual(said, ['a', 'b']);
  });

  it('is held back from the first to the last of what may be half a character', () => {
    const rows = { '\ud7ff': true, '\ud800': false, '\udbff': false, '\udc00': true };
    for (const [character, isShown] of Object.entries(rows)) {
      const parts: StreamPart[] = [];
      createAnswerText((part) => parts.push(part)).state('m', `a${character}`, false);
      assert.deepEqual(parts, [{ type: 'text-delta', text: isShown ? `a${character}` : 'a' }]);
    }
  });

  describe('that comes in pieces, against the documents', () => {
    it('is put together after the fourth that has nothing to do with those before', () => {
      assert.deepEqual(
        [state('abc'), state('x'), state('y'), state('z'), state('!')],
        [true, true, true, false, false],
      );
      assert.deepEqual(said, ['abc', '= x', '= y', '= abcxyz', '!']);
      assert.equal(answer.extend('m', '?'), false);
    });

    it('may be stated as a whole all the same', () => {
      for (const text of ['abc', 'x', 'y', 'z']) state(text);
      assert.deepEqual([state('abcxyz'), state('abcxyz!'), state('abc')], [true, true, false]);
      assert.deepEqual(said.slice(3), ['= abcxyz', '!', 'abc']);
    });

    it('is put together of pieces that are repeated', () => {
      state('abc');
      state('x');
      answer.extend('m', '');
      for (const text of ['x', 'y', 'y', 'z']) state(text);
      assert.equal(said.at(-1), '= abcxyz');
    });

    it('is none where a statement is as long as all before, begins like the last, or was added to', () => {
      const interrupted: readonly (readonly string[])[] = [
        ['abc', 'x', 'defg', 'y', 'z'],
        ['abc', 'x', 'xy', 'a', 'b'],
        ['abc', 'xy', 'x', 'a', 'b'],
        ['abc', 'x', '+y', 'a', 'b'],
      ];
      for (const [index, statements] of interrupted.entries()) {
        const id = String(index);
        for (const text of statements) {
          if (text.startsWith('+')) answer.extend(id, text.slice(1));
          else state(text, false, id);
        }
        const last = (said.at(-1) ?? '').split('\n\n').at(-1);
        assert.equal(last?.replace('= ', ''), statements.at(-1), statements.join());
      }
    });
  });
});
