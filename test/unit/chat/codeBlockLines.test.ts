import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { enclosingBlock, linesOfProblem, nearbyText } from '../../../src/chat/codeBlockLines.ts';

function documentOf(texts: readonly string[]) {
  return {
    lineCount: texts.length,
    lineAt(line: number) {
      const text = texts[line];
      // As VS Code does.
      if (text === undefined) throw new Error(`There is no line ${line}`);
      return { text };
    },
  };
}

describe('the block around a line', () => {
  it('goes up to the nearest blank lines', () => {
    const line = fc.constantFrom('a', '  b', '', '\t ');
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 9 }), fc.nat(), (texts, number) => {
        const at = number % texts.length;
        const block = enclosingBlock(documentOf(texts), at);
        if (texts[at]?.trim() === '') return assert.equal(block, undefined);
        assert.ok(block && block.first <= at && at <= block.last);
        assert.ok(texts.slice(block.first, block.last + 1).every((text) => text.trim() !== ''));
        assert.equal((texts[block.first - 1] ?? '').trim(), '');
        assert.equal((texts[block.last + 1] ?? '').trim(), '');
      }),
    );
  });
});

describe('the code around a problem', () => {
  const texts = ['a', 'b', '', 'c', 'd', '', 'e'];
  const document = documentOf(texts);

  it('is the symbol around it, unless that is long', () => {
    const problem = { first: 3, last: 4 };
    assert.deepEqual(linesOfProblem(document, problem, { first: 3, last: 202 }), {
      kind: 'symbol',
      lines: { first: 3, last: 202 },
    });
    assert.deepEqual(linesOfProblem(document, problem, { first: 3, last: 203 }).kind, 'block');
    assert.deepEqual(linesOfProblem(document, problem, { first: 4, last: 9 }).kind, 'block');
    assert.deepEqual(linesOfProblem(document, problem, undefined).kind, 'block');
  });

  it('is else its lines with their neighbours', () => {
    const around = (first: number, last: number) =>
      linesOfProblem(document, { first, last }, undefined).lines;
    assert.deepEqual(around(1, 3), { first: 0, last: 4 });
    assert.deepEqual(around(4, 4), { first: 3, last: 4 });
    assert.deepEqual(around(2, 5), { first: 2, last: 5 });
  });
});

describe('the text around a piece of code', () => {
  it('ends before the line end that the piece begins after', () => {
    assert.deepEqual(nearbyText('a\nb\n', 'c\n'), { before: 'a\nb', after: 'c\n' });
    assert.equal(nearbyText('a\r\n\r\n', '').before, 'a\r\n');
    assert.equal(nearbyText('', '').before, '');
  });

  it('is what is next to it, where there is much', () => {
    const { before, after } = nearbyText(`ab${'x'.repeat(39_999)}\n`, `${'y'.repeat(39_999)}ab`);
    assert.equal(before, `b${'x'.repeat(39_999)}`);
    assert.equal(after, `${'y'.repeat(39_999)}a`);
  });
});
