import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type ReviewLine, reviewOf } from '../../../src/chat/inlineReview.ts';
import { paintedText, reviewPaint } from '../../../src/chat/reviewPaint.ts';

describe('lines under review', () => {
  // a, -b, +x, c, d
  const lines = reviewOf(['a', 'b', 'c', 'd'], ['a', 'x', 'c', 'd']);

  it('are painted where they are in the document', () => {
    assert.deepEqual(reviewPaint(lines, 10, undefined), {
      added: [12],
      removed: [{ line: 11, text: 'b' }],
      waiting: [],
    });
  });

  it('are faint where the model has not got to', () => {
    assert.deepEqual(reviewPaint(lines, 10, 0).waiting, [10, 13, 14]);
    assert.deepEqual(reviewPaint(lines, 10, 2).waiting, [13, 14]);
    assert.deepEqual(reviewPaint(lines, 10, 3).waiting, [14]);
    assert.deepEqual(reviewPaint(lines, 10, 4).waiting, []);
  });

  it('leave no room for removed ones that are hidden', () => {
    const hidden = lines.map(
      (line): ReviewLine => (line.type === 'removed' ? { ...line, hidden: true } : line),
    );
    assert.deepEqual(reviewPaint(hidden, 10, undefined), { added: [11], removed: [], waiting: [] });
  });

  it('keep their spaces', () => {
    const space = '\u00a0';
    assert.equal(paintedText('\ta  b', 2), `${space}${space}a${space}${space}b`);
    assert.equal(paintedText('\t', 'auto'), space.repeat(4));
  });
});
