import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testsOf, weigh } from '../../mutation/baseline.ts';
import { CoverageCache } from '../../mutation/coverageCache.ts';
import { findFolders } from '../../mutation/folders.ts';
import { ImportGraph, importsOf } from '../../mutation/imports.ts';
import { inParallel } from '../../mutation/inParallel.ts';
import type { Mutant } from '../../mutation/mutant.ts';
import { readOptions } from '../../mutation/options.ts';
import { type Fate, failing, glueText, score, survivorsText, tableText } from '../../mutation/report.ts';
import { writeFiles } from '../../mutation/sandbox.ts';

const mutant: Mutant = {
  id: '1',
  file: 'src/chat/session.ts',
  mutator: 'BooleanLiteral',
  start: 0,
  end: 4,
  line: 3,
  column: 5,
  original: 'true',
  replacement: 'false',
};

describe('the options of npm run mutate', () => {
  it('are all of src, 60 of each folder, with a seed by chance', () => {
    const { workers, ...options } = readOptions([], 0.25);
    assert.deepEqual(options, {
      folders: ['src'],
      files: [],
      tests: ['test/unit', 'test/reliability/diagnose'],
      sample: 60,
      seed: 250_000,
    });
    assert.ok(workers === 1 || workers === 2);
  });

  it('are what was asked for', () => {
    const args = ['--folder', './src/chat/', '--folder', 'src\\net', '--file', 'src/net/sse.ts', '--all'];
    assert.deepEqual(
      readOptions([...args, '--seed', '7', '--workers', '3', '--test', 'test/unit/chat/'], 0),
      {
        folders: ['src/chat', 'src/net'],
        files: ['src/net/sse.ts'],
        tests: ['test/unit/chat'],
        sample: Number.POSITIVE_INFINITY,
        seed: 7,
        workers: 3,
      },
    );
  });

  for (const args of [
    ['--sample', '0'],
    ['--sample', 'x'],
    ['--seed', '1.5'],
    ['--workers', '0'],
    ['--folder', 'test/unit'],
    ['--folder', 'srcs'],
  ]) {
    it(`are refused: ${args.join(' ')}`, () => assert.throws(() => readOptions(args, 0), /wants|not in src/));
  }
});

describe('the imports of a source file', () => {
  it('are what it loads when it runs', () => {
    const source = [
      "import a from './a.ts';",
      "import type { B } from './types.ts';",
      'import {',
      '  type C,',
      '  d,',
      "} from './d.ts';",
      "import './effect.ts';",
      "export { e } from './e.ts';",
      "export type { F } from './types.ts';",
      "const late = await import('./late.ts');",
    ].join('\n');
    const expected = ['./a.ts', './d.ts', './effect.ts', './e.ts', './late.ts'];
    assert.deepEqual(importsOf(source).toSorted(), expected.toSorted());
  });
});

describe('the folders of src', () => {
  let root = '';
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'hanlin-mutation-'));
    await writeFiles(
      root,
      new Map([
        ['src/chat/pure.ts', "import './deeper/inner.ts';"],
        ['src/chat/deeper/inner.ts', "import '../pure.ts';"],
        ['src/chat/untested.ts', ''],
        ['src/chat/types.d.ts', ''],
        ['src/chat/style.css', ''],
        ['src/editor/direct.ts', "import * as vscode from 'vscode';"],
        ['src/editor/indirect.ts', "import './direct.ts';"],
        ['src/editor/typesOnly.ts', "import type * as vscode from 'vscode';"],
        ['src/editorial/other.ts', ''],
        ['test/unit/pure.test.ts', "import '../../src/chat/pure.ts';"],
      ]),
    );
  });
  after(() => rm(root, { recursive: true }));
  const find = (...names: readonly string[]) =>
    findFolders(root, names, ['test/unit/pure.test.ts'], new ImportGraph(root));

  it('are each one by itself, with what needs VS Code apart', async () => {
    assert.deepEqual(await find('src'), [
      { name: 'src/chat', files: ['src/chat/pure.ts', 'src/chat/untested.ts'], glue: [] },
      { name: 'src/chat/deeper', files: ['src/chat/deeper/inner.ts'], glue: [] },
      {
        name: 'src/editor',
        files: ['src/editor/typesOnly.ts'],
        glue: ['src/editor/direct.ts', 'src/editor/indirect.ts'],
      },
      { name: 'src/editorial', files: ['src/editorial/other.ts'], glue: [] },
    ]);
  });

  it('are those that are named and the ones inside', async () => {
    const names = (await find('src/chat', 'src/editor')).map(({ name }) => name);
    assert.deepEqual(names, ['src/chat', 'src/chat/deeper', 'src/editor']);
  });

  it('are reached in a circle', () => {
    const reached = new ImportGraph(root).reachedFrom('src/chat/pure.ts');
    assert.deepEqual([...reached], ['src/chat/pure.ts', 'src/chat/deeper/inner.ts']);
  });
});

describe('the tests of a mutant', () => {
  it('are those that pass it, those first that are about its file', () => {
    const hits = (...ids: readonly string[]) => new Map(ids.map((id) => [id, 3]));
    const covered = [
      { testFile: 'whole.test.ts', ms: 900, hits: hits('1', '2', '3', '4') },
      { testFile: 'other.test.ts', ms: 10, hits: hits('2', '3') },
      { testFile: 'own.test.ts', ms: 100, hits: hits('1') },
      { testFile: 'quick.test.ts', ms: 5, hits: hits('1', '2') },
      { testFile: 'slow.test.ts', ms: 50, hits: hits('1', '2') },
    ];
    const fileOf = new Map([
      ['1', mutant.file],
      ...['2', '3', '4'].map((id) => [id, 'src/chat/other.ts'] as const),
    ]);
    const weighed = covered.map((each) => weigh(each, fileOf));
    const tests = testsOf(mutant, weighed, '/copy');
    assert.deepEqual(
      tests.map(({ path }) => path),
      ['own', 'quick', 'slow', 'whole'].map((name) => join('/copy', `${name}.test.ts`)),
    );
    assert.equal(tests[0]?.hits, 10_000);
    assert.ok(tests[3] && tests[0] && tests[3].patienceMs > tests[0].patienceMs);
  });
});

describe('what test files cover', () => {
  const testFile = 'test/unit/a.test.ts';
  const files = new Map([
    [testFile, "import '../../src/a.ts'; parse('import(\"./none.ts\")');"],
    ['src/a.ts', "import './b.ts';"],
    ['src/b.ts', ''],
    ['src/c.ts', ''],
  ]);
  const mutants = [
    { id: '7', file: 'src/a.ts' },
    { id: '8', file: 'src/a.ts' },
    { id: '9', file: 'src/b.ts' },
    { id: '10', file: 'src/c.ts' },
  ];
  const covered = {
    testFile,
    ms: 12,
    hits: new Map([
      ['8', 3],
      ['9', 1],
    ]),
  };
  let root = '';
  const cache = (looked: typeof mutants) =>
    new CoverageCache(join(root, 'out'), root, new ImportGraph(root), looked);
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'hanlin-mutation-'));
    await writeFiles(root, files);
    await cache(mutants).write(covered);
  });
  afterEach(() => rm(root, { recursive: true }));

  it('is known the next time, whatever the mutants are called then', async () => {
    assert.deepEqual(await cache(mutants).read(testFile), covered);
    const renamed = mutants.slice(0, 2).map(({ id, file }) => ({ id: `${Number(id) - 7}`, file }));
    assert.deepEqual(await cache(renamed).read(testFile), { testFile, ms: 12, hits: new Map([['1', 3]]) });
  });

  it('is not known for what was not looked at', async () => {
    await cache(mutants.slice(0, 2)).write(covered);
    assert.equal(await cache(mutants).read(testFile), undefined);
    assert.equal(await cache(mutants).read('test/unit/b.test.ts'), undefined);
  });

  for (const changed of [testFile, 'src/a.ts', 'src/b.ts']) {
    it(`is not known any more once ${changed} changes`, async () => {
      await writeFiles(root, new Map([[changed, `${files.get(changed)}\n`]]));
      assert.equal(await cache(mutants).read(testFile), undefined);
    });
  }

  it('does not hang on what it does not load', async () => {
    await writeFiles(root, new Map([['src/c.ts', '// changed']]));
    assert.deepEqual(await cache(mutants).read(testFile), covered);
  });
});

describe('the table of mutants', () => {
  const result = (folder: string, noticed: number, ...others: readonly Fate[]) => ({
    folder,
    equivalent: 1,
    glue: folder === 'src/a' ? 2 : 0,
    fates: [...Array.from({ length: noticed }, () => 'noticed' as const), ...others].map((fate) => ({
      mutant,
      fate,
    })),
  });

  it('counts what was noticed, and a loop for it', () => {
    assert.equal(score(result('src/a', 2, 'timed out', 'survived')), 0.75);
    assert.equal(score(result('src/a', 3, 'not covered')), 0.75);
    assert.equal(score(result('src/a', 0)), undefined);
  });

  it('fails a folder below 92 %, not one at it', () => {
    const lost = Array.from({ length: 8 }, () => 'survived' as const);
    const folders = [result('src/a', 92, ...lost), result('src/b', 91, ...lost), result('src/c', 0)];
    assert.deepEqual(
      failing(folders).map(({ folder }) => folder),
      ['src/b'],
    );
  });

  it('shows a line for each folder with mutants', () => {
    const text = tableText([
      result('src/a', 2, 'timed out', 'survived', 'not covered'),
      result('src/b', 1),
      result('src/c', 0),
    ]);
    assert.deepEqual(
      text.split('\n').map((line) => line.split(/ {2,}/)),
      [
        ['folder', 'mutants', 'noticed', 'timed out', 'survived', 'not covered', 'equivalent', 'score'],
        ['src/a', '5', '2', '1', '1', '1', '1', '60.0 % !'],
        ['src/b', '1', '1', '0', '0', '0', '1', '100.0 %'],
      ],
    );
  });

  it('names each survivor', () => {
    assert.equal(
      survivorsText([result('src/a', 1, 'survived', 'timed out', 'not covered')]),
      [
        'src/chat/session.ts:3:5 BooleanLiteral: true → false',
        'src/chat/session.ts:3:5 BooleanLiteral: true → false  (not covered)',
      ].join('\n'),
    );
  });

  it('does not hide what only runs in VS Code', () => {
    const text = glueText([result('src/a', 1), result('src/b', 1)]);
    assert.match(text, /unit tests \(2 files\)/);
    assert.match(text, /\n {2}src\/a \(2\)$/);
    assert.equal(glueText([result('src/b', 1)]), '');
  });
});

describe('work in parallel', () => {
  it('keeps the order of the results, and to the number at a time', async () => {
    let running = 0;
    let most = 0;
    const results = await inParallel([3, 1, 2, 0], 2, async (turns) => {
      running += 1;
      most = Math.max(most, running);
      for (let turn = 0; turn < turns; turn += 1) await undefined;
      running -= 1;
      return turns * 10;
    });
    assert.deepEqual(results, [30, 10, 20, 0]);
    assert.equal(most, 2);
  });
});
