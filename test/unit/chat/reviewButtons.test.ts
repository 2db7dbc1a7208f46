import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type ReviewLine, reviewOf } from '../../../src/chat/inlineReview.ts';
import { reviewButtons } from '../../../src/chat/reviewButtons.ts';

describe('the buttons above lines under review', () => {
  const shown = (lines: readonly ReviewLine[], first: number, lineCount: number): string[] =>
    reviewButtons(lines, first, lineCount).map(({ line, action, hunk }) => `${line} ${action} ${hunk ?? ''}`);

  it('are above each hunk, and beside the first one’s for all of them', () => {
    assert.deepEqual(shown(reviewOf(['a', 'b', 'c'], ['x', 'b', 'y']), 10, 30), [
      '10 accept 0',
      '10 reject 0',
      '10 accept-all ',
      '10 reject-all ',
      '13 accept 1',
      '13 reject 1',
    ]);
  });

  it('are not for all where there is one hunk', () => {
    assert.deepEqual(shown(reviewOf(['a', 'b'], ['a', 'x']), 0, 9), ['1 accept 0', '1 reject 0']);
    assert.deepEqual(shown(reviewOf(['a'], ['a']), 0, 9), []);
  });

  it('are above the last line where a hunk has no line of its own', () => {
    const hidden = (text: string): ReviewLine => ({ type: 'removed', text, hidden: true });
    const same: ReviewLine = { type: 'same', text: 'a' };
    assert.deepEqual(shown([same, hidden('b')], 4, 9), ['4 accept 0', '4 reject 0']);
    assert.deepEqual(shown([hidden('b')], 4, 9), ['4 accept 0', '4 reject 0']);
    assert.deepEqual(shown([same, same, hidden('b')], 4, 9), ['5 accept 0', '5 reject 0']);
    assert.deepEqual(shown([hidden('b')], 4, 4), ['3 accept 0', '3 reject 0']);
  });
});
