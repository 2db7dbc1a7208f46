import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  isSerious,
  type Problem,
  problemLine,
  problemLines,
  problemsAt,
  problemsText,
  seriousProblems,
} from '../../../src/chat/problemText.ts';

function problem(startLine: number, startCharacter: number, more: Partial<Problem> = {}): Problem {
  const range = {
    start: { line: startLine, character: startCharacter },
    end: { line: startLine, character: startCharacter + 2 },
  };
  return { range, severity: 0, message: `m${startLine}`, ...more };
}

describe('problems', () => {
  it('are errors, then warnings, in the order of their places; hints are none', () => {
    assert.deepEqual(
      [0, 1, 2, 3].map((severity) => isSerious({ severity })),
      [true, true, false, false],
    );
    const all = [
      problem(5, 0, { severity: 1 }),
      problem(9, 0),
      problem(3, 4),
      problem(1, 0, { severity: 2 }),
      problem(3, 1),
      problem(2, 0, { severity: 1 }),
    ];
    assert.deepEqual(seriousProblems(all), [all[4], all[2], all[1], all[5], all[0]]);
  });

  it('are at a place that they touch; at a cursor, those of its line', () => {
    const all = [problem(2, 0), problem(2, 5), problem(3, 1)];
    const at = (startLine: number, startCharacter: number, endLine: number, endCharacter: number) =>
      problemsAt(all, {
        start: { line: startLine, character: startCharacter },
        end: { line: endLine, character: endCharacter },
      });
    assert.deepEqual(at(2, 2, 2, 4), [all[0]]);
    assert.deepEqual(at(2, 3, 2, 4), []);
    assert.deepEqual(at(2, 7, 3, 0), [all[1]]);
    assert.deepEqual(at(2, 7, 3, 1), [all[1], all[2]]);
    assert.deepEqual(at(2, 30, 2, 30), [all[0], all[1]]);
    assert.deepEqual(at(3, 0, 3, 0), [all[2]]);
    assert.deepEqual(at(4, 0, 4, 0), []);
    const overEnd: Problem = {
      ...problem(0, 0),
      range: { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } },
    };
    const cursor = { line: 1, character: 7 };
    assert.deepEqual(problemsAt([overEnd], { start: cursor, end: cursor }), [overEnd]);
  });

  it('are written as compilers do', () => {
    assert.equal(problemLine(problem(2, 6)), '3:7: error: m2');
    assert.equal(problemLine(problem(0, 0, { severity: 1, source: 'eslint' })), '1:1: warning eslint: m0');
    assert.equal(problemLine(problem(0, 0, { source: 'ts', code: 2322 })), '1:1: error ts(2322): m0');
    assert.equal(problemLine(problem(0, 0, { code: 0 })), '1:1: error (0): m0');
    assert.equal(problemLine(problem(0, 0, { code: { value: 'E1' } })), '1:1: error (E1): m0');
    assert.equal(problemLine(problem(0, 0, { source: '' })), '1:1: error: m0');
  });

  it('of a piece of code are a line each, fifty at most', () => {
    assert.equal(problemLines([problem(0, 0), problem(1, 0)]), '1:1: error: m0\n2:1: error: m1');
    assert.equal(problemLines(Array(51).fill(problem(0, 0))).split('\n').length, 50);
  });

  it('of files come with the lines that they are in, where these may be sent', () => {
    const document = { lineCount: 2, lineAt: (line: number) => ({ text: `\t line${line} ` }) };
    const files = [
      { path: 'a.ts', problems: [problem(1, 0), problem(2, 0)], document },
      { path: 'b.ts', problems: [problem(0, 0)], document: undefined },
    ];
    assert.deepEqual(problemsText(files), {
      text: 'a.ts:2:1: error: m1\n    line1\na.ts:3:1: error: m2\nb.ts:1:1: error: m0',
      count: 3,
    });
  });

  it('of files are two hundred at most, and counted', () => {
    const { text, count } = problemsText([
      { path: 'a', problems: Array(201).fill(problem(0, 0)), document: undefined },
    ]);
    assert.equal(count, 201);
    assert.equal(text.split('\n').length, 200);
  });
});
