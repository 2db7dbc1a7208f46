import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  linesAround,
  linesAtCursor,
  linesOfSelection,
  problemsInLines,
} from '../../../src/chat/editLines.ts';

const range = (startLine: number, startCharacter: number, endLine: number, endCharacter: number) => ({
  start: { line: startLine, character: startCharacter },
  end: { line: endLine, character: endCharacter },
});

describe('the lines that an edit rewrites', () => {
  const lines = ['one', '  two', 'three'];
  const textOf = (first: number, last: number): string => lines.slice(first, last + 1).join('\n');

  it('are those of the selection', () => {
    assert.deepEqual(linesOfSelection(range(0, 0, 1, 5), textOf, 'one\n  two'), {
      first: 0,
      last: 1,
      selected: undefined,
    });
    assert.deepEqual(linesOfSelection(range(1, 2, 2, 0), textOf, 'two\r\n'), {
      first: 1,
      last: 1,
      selected: undefined,
    });
  });

  it('come with what is selected where that is a part of them', () => {
    assert.equal(linesOfSelection(range(0, 1, 0, 3), textOf, 'ne').selected, 'ne');
    assert.equal(linesOfSelection(range(0, 1, 1, 5), textOf, 'ne\r\n  two').selected, 'ne\r\n  two');
    assert.equal(linesOfSelection(range(0, 0, 1, 5), textOf, 'one\r\n  two').selected, undefined);
    assert.equal(linesOfSelection(range(1, 0, 1, 2), textOf, '  ').selected, undefined);
  });

  it('are at a cursor the symbol around it, unless that is long', () => {
    const symbol = (length: number) => ({ first: 10, last: 10 + length });
    assert.deepEqual(linesAtCursor(12, 'x', symbol(149)), { first: 10, last: 159, selected: undefined });
    assert.deepEqual(linesAtCursor(12, 'x', symbol(150)), { first: 12, last: 12, selected: undefined });
    assert.deepEqual(linesAtCursor(12, 'x', undefined), { first: 12, last: 12, selected: undefined });
  });

  it('are at a cursor on an empty line that line', () => {
    assert.deepEqual(linesAtCursor(12, '  ', { first: 10, last: 14 }), {
      first: 12,
      last: 12,
      selected: undefined,
    });
  });

  it('are shown with those around them, a thousand on each side at most', () => {
    assert.deepEqual(linesAround({ first: 5, last: 7 }, 20), { above: [0, 4], below: [8, 19] });
    assert.deepEqual(linesAround({ first: 0, last: 19 }, 20), { above: [0, -1], below: [20, 19] });
    assert.deepEqual(linesAround({ first: 3_000, last: 3_001 }, 9_000), {
      above: [2_000, 2_999],
      below: [3_002, 4_001],
    });
  });
});

describe('what the editor reports in some lines', () => {
  it('is a sentence for each problem that touches them', () => {
    const problem = (start: number, end: number, source?: string) => ({
      range: range(start, 0, end, 1),
      message: `m${start}`,
      source,
    });
    const problems = [problem(1, 2), problem(2, 3, 'ts'), problem(4, 4), problem(5, 9), problem(6, 6)];
    assert.deepEqual(problemsInLines(problems, { first: 3, last: 5 }), [
      'line 3: m2 (ts)',
      'line 5: m4',
      'line 6: m5',
    ]);
    assert.equal(problemsInLines(Array(21).fill(problem(1, 1)), { first: 1, last: 1 }).length, 20);
  });
});
