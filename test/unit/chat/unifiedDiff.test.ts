import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { lineChanges, splitLines } from '../../../src/chat/lineChanges.ts';
import { addedText, applyFileDiff, readUnifiedDiff } from '../../../src/chat/unifiedDiff.ts';

const file = `import { rate } from './rate.ts';

export function tax(net: number): number {
  const gross = net * rate;
  if (gross > 10) {
    return 10;
  }
  return gross;
}

export function total(nets: number[]): number {
  let sum = 0;
  for (const net of nets) {
    sum += net;
  }
  return sum;
}
`;

/** Applied once it gives `expected`, and so it does when it is applied again. */
function gives(expected: string | undefined, diff: string, text = file): void {
  const [only, ...others] = readUnifiedDiff(diff, 'diff') ?? [];
  assert.ok(only);
  assert.deepEqual(others, []);
  assert.equal(applyFileDiff(text, only), expected);
  if (expected !== undefined) assert.equal(applyFileDiff(expected, only), expected, 'again');
}

function applied(diff: string, text: string): string | undefined {
  const [only] = readUnifiedDiff(diff, 'diff') ?? [];
  assert.ok(only);
  return applyFileDiff(text, only);
}

const renamed = file.replace('const gross = net * rate;', 'const gross = round(net * rate);');

describe('a diff in an answer', () => {
  it('is applied as Git writes it', () => {
    gives(
      renamed,
      `diff --git a/src/tax.ts b/src/tax.ts
index 3b18e51..a1d9f02 100644
--- a/src/tax.ts
+++ b/src/tax.ts
@@ -2,5 +2,5 @@ import { rate } from './rate.ts';
 
 export function tax(net: number): number {
-  const gross = net * rate;
+  const gross = round(net * rate);
   if (gross > 10) {
     return 10;
`,
    );
  });

  it('is applied with wrong line numbers, and with none', () => {
    const hunk =
      ' export function tax(net: number): number {\n-  const gross = net * rate;\n+  const gross = round(net * rate);\n';
    gives(renamed, `@@ -40,9 +41,2 @@\n${hunk}`);
    gives(renamed, `@@\n${hunk}`);
    gives(renamed, hunk);
  });

  it('is applied where the space before what stays was forgotten', () => {
    gives(
      renamed,
      '@@ -3,3 +3,3 @@\nexport function tax(net: number): number {\n-  const gross = net * rate;\n+  const gross = round(net * rate);\n  if (gross > 10) {\n',
    );
  });

  it('is applied at the depth that the file has', () => {
    gives(
      renamed,
      '@@ @@\n export function tax(net: number): number {\n-const gross = net * rate;\n+const gross = round(net * rate);\n if (gross > 10) {\n'.replace(
        ' export function tax(net: number): number {\n',
        '',
      ),
    );
  });

  it('may leave out what lies between two pieces', () => {
    gives(
      renamed.replace('let sum = 0;', 'let sum = start;'),
      '@@ -3,20 +3,20 @@\n-  const gross = net * rate;\n+  const gross = round(net * rate);\n // ... existing code ...\n-  let sum = 0;\n+  let sum = start;\n',
    );
  });

  it('adds lines between, before and after others, once', () => {
    gives(
      file.replace('let sum = 0;\n', 'let sum = 0;\n  count(nets);\n'),
      '@@\n   let sum = 0;\n+  count(nets);\n',
    );
    gives(`'use strict';\n${file}`, "@@ -1 +1,2 @@\n+'use strict';\n import { rate } from './rate.ts';\n");
    gives(`${file}// end\n`, '@@ -15,3 +15,4 @@\n   return sum;\n }\n+// end\n');
  });

  it('adds lines where its number says, when nothing around them is shown', () => {
    const abc = 'a\nb\nc\n';
    // Of no line at all, Git names the line before.
    gives('x\na\nb\nc\n', '@@ -0,0 +1 @@\n+x\n', abc);
    gives('a\nx\nb\nc\n', '@@ -1,0 +2 @@\n+x\n', abc);
    gives('a\nb\nx\ny\nc\n', '@@ -2,0 +3,2 @@\n+x\n+y\n', abc);
    gives('a\nb\nc\nx\n', '@@ -3,0 +4 @@\n+x\n', abc);
    gives('a\nx\nb\nc\ny\n', '@@ -1,0 +2 @@\n+x\n@@ -3,0 +5 @@\n+y\n', abc);
    assert.equal(applied('@@ -30,0 +31 @@\n+x\n', abc), 'a\nb\nc\nx\n', 'there is no such line');
    gives(undefined, '@@\n+x\n', abc);
    gives(undefined, '+x\n', abc);
  });

  it('adds blank lines at the ends of a file', () => {
    gives('\na\nb\n', '@@ -1 +1,2 @@\n+\n a\n', 'a\nb\n');
    gives('a\nb\n\n', '@@ -2 +2,2 @@\n b\n+\n', 'a\nb\n');
    gives('a\nb\n\n\n', '@@\n b\n+\n+\n', 'a\nb\n');
  });

  it('fills a file that has nothing in it, whatever line it names', () => {
    for (const heading of ['@@ -0,0 +1,2 @@\n', '@@ -1,0 +1,2 @@\n', '@@ -1 +1,2 @@\n', '@@\n', '']) {
      assert.equal(applied(`${heading}+first\n+second\n`, ''), 'first\nsecond\n', heading);
    }
    assert.match(applied('@@\n+first\n', '\n\n') ?? '', /^first\n\s*$/);
  });

  it('gives what any change has made, with nothing shown around it', () => {
    const line = fc.nat({ max: 400 }).map((value) => `  line ${value}`);
    const lines = fc.uniqueArray(line, { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const [from, to] = [before, after].map((all) => all.map((each) => `${each}\n`).join('')) as [
          string,
          string,
        ];
        const old = splitLines(from);
        const changes = lineChanges(from, to);
        fc.pre(changes.length > 0);
        const diff = changes.map(({ start, end, lines: others }) => {
          const taken = old.slice(start, end).map((each) => `-${each}`);
          const heading = `@@ -${taken.length === 0 ? start : start + 1},${taken.length} +1 @@\n`;
          return heading + [...taken, ...others.map((each) => `+${each}`)].join('');
        });
        assert.equal(applied(diff.join(''), from), to);
      }),
      { numRuns: 300 },
    );
  });

  it('takes lines away', () => {
    gives(
      file.replace('  if (gross > 10) {\n    return 10;\n  }\n', ''),
      '@@ -4,5 +4,2 @@\n   const gross = net * rate;\n-  if (gross > 10) {\n-    return 10;\n-  }\n   return gross;\n',
    );
  });

  it('chooses between equal places by the line that it names, and not at all without one', () => {
    const twice = 'a\nsame\nb\nc\nd\ne\nsame\nf\n';
    gives('a\nsame\nb\nc\nd\ne\nother\nf\n', '@@ -7 +7 @@\n-same\n+other\n', twice);
    gives(undefined, '@@\n-same\n+other\n', twice);
  });

  it('is not applied where it does not fit, nor in part', () => {
    gives(undefined, '@@ -3 +3 @@\n-  const gross = net * vat;\n+  const gross = 0;\n');
    gives(undefined, '@@\n-  let sum = 0;\n+  let sum = 1;\n@@\n-  no such line\n+  other\n');
  });

  it('keeps the line ends of the file, and its lack of a last one', () => {
    const windows = file.replaceAll('\n', '\r\n').slice(0, -2);
    gives(
      renamed.replaceAll('\n', '\r\n').slice(0, -2),
      '@@\n-  const gross = net * rate;\n+  const gross = round(net * rate);\n',
      windows,
    );
    gives(
      'a\nc',
      '@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n',
      'a\nb',
    );
  });

  it('is told file by file, with new ones and ones that go', () => {
    const files = readUnifiedDiff(
      `--- a/one.ts\t2026-01-01
+++ b/one.ts\t2026-01-02
@@ -1 +1 @@
-a
+b
diff --git a/new file.ts b/new file.ts
new file mode 100644
index 0000000..1111111
--- /dev/null
+++ b/new file.ts
@@ -0,0 +1,2 @@
+first
+second
--- a/old.ts
+++ /dev/null
@@ -1 +0,0 @@
-gone
`,
      undefined,
    );
    assert.deepEqual(
      files?.map(({ path, change }) => [path, change]),
      [
        ['one.ts', 'changed'],
        ['new file.ts', 'added'],
        ['old.ts', 'deleted'],
      ],
    );
    assert.equal(files?.[1] && addedText(files[1]), 'first\nsecond\n');
  });

  it('names no file of which only the name or the mode is another one, and each one that goes', () => {
    const files = readUnifiedDiff(
      `diff --git a/old.ts b/new.ts
similarity index 100%
rename from old.ts
rename to new.ts
diff --git a/run.sh b/run.sh
old mode 100644
new mode 100755
diff --git a/one.ts b/one.ts
--- a/one.ts
+++ b/one.ts
@@ -1 +1 @@
-a
+b
diff --git a/gone.ts b/gone.ts
deleted file mode 100644
--- a/gone.ts
+++ /dev/null
`,
      'diff',
    );
    assert.deepEqual(
      files?.map(({ path, change }) => [path, change]),
      [
        ['one.ts', 'changed'],
        ['gone.ts', 'deleted'],
      ],
    );
  });

  it('is not seen where there is none', () => {
    assert.equal(readUnifiedDiff('const a = 1;\n- b\n+ c\n', 'ts'), undefined);
    assert.equal(readUnifiedDiff('nothing changes\n', 'diff'), undefined);
    assert.equal(readUnifiedDiff('', 'diff'), undefined);
    assert.equal(readUnifiedDiff(' only\n context\n', 'diff'), undefined);
  });

  it('gives what any change has made, whatever the line numbers say', () => {
    const line = fc.nat({ max: 400 }).map((value) => `  line ${value}`);
    const lines = fc.uniqueArray(line, { minLength: 3, maxLength: 60 });
    const edits = fc.array(
      fc.record({ at: fc.nat(), remove: fc.nat({ max: 3 }), add: fc.array(fc.nat(), { maxLength: 3 }) }),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(
        lines,
        edits,
        fc.integer({ min: -5, max: 5 }),
        fc.boolean(),
        (before, changes, off, numbers) => {
          const after = [...before];
          for (const [index, { at, remove, add }] of changes.entries()) {
            after.splice(
              at % after.length,
              Math.min(remove, after.length - 2),
              ...add.map((n) => `  new ${index} ${n}`),
            );
          }
          const [from, to] = [before, after].map((all) => all.map((each) => `${each}\n`).join('')) as [
            string,
            string,
          ];
          fc.pre(from !== to);
          const diff = unifiedDiff(from, to, (number) =>
            numbers ? `@@ -${Math.max(1, number + off)} +1 @@` : '@@',
          );
          const [only] = readUnifiedDiff(diff, 'diff') ?? [];
          assert.ok(only);
          assert.equal(applyFileDiff(from, only), to);
          assert.equal(applyFileDiff(to, only), to, 'again');
        },
      ),
      { numRuns: 500 },
    );
  });
});

/** With three lines around each change, so that every hunk has some. */
function unifiedDiff(from: string, to: string, heading: (line: number) => string): string {
  const lines = splitLines(from);
  const show = (mark: string, texts: readonly string[]): string => texts.map((text) => mark + text).join('');
  const changes = lineChanges(from, to);
  return changes
    .map(({ start, end, lines: others }, index) => {
      const first = Math.max(changes[index - 1]?.end ?? 0, start - 3);
      const last = Math.min(changes[index + 1]?.start ?? lines.length, end + 3);
      return `${heading(first + 1)}\n${show(' ', lines.slice(first, start))}${show('-', lines.slice(start, end))}${show('+', others)}${show(' ', lines.slice(end, last))}`;
    })
    .join('');
}
