import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { Problem } from '../../../scripts/problem.ts';
import { type CachedInstallation, installOnce } from '../../../scripts/vscode/cache.ts';

describe('an installation that is kept', () => {
  let parent: string;
  let installed: number;
  let original: typeof console.log;
  let printed: string[];

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'hanlin-cache-'));
    installed = 0;
    printed = [];
    original = console.log;
    console.log = (line: string) => printed.push(line);
  });
  afterEach(async () => {
    console.log = original;
    await rm(parent, { recursive: true, force: true });
  });

  /** Every test has a recipe of its own: this process remembers what it has found whole. */
  const thing = (changes: Partial<CachedInstallation> = {}): CachedInstallation => ({
    name: 'thing',
    what: 'A thing',
    megabytes: { download: 1, disk: 1, room: 1 },
    recipe: 'first',
    requiredFiles: ['needed'],
    install: async (directory) => {
      installed += 1;
      await mkdir(join(directory, 'inner'));
      await writeFile(join(directory, 'needed'), 'needed');
      await writeFile(join(directory, 'inner', 'other'), 'something');
    },
    ...changes,
  });
  const left = async () => (await readdir(parent)).sort();

  it('is made once', async () => {
    const first = await installOnce(thing(), undefined, parent);
    assert.equal(first.directory, join(parent, 'thing'));
    assert.ok(first.fetchedInMs !== undefined);
    assert.deepEqual(await installOnce(thing(), undefined, parent), { directory: first.directory });
    assert.equal(installed, 1);
    assert.deepEqual(await left(), ['thing']);
    assert.equal(printed.length, process.stdout.isTTY ? 1 : 2, printed.join('\n'));
  });

  it('is made again by another recipe', async () => {
    await installOnce(thing(), undefined, parent);
    await installOnce(thing({ recipe: 'second' }), undefined, parent);
    assert.equal(installed, 2);
  });

  for (const [name, damage] of Object.entries({
    'a file is missing': (directory: string) => rm(join(directory, 'inner', 'other')),
    'a file is cut': (directory: string) => truncate(join(directory, 'inner', 'other'), 3),
    'a file that is needed is missing': (directory: string) => rm(join(directory, 'needed')),
    'it was never finished': (directory: string) => rm(join(directory, '.installed')),
    'its mark is torn': (directory: string) => truncate(join(directory, '.installed'), 9),
  })) {
    it(`is made again when ${name}`, async () => {
      // Another process: this one has seen it whole.
      await makeElsewhere(parent);
      await damage(join(parent, 'thing'));
      const { directory } = await installOnce(thing(), undefined, parent);
      assert.equal(installed, 1);
      assert.equal(await readFile(join(directory, 'inner', 'other'), 'utf8'), 'something');
    });
  }

  it('is found whole when another process has made it', async () => {
    await makeElsewhere(parent);
    await writeFile(join(parent, 'thing', 'more'), 'does no harm');
    await installOnce(thing(), undefined, parent);
    assert.equal(installed, 0);
  });

  it('leaves nothing that could be taken for good when it fails, but what was fetched', async () => {
    const failing = thing({
      install: async (directory, { cache }) => {
        await mkdir(cache);
        await writeFile(join(directory, 'needed'), '');
        throw new Problem('No network.');
      },
    });
    await assert.rejects(installOnce(failing, undefined, parent), /^Error: No network\.$/);
    assert.deepEqual(await left(), ['thing.download']);
    await installOnce(thing(), undefined, parent);
    assert.deepEqual(await left(), ['thing']);
  });

  it('says what is wrong with the disk in one sentence', async () => {
    const full = thing({
      install: () => Promise.reject(Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' })),
    });
    await assert.rejects(installOnce(full, undefined, parent), (error) => {
      assert.ok(error instanceof Problem);
      assert.equal(error.message, 'The disk is full (ENOSPC). Make room, then start this again.');
      return true;
    });
    const huge = thing({ megabytes: { download: 1, disk: 1, room: 1e12 } });
    await assert.rejects(installOnce(huge, undefined, parent), /^Error: The disk is too full for A thing: /);
  });

  it('ends with its signal, and leaves the one before in its place', async () => {
    await installOnce(thing(), undefined, parent);
    const stop = new AbortController();
    const interrupted = thing({
      recipe: 'second',
      install: async (directory) => {
        await writeFile(join(directory, 'needed'), '');
        stop.abort(new Error('Ctrl+C'));
      },
    });
    await assert.rejects(installOnce(interrupted, stop.signal, parent), /^Error: Ctrl\+C$/);
    assert.deepEqual(await left(), ['thing']);
    await installOnce(thing(), undefined, parent);
    assert.equal(installed, 1);
  });

  it('sweeps up after a process that was killed, and after no other', async () => {
    const gone = spawn(process.execPath, ['--eval', '']);
    await once(gone, 'exit');
    await mkdir(join(parent, `thing.${gone.pid}.partial`));
    await mkdir(join(parent, `other.${process.ppid}.partial`));
    await installOnce(thing(), undefined, parent);
    assert.deepEqual(await left(), [`other.${process.ppid}.partial`, 'thing']);
  });
});

/** As an earlier start would have left it. */
async function makeElsewhere(parent: string): Promise<void> {
  const directory = join(parent, 'thing');
  await mkdir(join(directory, 'inner'), { recursive: true });
  await writeFile(join(directory, 'needed'), 'needed');
  await writeFile(join(directory, 'inner', 'other'), 'something');
  const stamp = { recipe: 'first', files: 2, bytes: 'needed'.length + 'something'.length };
  await writeFile(join(directory, '.installed'), JSON.stringify(stamp));
}
