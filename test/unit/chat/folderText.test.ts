import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { byPath, folderText } from '../../../src/chat/folderText.ts';

describe('a folder as it is sent', () => {
  it('is a list of paths, and the texts that there are', () => {
    const files = [
      { path: 'a.ts', text: 'one\n' },
      { path: 'b.png', text: undefined },
      { path: 'c.ts', text: '' },
    ];
    assert.equal(folderText(files, false), 'a.ts\nb.png\nc.ts\n\n==> a.ts <==\none\n\n\n==> c.ts <==\n');
    assert.equal(folderText(files.slice(1, 2), true), 'b.png\n…');
  });

  it('has the texts for which there is room, smaller ones after larger ones too', () => {
    const long = 'x'.repeat(150_000);
    const files = [
      { path: 'a', text: long },
      { path: 'b', text: 'y'.repeat(50_001) },
      { path: 'c', text: 'z'.repeat(50_000) },
      { path: 'd', text: '!' },
      { path: 'e', text: '' },
    ];
    const [list, ...texts] = folderText(files, false).split('\n\n');
    assert.equal(list, 'a\nb\nc\nd\ne');
    assert.deepEqual(
      texts.map((text) => text.slice(0, 9)),
      ['==> a <==', '==> c <==', '==> e <=='],
    );
  });

  it('is in the order of the paths', () => {
    const files = ['b', 'a/c', 'B', 'a'].map((path) => ({ path }));
    assert.deepEqual(
      byPath(files).map(({ path }) => path),
      ['B', 'a', 'a/c', 'b'],
    );
  });
});
