import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { filesByName, isFileName, namesGlob, pathsInFolder } from '../../../src/extension/pathsInFolder.ts';

const folder = { name: 'shop', path: '/w/shop' };

describe('where a path may lead in a folder', () => {
  it('is below it', () => {
    assert.deepEqual(pathsInFolder('src/a.ts', folder, true), ['/w/shop/src/a.ts']);
    assert.deepEqual(pathsInFolder('./src//b/../a.ts', folder, true), ['/w/shop/src/a.ts']);
    assert.deepEqual(pathsInFolder('a.ts', { ...folder, path: '/w/shop/' }, true), ['/w/shop/a.ts']);
    assert.deepEqual(pathsInFolder('a.ts', { name: '', path: '/' }, true), ['/a.ts']);
    for (const path of ['../a.ts', 'src/../../a.ts', '.', '', 'src/..']) {
      assert.deepEqual(pathsInFolder(path, folder, true), [], path);
    }
  });

  it('may be written from the top of the file system', () => {
    assert.deepEqual(pathsInFolder('/w/shop/a.ts', folder, true), ['/w/shop/a.ts']);
    assert.deepEqual(pathsInFolder('/w/shopping/a.ts', folder, true), []);
    assert.deepEqual(pathsInFolder('/a.ts', folder, true), []);
    assert.deepEqual(pathsInFolder('/w/shop/src/', folder, true), ['/w/shop/src/']);
    const drive = { name: 'w', path: '/c:/w' };
    assert.deepEqual(pathsInFolder('C:/w/a.ts', drive, true), ['/C:/w/a.ts']);
    assert.deepEqual(pathsInFolder('C:/w/src/', drive, true), ['/C:/w/src/']);
    assert.deepEqual(pathsInFolder('/c:/w/a.ts', drive, true), ['/c:/w/a.ts']);
    assert.deepEqual(pathsInFolder('C:/W/a.ts', drive, true), []);
    assert.deepEqual(pathsInFolder('ab:/w/a.ts', drive, true), ['/c:/w/ab:/w/a.ts']);
  });

  it('may begin with the name of the folder where there are several', () => {
    assert.deepEqual(pathsInFolder('shop/a.ts', folder, false), ['/w/shop/shop/a.ts', '/w/shop/a.ts']);
    assert.deepEqual(pathsInFolder('shop/a.ts', folder, true), ['/w/shop/shop/a.ts']);
    assert.deepEqual(pathsInFolder('shopping/a.ts', folder, false), ['/w/shop/shopping/a.ts']);
    assert.deepEqual(pathsInFolder('shop/../a.ts', folder, false), ['/w/shop/a.ts']);
  });

  it('never is outside of it', () => {
    const part = fc.constantFrom('..', '.', 'a', 'shop', '', 'c:', '/w');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 7 }), fc.boolean(), (parts, isOnly) => {
        for (const path of pathsInFolder(parts.join('/'), folder, isOnly)) {
          assert.match(path, /^\/w\/shop\/./);
          assert.doesNotMatch(path, /\/\.\.?(\/|$)/);
        }
      }),
    );
  });
});

describe('a file’s name', () => {
  it('says which file is meant', () => {
    for (const name of ['a.ts', 'a.test.ts', 'Makefile', 'Dockerfile', 'a b.md', '中.ts']) {
      assert.ok(isFileName(name), name);
    }
    for (const name of [
      'src/a.ts',
      'a',
      '.ts',
      'a.',
      '{a,b}.ts',
      '*.ts',
      'a?.ts',
      '[a].ts',
      'a!.ts',
      'a.t,s',
    ]) {
      assert.ok(!isFileName(name), name);
    }
    for (const name of ['makefile', 'file', 'Afile', 'Makefiles']) {
      assert.equal(isFileName(name), false, name);
    }
  });

  it('is searched for everywhere, alone or with others', () => {
    assert.equal(namesGlob(['a.ts']), '**/a.ts');
    assert.equal(namesGlob(['a.ts', 'b.ts']), '**/{a.ts,b.ts}');
  });

  it('stands for the one file that has it', () => {
    const files = ['/w/a.ts', '/w/x/b.ts', '/w/y/b.ts', '/w/xa.ts'].map((path) => ({ path }));
    assert.deepEqual([...filesByName(['a.ts', 'b.ts', 'c.ts'], files)], [['a.ts', files[0]]]);
  });
});
