import assert from 'node:assert/strict';
import { posix } from 'node:path';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import {
  bestFiles,
  bestNames,
  bonusOf,
  folderOf,
  foldersOf,
  uniqueFiles,
} from '../../../../src/extension/context/rankFiles.ts';

const file = (path: string, uri = `x:/${path}`) => ({ path, uri });
const none = new Map<string, number>();

describe('the files that are offered', () => {
  const paths = (query: string, names: readonly string[], bonus: ReadonlyMap<string, number> = none) =>
    bestFiles(
      query,
      names.map((name) => file(name)),
      bonus,
    ).map(({ path }) => path);

  it('are those that fit, the best first, equal ones by their paths', () => {
    assert.deepEqual(paths('pan', ['src/spanner.ts', 'other.ts', 'src/pane.ts']), [
      'src/pane.ts',
      'src/spanner.ts',
    ]);
    assert.deepEqual(paths('a', ['c/a.ts', 'b/a.ts', 'd/a.ts']), ['b/a.ts', 'c/a.ts', 'd/a.ts']);
    assert.deepEqual(paths('a', ['b/a.ts', 'c/a.ts', 'd/a.ts']), ['b/a.ts', 'c/a.ts', 'd/a.ts']);
  });

  it('are rather those that are open, then those that were lately', () => {
    const all = ['a/x.ts', 'b/x.ts', 'c/x.ts'];
    assert.deepEqual(paths('x', all, bonusOf([], [file('c/x.ts')])), ['c/x.ts', 'a/x.ts', 'b/x.ts']);
    const both = bonusOf([file('c/x.ts')], [file('b/x.ts'), file('c/x.ts')]);
    assert.deepEqual(paths('x', all, both), ['c/x.ts', 'b/x.ts', 'a/x.ts']);
    assert.deepEqual([...bonusOf([file('a')], [file('a'), file('b')])].sort(), [
      ['a', 8],
      ['b', 4],
    ]);
    // Whatever speaks for a file that does not fit.
    assert.deepEqual(paths('q', all, both), []);
  });

  it('are there once each, where they come first', () => {
    const [one, two, again] = [file('a', '1'), file('b', '2'), file('a', '3')];
    assert.deepEqual(uniqueFiles([one, two, again]), [one, two]);
  });

  it('are symbols by their names as well, equal ones in their order', () => {
    const named = ['spanner', 'pane', 'other', 'pane'].map((name, index) => ({ name, index }));
    assert.deepEqual(
      bestNames('pan', named).map(({ index }) => index),
      [1, 3, 0],
    );
  });
});

describe('the folders of files', () => {
  const above = (uri: string): string => posix.dirname(uri);

  it('are all that they are in, once each, with their places', () => {
    assert.deepEqual(foldersOf([file('a/b/c.ts'), file('a/d/e.ts'), file('f.ts')], above), [
      file('a/b'),
      file('a'),
      file('a/d'),
    ]);
  });

  it('are not the top of an absolute path', () => {
    assert.deepEqual(
      foldersOf([{ path: '/a/b.ts', uri: '/a/b.ts' }], above).map(({ path }) => path),
      ['/a'],
    );
  });

  it('are exactly the beginnings of the paths', () => {
    const part = fc.constantFrom('a', 'b', 'c');
    const path = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/'));
    fc.assert(
      fc.property(fc.array(path, { maxLength: 6 }), (all) => {
        const expected = new Set(
          all.flatMap((one) => one.split('/').map((_, end, parts) => parts.slice(0, end).join('/'))),
        );
        expected.delete('');
        const found = foldersOf(
          all.map((one) => file(one)),
          above,
        );
        assert.deepEqual(found.map(({ path }) => path).sort(), [...expected].sort());
        for (const folder of found) assert.equal(folder.uri, `x:/${folder.path}`);
      }),
    );
  });

  it('are named by what stands before the last slash', () => {
    assert.deepEqual(['a/b/c.ts', 'c.ts', '/c.ts'].map(folderOf), ['a/b', '', '']);
  });
});
