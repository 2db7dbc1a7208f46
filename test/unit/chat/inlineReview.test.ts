import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import {
  edited,
  hideRemoved,
  hunkAtLine,
  hunksOf,
  isUnchanged,
  type ReviewLine,
  reviewOf,
  reviewOfEdit,
  settled,
  shownCount,
  shownLines,
  soFar,
} from '../../../src/chat/inlineReview.ts';

const code = fc.array(fc.constantFrom('a', 'b', '  c', '', '}'), { maxLength: 12 });

/** As a diff prints it; an empty line that stands for a removed one is `-`. */
function printed(lines: readonly ReviewLine[]): string[] {
  return lines.map((line) => {
    const sign = { same: ' ', added: '+', removed: '-' }[line.type];
    return `${sign}${line.text}${line.type === 'removed' && line.hidden ? ' (hidden)' : ''}`;
  });
}

describe('inline review', () => {
  it('shows removed lines before those that come in their place', () => {
    const lines = reviewOf(['a', 'b', 'c'], ['a', 'x', 'y', 'c', 'd']);
    assert.deepEqual(printed(lines), [' a', '-b', '+x', '+y', ' c', '+d']);
    assert.deepEqual(shownLines(lines), ['a', '', 'x', 'y', 'c', 'd']);
    assert.deepEqual(hunksOf(lines), [
      { from: 1, to: 4, line: 1 },
      { from: 5, to: 6, line: 5 },
    ]);
  });

  it('gives the new code when everything is accepted, and the old when everything is rejected', () => {
    fc.assert(
      fc.property(code, code, (before, after) => {
        const lines = reviewOf(before, after);
        assert.deepEqual(shownLines(settled(lines, 'accept')), after);
        assert.deepEqual(shownLines(settled(lines, 'reject')), before);
      }),
    );
  });

  it('comes to the same by whatever way the hunks are decided one by one', () => {
    fc.assert(
      fc.property(
        code,
        code,
        fc.infiniteStream(fc.tuple(fc.nat(), fc.boolean())),
        (before, after, choices) => {
          const all = reviewOf(before, after);
          let lines: ReviewLine[] = all;
          const accepted = new Set<number>();
          const open = hunksOf(all).map((_, index) => index);
          for (const [choice, accept] of choices) {
            if (open.length === 0) break;
            const at = choice % open.length;
            const [number] = open.splice(at, 1);
            if (accept) accepted.add(number as number);
            lines = settled(lines, accept ? 'accept' : 'reject', hunksOf(lines)[at]);
          }
          const expected = hunksOf(all)
            .toReversed()
            .reduce<ReviewLine[]>(
              (rest, hunk, index, { length }) =>
                settled(rest, accepted.has(length - 1 - index) ? 'accept' : 'reject', hunk),
              all,
            );
          assert.deepEqual(lines, expected);
          assert.equal(hunksOf(lines).length, 0);
        },
      ),
    );
  });

  it('keeps the old lines that a growing reply has not got to, and none that it has', () => {
    const before = ['one();', 'two();', '', 'three();'];
    assert.deepEqual(soFar(before, []).lines, before);
    assert.deepEqual(soFar(before, ['one(1);']).lines, ['one(1);', ...before]);
    assert.deepEqual(soFar(before, ['one(1);', 'two();']).lines, ['one(1);', 'two();', '', 'three();']);
  });

  describe('when the user types', () => {
    const lines = reviewOf(['a', 'b', 'c'], ['a', 'x', 'c']);

    it('counts it to both versions where nothing is proposed', () => {
      assert.deepEqual(printed(edited(lines, 0, 1, ['a!'])), [' a!', '-b', '+x', ' c']);
      assert.deepEqual(printed(edited(lines, 3, 4, ['c', 'd'])), [' a', '-b', '+x', ' c', ' d']);
    });

    it('counts it to the new version in a line that is new', () => {
      assert.deepEqual(printed(edited(lines, 2, 3, ['x!', 'y'])), [' a', '-b', '+x!', '+y', ' c']);
    });

    it('keeps a removed line whose place is taken or deleted', () => {
      assert.deepEqual(printed(edited(lines, 1, 2, ['typed'])), [' a', '-b (hidden)', '+typed', '+x', ' c']);
      assert.deepEqual(printed(edited(lines, 1, 2, [])), [' a', '-b (hidden)', '+x', ' c']);
    });

    it('always describes what the document holds, and never forgets what was removed', () => {
      fc.assert(
        fc.property(code, code, fc.nat(), fc.nat(), code, (before, after, one, other, typed) => {
          const all = reviewOf(before, after);
          const shown = shownLines(all);
          const [from = 0, to = 0] = [one % (shown.length + 1), other % (shown.length + 1)].sort(
            (a, b) => a - b,
          );
          const result = edited(all, from, to, typed);
          assert.deepEqual(shownLines(result), [...shown.slice(0, from), ...typed, ...shown.slice(to)]);
          const removed = (some: readonly ReviewLine[]) =>
            some.filter(({ type }) => type === 'removed').map(({ text }) => text);
          assert.deepEqual(removed(result), removed(all));
        }),
        { numRuns: 1_000 },
      );
    });
  });

  it('hides the lines that are removed, where only new code was asked for', () => {
    assert.deepEqual(printed(reviewOfEdit(['', '  '], ['a'])), ['- (hidden)', '-   (hidden)', '+a']);
    assert.deepEqual(printed(reviewOfEdit(['', 'b'], ['a'])), ['-', '-b', '+a']);
    const lines = hideRemoved(reviewOf(['a', 'b'], ['a', 'x']));
    assert.deepEqual(printed(lines), [' a', '-b (hidden)', '+x']);
    assert.equal(shownCount(lines), 2);
    assert.equal(shownCount(reviewOf(['a', 'b'], ['a', 'x'])), 3);
  });

  it('finds the hunk at a line: the last one that begins there or above, else the first', () => {
    const hunks = hunksOf(reviewOf(['a', 'b', 'c', 'd', 'e'], ['a', 'x', 'c', 'y', 'e']));
    const [first, second] = hunks;
    assert.deepEqual([first?.line, second?.line], [1, 4]);
    assert.deepEqual(
      [0, 1, 3, 4, 9].map((line) => hunkAtLine(hunks, line)),
      [first, first, first, second, second],
    );
    assert.equal(hunkAtLine([], 0), undefined);
  });

  it('takes two versions for the same whatever blank lines they begin and end with', () => {
    assert.equal(isUnchanged(['', 'a', '', 'b', ' '], ['a', '', 'b']), true);
    assert.equal(isUnchanged(['a', '', 'b'], ['a', 'b']), false);
    assert.equal(isUnchanged(['a'], ['a', 'b']), false);
    assert.equal(isUnchanged(['', ' '], []), true);
    assert.equal(isUnchanged(['a'], []), false);
  });
});
