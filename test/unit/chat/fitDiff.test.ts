import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { DiffFile } from '../../../src/chat/diffFiles.ts';
import { fitDiff } from '../../../src/chat/fitDiff.ts';
import { estimateTokens } from '../../../src/chat/tokenEstimate.ts';

function file(path: string, lines: readonly string[], rest: Partial<DiffFile> = {}): DiffFile {
  const text = [
    `diff --git a/${path} b/${path}`,
    `--- a/${path}`,
    `+++ b/${path}`,
    '@@ -1 +1 @@',
    ...lines.map((line) => `+${line}`),
    '',
  ].join('\n');
  return { path, change: 'changed', isBinary: false, text, ...rest };
}

const shown = () => false;

describe('a diff that fits', () => {
  it('is whole where there is room', () => {
    const files = [file('a.ts', ['one']), file('b.ts', ['two'])];
    const { list, diff } = fitDiff(files, shown, 10_000);
    assert.equal(list, 'changed a.ts\nchanged b.ts');
    assert.equal(diff, files.map(({ text }) => text.trimEnd()).join('\n'));
  });

  it('gives a small file all of its lines beside a large one, which says that it is cut', () => {
    const large = Array.from({ length: 2_000 }, (_, index) => `const line${index} = ${index};`);
    const { diff } = fitDiff([file('large.ts', large), file('small.ts', ['tiny'])], shown, 1_000);
    assert.match(diff, /^\+tiny$/m);
    assert.match(diff, /^\+const line0 = 0;$/m);
    assert.ok(!diff.includes('line1999'));
    assert.match(diff, /^\(The rest of this file’s diff is left out\.\)$/m);
  });

  it('only names what is secret, hidden, binary, or written by a machine', () => {
    const paths = [
      '.env',
      'hidden/x.ts',
      'logo.png',
      'package-lock.json',
      'web/app.min.js',
      'pkg/api.pb.go',
      'bundle.js',
    ];
    const files = paths.map((path) =>
      file(path, [path === 'bundle.js' ? 'CONTENT '.repeat(400) : 'CONTENT'], {
        isBinary: path === 'logo.png',
      }),
    );
    const moved = file('public.txt', ['CONTENT'], { oldPath: 'keys/id_rsa', change: 'renamed' });
    const { list, diff } = fitDiff([...files, moved], (path) => path.startsWith('hidden/'), 10_000);
    assert.equal(diff, '');
    for (const path of paths) assert.ok(list.includes(`changed ${path}`), path);
    assert.ok(list.includes('renamed keys/id_rsa → public.txt'));
  });

  it('never takes more room than there is, and sends nothing that is to stay', () => {
    const anyFile = fc
      .record({
        name: fc.constantFrom('a.ts', 'b.py', '.env', 'yarn.lock', 'hidden.ts', '说明.md'),
        folder: fc.stringMatching(/^[a-z]{1,8}$/),
        lines: fc.array(fc.constantFrom('const x = 1;', '中文的一行', '', 'x'.repeat(300)), {
          maxLength: 60,
        }),
      })
      .map(({ name, folder, lines }) => {
        const path = `${folder}/${name}`;
        const isKept = name !== 'a.ts' && name !== 'b.py' && name !== '说明.md';
        return file(path, isKept ? lines.map((line) => `SECRET ${line}`) : lines);
      });
    fc.assert(
      fc.property(
        fc.array(anyFile, { maxLength: 30 }),
        fc.integer({ min: 40, max: 4_000 }),
        (files, tokens) => {
          const { list, diff } = fitDiff(files, (path) => path.endsWith('hidden.ts'), tokens);
          assert.ok(!diff.includes('SECRET'));
          assert.ok(estimateTokens(list) + estimateTokens(diff) <= tokens + 1, `${tokens}`);
          const allListed = files.every(({ path }) => list.includes(path));
          assert.ok(allListed || list.includes(`(${files.length} files in all)`));
        },
      ),
    );
  });
});
