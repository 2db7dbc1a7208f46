import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { applyLineChanges, commonLines, lineChanges, rebaseChange } from '../../../src/chat/lineChanges.ts';

const text = fc
  .array(fc.tuple(fc.constantFrom('a', 'b', 'c', ''), fc.constantFrom('\n', '\r\n')), { maxLength: 12 })
  .chain((lines) =>
    fc
      .constantFrom('', 'a', 'z')
      .map((last) => lines.map(([line, lineEnd]) => line + lineEnd).join('') + last),
  );

describe('the changes between two texts', () => {
  it('lead from one to the other', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        assert.equal(applyLineChanges(before, lineChanges(before, after)), after);
      }),
    );
  });

  it('can be made in part: what was not accepted stays as it was', () => {
    const before = 'a\nb\nc\nd\ne\n';
    const changes = lineChanges(before, 'A\nb\nd\ne\nf\n');
    assert.deepEqual(changes, [
      { start: 0, end: 1, lines: ['A\n'] },
      { start: 2, end: 3, lines: [] },
      { start: 5, end: 5, lines: ['f\n'] },
    ]);
    assert.equal(applyLineChanges(before, changes.slice(1, 2)), 'a\nb\nd\ne\n');
  });

  it('are as few as can be', () => {
    const line = fc.constantFrom('a', 'b', 'c', 'd');
    fc.assert(
      fc.property(fc.array(line, { maxLength: 9 }), fc.array(line, { maxLength: 9 }), (one, other) => {
        assert.equal(commonLines(one, other).length, longest(one, other));
      }),
    );
  });

  it('do not take long between texts that have nothing in common', () => {
    const long = (word: string) => Array.from({ length: 20_000 }, (_, line) => `${word}${line}\n`).join('');
    const changes = lineChanges(`first\n${long('a')}last`, `first\n${long('b')}last`);
    assert.deepEqual(
      changes.map(({ start, end }) => [start, end]),
      [[1, 20_001]],
    );
  });
});

/** The length of the longest common subsequence, by its definition. */
function longest(one: readonly string[], other: readonly string[]): number {
  if (one.length === 0 || other.length === 0) return 0;
  const table = Array.from({ length: one.length + 1 }, () => new Array<number>(other.length + 1).fill(0));
  for (let i = 1; i <= one.length; i++) {
    for (let j = 1; j <= other.length; j++) {
      const row = table[i] ?? [];
      const above = table[i - 1] ?? [];
      row[j] =
        one[i - 1] === other[j - 1] ? (above[j - 1] ?? 0) + 1 : Math.max(above[j] ?? 0, row[j - 1] ?? 0);
    }
  }
  return table[one.length]?.[other.length] ?? 0;
}

describe('a change of a text that has changed elsewhere', () => {
  it('moves along', () => {
    assert.equal(rebaseChange('a\nb\nc\n', 'a\nX\nc\n', 'new\na\nb\nc\nend\n'), 'new\na\nX\nc\nend\n');
  });

  it('does not fit where the same lines have changed', () => {
    assert.equal(rebaseChange('a\nb\nc\n', 'a\nX\nc\n', 'a\nY\nc\n'), undefined);
    assert.equal(rebaseChange('a\nc\n', 'a\nX\nc\n', 'a\nY\nc\n'), undefined);
  });

  it('is nothing once it is made', () => {
    assert.equal(rebaseChange('a\n', 'a\n', 'a\nb\n'), 'a\nb\n');
  });

  it('comes to the same as making it first, wherever it fits', () => {
    const text = fc
      .array(fc.constantFrom('a\n', 'b\n', 'c\n'), { maxLength: 8 })
      .map((lines) => lines.join(''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        assert.equal(rebaseChange(before, after, before), after);
        assert.equal(rebaseChange(before, before, after), after);
      }),
    );
  });
});
