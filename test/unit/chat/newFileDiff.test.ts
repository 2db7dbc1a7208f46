import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { splitDiff } from '../../../src/chat/diffFiles.ts';
import { newFileDiff } from '../../../src/chat/newFileDiff.ts';

describe('a file that Git does not know yet', () => {
  it('is a diff in which all lines are new', () => {
    const { text, ...file } = newFileDiff('src/a.ts', 'one\r\ntwo\n');
    assert.deepEqual(file, { path: 'src/a.ts', change: 'added', isBinary: false });
    assert.equal(
      text,
      'diff --git a/src/a.ts b/src/a.ts\n--- /dev/null\n+++ b/src/a.ts\n@@ -0,0 +1,2 @@\n+one\n+two\n',
    );
    assert.deepEqual(
      splitDiff(text, new Set()).map(({ path }) => path),
      ['src/a.ts'],
    );
  });

  it('keeps blank lines, and its name on one line', () => {
    assert.match(newFileDiff('a', 'x\n\n').text, /\+1,2 @@\n\+x\n\+\n$/);
    const { path, text } = newFileDiff('a\nb', 'x');
    assert.equal(path, 'a\nb');
    assert.doesNotMatch(text, /a\nb/);
  });

  it('is named alone where it is not shown', () => {
    const { isBinary, path } = newFileDiff('logo.png', undefined);
    assert.deepEqual([isBinary, path], [true, 'logo.png']);
    assert.match(newFileDiff('empty', '').text, /@@ -0,0 \+1,1 @@\n\+\n$/);
    assert.equal(newFileDiff('empty', '').isBinary, false);
  });
});
