import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { applyLineChanges, lineChanges, splitLines } from '../../../src/chat/lineChanges.ts';
import {
  fittingOrAll,
  hunkAt,
  hunksOnTheRight,
  judgeChange,
  settleHunk,
} from '../../../src/chat/proposedChange.ts';

const text = fc.array(fc.constantFrom('a\n', 'b\n', 'c\n'), { maxLength: 9 }).map((lines) => lines.join(''));

describe('a proposed change', () => {
  it('is made only of a document that takes it, where it fits and changes something', () => {
    assert.equal(judgeChange('a', 'b', true), 'change');
    assert.equal(judgeChange('a', 'a', true), 'done');
    assert.equal(judgeChange('a', '', true), 'change');
    assert.equal(judgeChange('a', undefined, true), 'unfitting');
    assert.equal(judgeChange('a', 'b', false), 'read-only');
    assert.equal(judgeChange('a', undefined, false), 'read-only');
  });

  it('is offered for the files that it fits; for all where it fits none', () => {
    const isEven = (number: number): boolean => number % 2 === 0;
    assert.deepEqual(fittingOrAll([1, 2, 3, 4], isEven), [2, 4]);
    assert.deepEqual(fittingOrAll([1, 3], isEven), [1, 3]);
    assert.deepEqual(fittingOrAll([], isEven), []);
  });
});

describe('a hunk of a proposed change', () => {
  const before = 'a\nb\nc\n';
  const after = 'A\nb\nC\n';

  it('is made alone when it is accepted; what is proposed stays', () => {
    assert.deepEqual(
      settleHunk(before, after, 'accept', () => 1),
      { type: 'make', change: { start: 2, end: 3, lines: ['C\n'] }, after },
    );
  });

  it('is taken out of what is proposed when it is rejected', () => {
    assert.deepEqual(
      settleHunk(before, after, 'reject', () => 1),
      { type: 'keep', after: 'A\nb\nc\n' },
    );
  });

  it('settles the whole when it is the only one', () => {
    for (const decision of ['accept', 'reject'] as const) {
      assert.deepEqual(
        settleHunk('a\n', 'b\n', decision, () => 0),
        { type: 'whole' },
      );
    }
  });

  it('is nothing where there is none of its number, or the proposal does not fit', () => {
    const first = (): number => 0;
    assert.deepEqual(settleHunk(before, before, 'accept', first), { type: 'none' });
    assert.deepEqual(
      settleHunk(before, after, 'accept', () => 2),
      { type: 'none' },
    );
    assert.deepEqual(settleHunk(before, undefined, 'reject', first), { type: 'unfitting' });
  });

  it('is chosen among all of them', () => {
    settleHunk(before, after, 'accept', (hunks) => {
      assert.deepEqual(hunks, lineChanges(before, after));
      return 0;
    });
  });

  it('leads, decision by decision, to the same as all decisions at once', () => {
    fc.assert(
      fc.property(text, text, fc.infiniteStream(fc.boolean()), (from, to, decisions) => {
        const hunks = lineChanges(from, to);
        const accepted: boolean[] = [];
        let [document, proposed] = [from, to];
        for (const accept of decisions) {
          const settlement = settleHunk(document, proposed, accept ? 'accept' : 'reject', () => 0);
          if (settlement.type === 'none') break;
          accepted.push(accept);
          if (settlement.type === 'make') document = applyLineChanges(document, [settlement.change]);
          else if (settlement.type === 'keep') proposed = settlement.after;
          else if (accept) document = proposed;
          else proposed = document;
        }
        assert.equal(accepted.length, hunks.length);
        const made = hunks.filter((_, index) => accepted[index]);
        assert.equal(document, applyLineChanges(from, made));
      }),
    );
  });

  it('is where its lines are on the right side', () => {
    fc.assert(
      fc.property(text, text, (from, to) => {
        const right = splitLines(to);
        const hunks = lineChanges(from, to);
        const places = hunksOnTheRight(hunks, right.length + 1);
        for (const [index, { first, last }] of places.entries()) {
          const lines = hunks[index]?.lines ?? [];
          if (lines.length > 0) assert.deepEqual(right.slice(first, last + 1), lines);
          else assert.equal(first, last);
        }
      }),
    );
  });

  it('whose lines only go is at the one that comes after, or the last', () => {
    const hunks = lineChanges('a\nb\nc\nd\n', 'b\n');
    assert.deepEqual(hunksOnTheRight(hunks, 2), [
      { first: 0, last: 0 },
      { first: 1, last: 1 },
    ]);
    assert.deepEqual(hunksOnTheRight(hunks, 1)[1], { first: 0, last: 0 });
  });

  it('is found at the cursor: the last one that begins at its line or above', () => {
    const starts = [2, 5, 9];
    assert.deepEqual(
      [0, 1, 2, 4, 5, 6, 9, 20].map((line) => hunkAt(starts, line)),
      [0, 0, 0, 0, 1, 1, 2, 2],
    );
    assert.equal(hunkAt([], 3), 0);
  });
});
