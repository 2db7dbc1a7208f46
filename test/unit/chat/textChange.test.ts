import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { changedText, textChange } from '../../../src/chat/textChange.ts';
import { assertProportional } from '../../proportional.ts';

describe('what has changed in a text', () => {
  it('is the piece between what stays before it and behind it', () => {
    assert.deepEqual(textChange('a cat sat', 'a dog sat'), { at: 2, removed: 3, text: 'dog' });
    assert.deepEqual(textChange('abc', 'abcd'), { at: 3, removed: 0, text: 'd' });
    assert.deepEqual(textChange('aaa', 'aa'), { at: 2, removed: 1, text: '' });
    assert.deepEqual(textChange('same', 'same'), { at: 4, removed: 0, text: '' });
    assert.deepEqual(textChange('', 'x'), { at: 0, removed: 0, text: 'x' });
  });

  it('leads from any text to any other', () => {
    const text = fc.oneof(
      fc.string(),
      fc.array(fc.constantFrom('a', 'b', '🐉')).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, text, (before, after) => {
        assert.equal(changedText(before, textChange(before, after)), after);
      }),
    );
  });

  it('is found in time proportional to the texts', () => {
    assertProportional((count) => {
      const long = 'x'.repeat(count);
      return () => assert.equal(textChange(`${long}a${long}`, `${long}b${long}`).text, 'b');
    }, 100_000);
  });
});
