import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { fileText, otherLanguage, takesNewFiles } from '../../../src/chat/newFile.ts';

describe('a new file', () => {
  it('ends with one line end', () => {
    assert.equal(fileText('  a\n b'), '  a\n b\n');
    assert.equal(fileText('a\n\n \n'), 'a\n');
  });

  it('can be saved on this computer and on the remote one, nowhere else', () => {
    assert.deepEqual(['file', 'vscode-remote', 'untitled', 'vscode-vfs', 'memfs'].filter(takesNewFiles), [
      'file',
      'vscode-remote',
    ]);
  });

  it('takes the language of its path before that of the fence', () => {
    assert.equal(otherLanguage('plaintext', 'python'), 'python');
    assert.equal(otherLanguage('typescript', 'python'), undefined);
    assert.equal(otherLanguage('plaintext', undefined), undefined);
  });
});
