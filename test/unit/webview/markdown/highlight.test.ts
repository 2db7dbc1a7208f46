import fc from 'fast-check';
import { type CodeLine, highlightLines } from '../../../../src/webview/markdown/highlight.ts';
import { assert } from '../assert.ts';

function highlighted(lines: readonly string[], language: string): CodeLine[] {
  return [...highlightLines(lines, language)].flat();
}

const textOf = (line: CodeLine) => line.map(({ text }) => text).join('');

describe('highlighted code', () => {
  it('has the text that it had, whatever it is', () => {
    const piece = fc.constantFrom(
      '`${',
      '}`',
      '"',
      "'",
      '<a ',
      '/*',
      '*/',
      '// ',
      'if ',
      'x',
      '\\',
      '{',
      '(',
      ' ',
    );
    const line = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1 }),
        fc.constantFrom('typescript', 'html', 'python'),
        (lines, language) => {
          assert.deepEqual(highlighted(lines, language).map(textOf), lines);
        },
      ),
    );
  });

  it('has no colours where it is nested more deeply than the highlighter can follow, and goes on', () => {
    const deep = Array.from({ length: 12 }, () => '`${'.repeat(330));
    const lines = [...deep, 'const a = 1;'];
    const result = highlighted(lines, 'typescript');
    assert.deepEqual(result.map(textOf), lines);
  });

  it('has none in lines that nobody reads', () => {
    const [long, short] = highlighted(['const a = 1;'.padEnd(1_001, ' '), 'const a = 1;'], 'typescript');
    assert.equal(
      long?.some(({ role }) => role !== undefined),
      false,
    );
    assert.equal(
      short?.some(({ role }) => role !== undefined),
      true,
    );
  });
});
