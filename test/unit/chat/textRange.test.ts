import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import {
  comparePositions,
  containsPosition,
  containsRange,
  linesOf,
  selectedLines,
  type TextPosition,
  type TextRange,
  touches,
  unionOf,
} from '../../../src/chat/textRange.ts';

const position = fc.record({ line: fc.nat({ max: 4 }), character: fc.nat({ max: 4 }) });
const range = fc.tuple(position, position).map(
  ([one, other]): TextRange => ({
    start: offset(one) <= offset(other) ? one : other,
    end: offset(one) <= offset(other) ? other : one,
  }),
);

/** Positions as numbers, for lines that are shorter than ten characters. */
function offset({ line, character }: TextPosition): number {
  return 10 * line + character;
}

function at(line: number, character: number): TextPosition {
  return { line, character };
}

describe('a range of a text', () => {
  it('is compared as if its positions were numbers', () => {
    fc.assert(
      fc.property(range, range, position, (one, other, place) => {
        const [from, to] = [offset(one.start), offset(one.end)];
        const [start, end] = [offset(other.start), offset(other.end)];
        assert.equal(Math.sign(comparePositions(one.start, other.end)), Math.sign(from - end));
        assert.equal(containsRange(one, other), from <= start && end <= to);
        assert.equal(containsPosition(one, place), from <= offset(place) && offset(place) <= to);
        assert.equal(touches(one, other), Math.max(from, start) <= Math.min(to, end));
        const union = unionOf(one, other);
        assert.deepEqual(
          [offset(union.start), offset(union.end)],
          [Math.min(from, start), Math.max(to, end)],
        );
      }),
    );
  });

  it('is about the lines in which something is selected', () => {
    assert.deepEqual(selectedLines({ start: at(2, 3), end: at(2, 3) }), { first: 2, last: 2 });
    assert.deepEqual(selectedLines({ start: at(2, 0), end: at(2, 0) }), { first: 2, last: 2 });
    assert.deepEqual(selectedLines({ start: at(2, 3), end: at(4, 1) }), { first: 2, last: 4 });
    assert.deepEqual(selectedLines({ start: at(2, 3), end: at(4, 0) }), { first: 2, last: 3 });
    assert.deepEqual(selectedLines({ start: at(2, 3), end: at(3, 0) }), { first: 2, last: 2 });
  });

  it('gives the lines of a document, both ends included', () => {
    const texts = ['a', 'b', 'c'];
    const document = { lineCount: 3, lineAt: (line: number) => ({ text: texts[line] ?? '' }) };
    assert.deepEqual(linesOf(document, 0, 2), texts);
    assert.deepEqual(linesOf(document, 1, 1), ['b']);
    assert.deepEqual(linesOf(document, 1, 0), []);
    assert.deepEqual(linesOf(document, 2, 0), []);
  });
});
