import assert from 'node:assert/strict';
import fs, { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { linkSteps } from '../../../../src/extension/writing/linkSteps.ts';

describe('the paths by which a file is reached', () => {
  let root = '';
  const at = (path: string): string => join(root, path);

  beforeEach(async () => {
    root = await realpath(await mkdtemp(join(tmpdir(), 'hanlin-links-')));
    await mkdir(at('src'));
    await mkdir(at('.git/hooks'), { recursive: true });
    await writeFile(at('src/a.ts'), '');
    await writeFile(at('.git/hooks/pre-commit'), '');
  });

  afterEach(() => rm(root, { recursive: true, force: true }));

  it('are its own alone without links', async () => {
    assert.deepEqual(await linkSteps(at('src/a.ts')), [at('src/a.ts')]);
    assert.deepEqual(await linkSteps(at('src/b/../a.ts')), [at('src/a.ts')]);
    assert.deepEqual(await linkSteps(at('src/new/deeper/a.ts')), [at('src/new/deeper/a.ts')]);
    assert.deepEqual(await linkSteps(at('src/a.ts/below')), [at('src/a.ts/below')]);
    assert.deepEqual(await linkSteps('/'), ['/']);
  });

  it('go through a link that is the file, or a folder above it', async () => {
    await symlink('../.git/hooks/pre-commit', at('src/b.ts'));
    await symlink(at('.git'), at('src/folder'));
    await symlink('folder', at('src/again'));
    const hook = at('.git/hooks/pre-commit');
    assert.deepEqual(await linkSteps(at('src/b.ts')), [at('src/b.ts'), hook]);
    assert.deepEqual(await linkSteps(at('src/again/hooks/pre-commit')), [
      at('src/again/hooks/pre-commit'),
      at('src/folder/hooks/pre-commit'),
      hook,
    ]);
  });

  it('go through links to what is not there yet', async () => {
    await symlink('../.vscode/tasks.json', at('src/c.ts'));
    await symlink('../.git/hooks', at('src/hooks'));
    assert.deepEqual(await linkSteps(at('src/c.ts')), [at('src/c.ts'), at('.vscode/tasks.json')]);
    assert.deepEqual(await linkSteps(at('src/hooks/new/x')), [at('src/hooks/new/x'), at('.git/hooks/new/x')]);
  });

  it('are told one after the other: what stands between counts as well', async () => {
    await mkdir(at('.husky'));
    await symlink('../src/a.ts', at('.husky/pre-commit'));
    await symlink('../.husky/pre-commit', at('src/d.ts'));
    assert.deepEqual(await linkSteps(at('src/d.ts')), [
      at('src/d.ts'),
      at('.husky/pre-commit'),
      at('src/a.ts'),
    ]);
  });

  it('are not known where links lead in a circle', async () => {
    await symlink('two', at('one'));
    await symlink('one', at('two'));
    assert.equal(await linkSteps(at('one')), undefined);
    assert.equal(await linkSteps(at('one/x')), undefined);
  });

  it('are not known where a name is longer than any that the disk has', async () => {
    assert.equal(await linkSteps(at('x'.repeat(300))), undefined);
    await symlink('y'.repeat(250), at('long'));
    assert.deepEqual(await linkSteps(at('long')), [at('long'), at('y'.repeat(250))]);
  });

  it('are found up to forty links', async () => {
    for (let link = 1; link <= 41; link++)
      await symlink(link === 1 ? 'src/a.ts' : `l${link - 1}`, at(`l${link}`));
    assert.equal((await linkSteps(at('l40')))?.length, 41);
    assert.equal(await linkSteps(at('l41')), undefined);
  });

  describe('on other disks', () => {
    const own = { readlink: fs.readlink, realpath: fs.realpath };

    function answer(replaced: Partial<Record<keyof typeof own, (path: string) => Promise<string>>>): void {
      Object.assign(fs, replaced);
      syncBuiltinESMExports();
    }

    afterEach(() => {
      Object.assign(fs, own);
      syncBuiltinESMExports();
    });

    for (const code of ['EINVAL', 'UNKNOWN', 'EISDIR']) {
      it(`are its own alone where reading a link that is none fails with ${code}`, async () => {
        answer({ readlink: () => Promise.reject(Object.assign(new Error(code), { code })) });
        assert.deepEqual(await linkSteps(at('src/a.ts')), [at('src/a.ts')]);
      });
    }

    it('are not known where a link cannot be read', async () => {
      answer({ readlink: () => Promise.reject(Object.assign(new Error('EIO'), { code: 'EIO' })) });
      assert.equal(await linkSteps(at('src/a.ts')), undefined);
    });

    it('end with the names that the disk has, which may be spelt otherwise', async () => {
      answer({ realpath: async (path) => path.replace('SRC', 'src') });
      assert.deepEqual(await linkSteps(at('SRC/new.ts')), [at('SRC/new.ts'), at('src/new.ts')]);
    });
  });
});
