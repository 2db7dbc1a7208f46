import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { splitDiff } from '../../../src/chat/diffFiles.ts';
import { assertProportional } from '../../proportional.ts';

const none: ReadonlySet<string> = new Set();

function shapes(diff: string, known = none) {
  return splitDiff(diff, known).map(({ text: _, ...shape }) => shape);
}

describe('the files of a diff', () => {
  it('are told apart, whatever their lines look like', () => {
    const diff = [
      'diff --git a/src/a.ts b/src/a.ts',
      'index 1..2 100644',
      '--- a/src/a.ts',
      '+++ b/src/a.ts',
      '@@ -1,2 +1,2 @@',
      '-diff --git a/x b/x',
      '+++ b/not/a/heading.ts',
      ' deleted file mode 100644',
      'diff --git a/new.md b/new.md',
      'new file mode 100644',
      '--- /dev/null',
      '+++ b/new.md',
      '@@ -0,0 +1 @@',
      '+hello',
      'diff --git a/old.md b/old.md',
      'deleted file mode 100644',
      '--- a/old.md',
      '+++ /dev/null',
      '@@ -1 +0,0 @@',
      '-bye',
      '',
    ].join('\n');
    const files = splitDiff(diff, none);
    assert.deepEqual(
      files.map(({ path, change }) => [change, path]),
      [
        ['changed', 'src/a.ts'],
        ['added', 'new.md'],
        ['deleted', 'old.md'],
      ],
    );
    assert.equal(files.map(({ text }) => text).join(''), diff);
  });

  it('may have been moved, with nothing changed in them', () => {
    const diff = [
      'diff --git a/lib/a b.ts b/src/a b.ts',
      'similarity index 100%',
      'rename from lib/a b.ts',
      'rename to src/a b.ts',
    ].join('\n');
    assert.deepEqual(shapes(diff), [
      { path: 'src/a b.ts', oldPath: 'lib/a b.ts', change: 'renamed', isBinary: false },
    ]);
  });

  it('may be binary, and have names that Git quotes', () => {
    const diff = [
      'diff --git "a/\\346\\226\\207 \\"x\\".png" "b/\\346\\226\\207 \\"x\\".png"',
      'index 1..2 100644',
      'Binary files "a/\\346\\226\\207 \\"x\\".png" and "b/\\346\\226\\207 \\"x\\".png" differ',
      'diff --git a/run me.sh b/run me.sh',
      'old mode 100644',
      'new mode 100755',
      'diff --git a/with space.ts b/with space.ts',
      '--- a/with space.ts\t',
      '+++ b/with space.ts\t',
      '@@ -1 +1 @@',
    ].join('\n');
    assert.deepEqual(shapes(diff), [
      { path: '文 "x".png', change: 'changed', isBinary: true },
      { path: 'run me.sh', change: 'changed', isBinary: false },
      { path: 'with space.ts', change: 'changed', isBinary: false },
    ]);
  });

  it('have the names they have whatever Git’s settings put before them', () => {
    const of = (prefix: string, path: string) =>
      `diff --git ${prefix}${path} ${prefix}${path}\n--- ${prefix}${path}\n+++ ${prefix}${path}\n@@ -1 +1 @@\n`;
    for (const prefix of ['a/', 'i/', 'w/', '']) {
      assert.equal(shapes(of(prefix, 'src/x.ts'), new Set(['src/x.ts']))[0]?.path, 'src/x.ts', prefix);
    }
    assert.equal(shapes(of('', 'a/.env'), new Set(['a/.env']))[0]?.path, 'a/.env');
    const known = new Set(['x.ts', 'src/x.ts', 'lib/src/y.ts']);
    assert.equal(shapes(of('old/', 'src/x.ts'), known)[0]?.path, 'src/x.ts');
    assert.equal(shapes(of('new-', 'src/x.ts'), known)[0]?.path, 'src/x.ts');
  });

  it('are found in time proportional to the diff, whatever stands before their names', () => {
    assertProportional((count) => {
      const known = new Set(Array.from({ length: count * 10 }, (_, at) => `src/x${at}.ts`));
      const diff = Array.from({ length: count }, (_, at) => `diff --git new-x${at} new-x${at}\n`).join('');
      return () => assert.equal(splitDiff(diff, known).length, count);
    }, 200);
  });

  it('are found where Git’s settings have it coloured', () => {
    const plain =
      'diff --git a/x.ts b/x.ts\nindex 1..2 100644\n--- a/x.ts\n+++ b/x.ts\n@@ -1 +1 @@ f\n-one\n+two\n';
    const coloured =
      '\x1b[1mdiff --git a/x.ts b/x.ts\x1b[m\n\x1b[1mindex 1..2 100644\x1b[m\n\x1b[1m--- a/x.ts\x1b[m\n' +
      '\x1b[1m+++ b/x.ts\x1b[m\n\x1b[36m@@ -1 +1 @@\x1b[m f\n\x1b[31m-one\x1b[m\n\x1b[32m+\x1b[m\x1b[32mtwo\x1b[m\n';
    assert.deepEqual(splitDiff(coloured, none), splitDiff(plain, none));
    assert.equal(splitDiff(coloured, none).length, 1);
  });

  it('keep the control characters that are theirs', () => {
    const diff = 'diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-\x1b[1mone\n+\x1b[31mtwo\x1b[m\n';
    assert.equal(splitDiff(diff, none)[0]?.text, diff);
  });
});
