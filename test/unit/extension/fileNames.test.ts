import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import type { Uri } from 'vscode';
import { FakeUri, fake } from './writing/fakeVSCode.ts';

describe('the name of a file, as it is shown', () => {
  let names: typeof import('../../../src/extension/fileNames.ts');
  const at = (path: string): Uri => FakeUri.file(path) as unknown as Uri;

  before(async () => {
    names = await import('../../../src/extension/fileNames.ts');
  });

  it('is the last part of its path, without what cannot be seen', () => {
    assert.equal(names.fileName(at('/w/src/a.ts')), 'a.ts');
    assert.equal(names.fileName(at('/w/src/')), 'src');
    assert.equal(names.fileName(at('/')), '');
    assert.doesNotMatch(names.fileName(at('/w/a\u202etxt.exe')), /\u202e/);
  });

  it('is where it is in the workspace where that matters', () => {
    fake.folders = [{ uri: FakeUri.file('/w') }];
    assert.equal(names.filePath(at('/w/src/a.ts')), 'src/a.ts');
    assert.doesNotMatch(names.filePath(at('/w/s\u202erc/a.ts')), /\u202e/);
  });
});
