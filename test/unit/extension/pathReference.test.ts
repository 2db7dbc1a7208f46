import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { parsePathReference } from '../../../src/extension/pathReference.ts';

describe('a path with a place in it', () => {
  it('is read in the forms of people, compilers and models', () => {
    for (const [text, path, line, column] of [
      ['src/a.ts', 'src/a.ts'],
      ['./src/a.ts:12', './src/a.ts', 12],
      ['src/a.ts:12:3', 'src/a.ts', 12, 3],
      ['src/a.ts:12:3:', 'src/a.ts', 12, 3],
      ['src/a.ts:12-20', 'src/a.ts', 12],
      ['src/a.ts#L12', 'src/a.ts', 12],
      ['src/a.ts#L12-L20', 'src/a.ts', 12],
      ['src/a.ts(12,3)', 'src/a.ts', 12, 3],
      ['src/a.ts(12)', 'src/a.ts', 12],
      ['src\\sub\\a.ts:7', 'src/sub/a.ts', 7],
      ['C:\\project\\a.ts:7', 'C:/project/a.ts', 7],
      ['file:///C:/project/a.ts', 'C:/project/a.ts'],
      ['/project/a.ts', '/project/a.ts'],
      ['file:///project/a.ts:3', '/project/a.ts', 3],
      ['文档/说明.md:3', '文档/说明.md', 3],
      ['src/page(1).ts', 'src/page(1).ts'],
      ['Makefile', 'Makefile'],
    ] as const) {
      assert.deepEqual(
        parsePathReference(text),
        { path, ...(line && { line }), ...(column && { column }) },
        text,
      );
    }
  });

  it('has no line 0, and none beyond all numbers', () => {
    assert.deepEqual(parsePathReference('a.ts:0'), { path: 'a.ts' });
    assert.deepEqual(parsePathReference(`a.ts:${'9'.repeat(40)}`), { path: 'a.ts' });
  });

  it('is nothing where there is no path', () => {
    for (const text of ['', '  ', ':12', 'a\0.ts']) assert.equal(parsePathReference(text), undefined, text);
  });
});
