import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { attachedFileType, fileExtension, notebookScript } from '../../../src/chat/attachedFile.ts';

describe('a file that is attached', () => {
  it('is read by its name', () => {
    for (const name of ['a.png', 'b.JPG', 'c.jpeg', 'd.gif', 'e.webp']) {
      assert.equal(attachedFileType(`/x/${name}`), 'image', name);
    }
    assert.equal(attachedFileType('/x/a.ipynb'), 'notebook');
    assert.equal(attachedFileType('/x/A.IPYNB'), 'notebook');
    for (const name of ['a.ts', 'png', 'a.png.txt', 'apng', 'a.ipynb.json', 'a.svg']) {
      assert.equal(attachedFileType(`/x/${name}`), 'text', name);
    }
  });

  it('has an extension, or is called by its name', () => {
    assert.deepEqual(['a.b.png', 'picture', '.x'].map(fileExtension), ['png', 'picture', 'x']);
  });
});

describe('a notebook', () => {
  it('is a script with marks, in the language of the first code', () => {
    assert.deepEqual(
      notebookScript([
        { type: 'text', language: 'markdown', text: '# Title' },
        { type: 'code', language: 'julia', text: 'x = 1' },
        { type: 'code', language: 'r', text: 'y' },
      ]),
      { code: '# %% [markdown]\n# Title\n\n# %%\nx = 1\n\n# %%\ny', language: 'julia' },
    );
    assert.deepEqual(notebookScript([{ type: 'text', language: 'markdown', text: 'a' }]).language, 'python');
  });
});
