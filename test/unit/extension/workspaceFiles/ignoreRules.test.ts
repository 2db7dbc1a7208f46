import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it } from 'mocha';
import {
  globLines,
  type IgnoreFile,
  ignoreRules,
} from '../../../../src/extension/workspaceFiles/ignoreRules.ts';
import { git } from '../../../git.ts';
import { processorTime } from '../../../processorTime.ts';

const files: readonly IgnoreFile[] = [
  { folder: '', text: '*.log\nbuild\n/only\n# comment\n\\#x\nsub/deep/*.tmp\r\ntrailing  \n' },
  { folder: 'sub', text: '# comment\n!keep.log\n!build\n/top\n\\!y\nfoo/**/bar\n' },
  { folder: 'build', text: '!x\n' },
  { folder: 'a [b]', text: 'z\n' },
  { folder: 'spaces', text: 'made/   \n   \n' },
  { folder: 'marked', text: '\uFEFFx\n' },
  { folder: 'not marked', text: 'q\uFEFFx\n' },
];
const paths = [
  'a.log',
  'sub/a.log',
  'sub/keep.log',
  'sub/x/keep.log',
  'build/x',
  'sub/build/x',
  'only/x',
  'sub/only',
  '#x',
  'sub/top/a',
  'sub/q/top',
  'sub/!y',
  'sub/foo/1/2/bar',
  'sub/foo/bar',
  'sub/q/foo/bar',
  'sub/deep/k.tmp',
  'trailing',
  'a [b]/z',
  'a [b]/q/z/1',
  'ab/z',
  '# comment',
  'sub/# comment',
  'spaces/made/x',
  'spaces/deep/made/x',
  'spaces/deep/x',
  'marked/x',
  'not marked/q\uFEFFx',
  'not marked/qx',
];

describe('ignore rules', () => {
  it('are those of Git', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ignore-'));
    try {
      git(folder, 'init', '-q');
      const write = (path: string, text: string) => {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      };
      for (const path of paths) write(path, '');
      for (const file of files) write(join(file.folder, '.gitignore'), file.text);
      const listed = git(folder, 'ls-files', '-z', '--others', '--exclude-standard');
      const kept = new Set(listed.split('\0'));
      const isIgnored = ignoreRules(files.toReversed(), false);
      for (const path of paths) assert.equal(isIgnored(path), !kept.has(path), path);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('fold case only where the file system does', () => {
    assert.equal(ignoreRules(files, true)('A.LOG'), true);
    assert.equal(ignoreRules(files, false)('A.LOG'), false);
  });

  it('read the globs of VS Code from the top', () => {
    const isExcluded = ignoreRules(
      [{ folder: '', text: globLines(['**/.git', 'out', '*.js', '**/*.map', '/top', './here']) }],
      false,
    );
    const excluded = ['.git/x', 'x/.git/y', 'out/a', 'a.js', 'deep/down.map', 'top', 'here/x'];
    for (const path of excluded) assert.ok(isExcluded(path), path);
    for (const path of ['x/out/a', 'x/a.js', 'a.ts']) assert.ok(!isExcluded(path), path);
  });

  it('say nothing of what is not below their folder', () => {
    assert.equal(ignoreRules([{ folder: '', text: '*' }], false)('../x'), false);
  });

  it('hold however many there are in other folders, and in however many folders', () => {
    const others = Array.from({ length: 300 }, (_, at) => ({ folder: `f${at}`, text: 'x\ny\n'.repeat(50) }));
    const isIgnored = ignoreRules([...others, { folder: '', text: '.env\n' }], false);
    for (const path of ['.env', 'f7/.env', 'f299/a/.env', 'f0/x', 'f299/y', 'f1/a/x']) {
      assert.ok(isIgnored(path), path);
    }
    for (const path of ['x', 'g/x', 'f7/z', 'f77']) assert.ok(!isIgnored(path), path);
  });

  it('leave out everything where there are too many on the way to a path', () => {
    const line = (at: number) => `other${at}\n`;
    const text = Array.from({ length: 1_500 }, (_, at) => line(at)).join('');
    const isIgnored = ignoreRules(
      [
        { folder: '', text },
        { folder: 'Sub', text },
      ],
      true,
    );
    assert.ok(!isIgnored('a.ts'));
    assert.ok(!isIgnored('other/a.ts'));
    for (const path of ['sub/a.ts', 'SUB/deep/a.ts']) assert.ok(isIgnored(path), path);
  });

  describe('that somebody wrote to stop the editor', () => {
    const depth = 99;
    const names = [
      `${'a'.repeat(250)}b`,
      `${'a/'.repeat(depth)}b`,
      `${'aa/'.repeat(depth)}zb`,
      `${`${'a'.repeat(40)}/`.repeat(depth)}b`,
    ];
    const pieces = ['*a', '*[ab]', '*?a', '*a**a', '**/a', '**/a/', '**/*a/', '*a*/', '**/', '*', '\\*a'];
    const patterns = pieces.flatMap((piece) => [3, 12, 140].map((count) => `${piece.repeat(count)}z`));

    it('take no time', () => {
      for (const text of [
        ...patterns,
        ' '.repeat(100_000),
        `${' '.repeat(100_000)}x`,
        'a*'.repeat(100_000),
      ]) {
        for (const path of names) {
          const took = processorTime(() => ignoreRules([{ folder: '', text }], false)(path));
          assert.ok(took < 500, `${text.slice(0, 20)}… on ${path.slice(0, 10)}… took ${took} ms`);
        }
      }
    }).timeout(60_000);

    it('leave out too much rather than too little', () => {
      const leavesOut = (text: string, path: string) => ignoreRules([{ folder: '', text }], false)(path);
      assert.ok(leavesOut('a/**/b/**/c/**/d', 'a/1/b/2/c/3/d'));
      assert.ok(leavesOut('a/**/b/**/c/**/d', 'a/1/d'), 'a broader pattern');
      assert.ok(!leavesOut('a/**/b/**/c', 'a/1/c'), 'as it is written');
      assert.ok(leavesOut('secret\n!a/**/b/**/c/**/secret', 'a/1/b/2/c/3/secret'), 'nothing comes back');
      assert.ok(leavesOut('**/a/**/b/**/c', '1/c'), 'broader at the beginning');
      assert.ok(leavesOut('a/**/b/**/c/**', 'a/1/d'), 'broader at the end');
      assert.ok(!leavesOut('', `${'a/'.repeat(99)}b`), 'as deep as people make folders');
      assert.ok(leavesOut('', `${'a/'.repeat(100)}b`), 'deeper than people make folders');
    });
  });
});
