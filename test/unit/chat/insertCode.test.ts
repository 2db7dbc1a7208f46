import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { insertCode } from '../../../src/chat/insertCode.ts';

describe('code that fits nowhere', () => {
  const text = 'a();\n  b();\nc();';
  const range = (startLine: number, endLine: number) => ({ startLine, endLine, code: '' });

  it('goes to the cursor', () => {
    const places = { cursor: { line: 1, character: 2 }, ranges: [range(1, 1)] };
    assert.equal(insertCode(text, 'x();', places, '\n'), 'a();\n  x();b();\nc();');
    const start = { cursor: { line: 0, character: 0 }, ranges: [] };
    assert.equal(insertCode(text, 'x();', start, '\n'), 'x();a();\n  b();\nc();');
  });

  it('goes below what the question was about where the cursor is elsewhere', () => {
    const places = { cursor: undefined, ranges: [range(1, 2), range(3, 3)] };
    assert.equal(insertCode(text, 'x();\ny();', places, '\n'), 'a();\n  b();\n  x();\n  y();\nc();');
  });

  it('goes to the end of the last line where nothing else is known, or the file is shorter now', () => {
    for (const ranges of [[], [range(3, 3)], [range(8, 9)]]) {
      assert.equal(
        insertCode(text, 'x();\ny();', { cursor: undefined, ranges }, '\n'),
        `${text}\nx();\ny();`,
      );
    }
    assert.equal(insertCode('', 'x();', { cursor: undefined, ranges: [] }, '\n'), 'x();');
  });

  it('keeps Windows line ends, and stands without what is left out around it', () => {
    const windows = text.replaceAll('\n', '\r\n');
    const places = { cursor: { line: 0, character: 4 }, ranges: [] };
    assert.equal(
      insertCode(windows, '// ...\n\nx();\n\ny();\n# ...', places, '\r\n'),
      'a();\r\nx();\r\n\r\ny();\r\n  b();\r\nc();',
    );
  });
});
