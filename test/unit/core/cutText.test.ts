import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { cutText } from '../../../src/core/cutText.ts';

describe('a text that is cut', () => {
  it('is as it was up to the limit', () => {
    assert.equal(cutText('abc', 3), 'abc');
    assert.equal(cutText('', 1), '');
  });

  it('has as much of its beginning as there is room for, and a sign that there was more', () => {
    assert.equal(cutText('abcd', 3), 'ab…');
    assert.equal(cutText('🐉🐉🐉', 5), '🐉🐉…');
  });

  it('has no half of a character in it', () => {
    assert.equal(cutText('🐉🐉🐉', 4), '🐉…');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 20 }), (text, length) => {
        const cut = cutText(text, length);
        assert.ok(cut.length <= Math.max(length, 1) && cut.isWellFormed());
        assert.ok(text.startsWith(cut.replace(/…$/, '')) || cut === text);
      }),
    );
  });
});
