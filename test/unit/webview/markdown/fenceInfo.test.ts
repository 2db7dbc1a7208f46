import { describe, it } from 'mocha';
import { parseFenceInfo } from '../../../../src/webview/markdown/fenceInfo.ts';
import { assert } from '../assert.ts';

describe('the line that opens a code block', () => {
  const cases: readonly (readonly [info: string, language: string | undefined, path?: string])[] = [
    ['', undefined],
    ['ts', 'ts'],
    ['C++ src/x.cpp', 'C++', 'src/x.cpp'],
    ['ts src/a.ts', 'ts', 'src/a.ts'],
    ['ts  a.ts  more', 'ts', 'a.ts'],
    ['src/a.ts', 'ts', 'src/a.ts'],
    ['..\\a.ts', 'ts', '..\\a.ts'],
    ['src/a.test.ts', 'ts', 'src/a.test.ts'],
    ['src/a.ts x.js', 'ts', 'src/a.ts'],
    ['ts:src/a.ts', 'ts', 'src/a.ts'],
    ['c#:a.cs', 'c#', 'a.cs'],
    ['12:15:src/a.ts', 'ts', 'src/a.ts'],
    ['12:15:a.tsx', 'tsx', 'a.tsx'],
    ['ts title="src/a.ts"', 'ts', 'src/a.ts'],
    ["py file='x.py'", 'py', 'x.py'],
    ['js FileName=x.js', 'js', 'x.js'],
    ['js path = x.js more', 'js', 'x.js'],
    ['js title="no path"', 'js'],
    ['js title="no path" a.js', 'js'],
    ['a.ts', 'a.ts'],
    ['src/a', 'src/a'],
    ['ts src/a', 'ts'],
    ['ts "a.ts"', 'ts'],
    ['ts a.ts=1', 'ts'],
    ['ts a..ts', 'ts'],
    ['ts a.1', 'ts'],
    ['ts .env', 'ts', '.env'],
    ['ts a.toolongextension', 'ts'],
    ['ts a*.ts', 'ts'],
    ['ts:a', 'ts:a'],
    ['1:2:a', '1:2:a'],
    ['1:a.ts', '1:a.ts'],
    ['{js}', undefined],
    ['js{1,3}', 'js'],
    ['js,ignore', 'js'],
    ['mermaid x.y {a}', 'mermaid', 'x.y'],
  ];
  for (const [info, language, path] of cases) {
    it(`names ${path ? `${path}, which is ${language}` : `${language ?? 'no language'}`}: ${JSON.stringify(info)}`, () => {
      assert.deepEqual(parseFenceInfo(info), { language, path });
    });
  }

  it('names no language and no file that is longer than any', () => {
    const long = 'x'.repeat(300);
    assert.equal(parseFenceInfo(long).language, long);
    assert.equal(parseFenceInfo(`${long}x`).language, undefined);
    const path = `${'x'.repeat(297)}.ts`;
    assert.equal(parseFenceInfo(`ts ${path}`).path, path);
    assert.equal(parseFenceInfo(`ts x${path}`).path, undefined);
  });
});
