import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import type { Uri } from 'vscode';
import { FakeUri, fake } from '../writing/fakeVSCode.ts';

describe('a link in the workspace', () => {
  let places: typeof import('../../../../src/extension/workspaceFiles/realPlace.ts');
  let scratch = '';
  const at = (path: string) => FakeUri.file(join(scratch, 'app', path)) as unknown as Uri;

  before(async () => {
    places = await import('../../../../src/extension/workspaceFiles/realPlace.ts');
  });

  beforeEach(async () => {
    scratch = await realpath(await mkdtemp(join(tmpdir(), 'hanlin-places-')));
    await mkdir(join(scratch, 'app'));
    await mkdir(join(scratch, 'other'));
    await writeFile(join(scratch, 'app/a.ts'), '');
    await writeFile(join(scratch, 'other/b.ts'), '');
    await symlink('../other', join(scratch, 'app/out'));
    await symlink('a.ts', join(scratch, 'app/in.ts'));
    await symlink('nowhere', join(scratch, 'app/broken'));
    fake.folders = [{ uri: FakeUri.file(join(scratch, 'app')) }];
  });

  afterEach(() => rm(scratch, { recursive: true, force: true }));

  it('leads out of it, or does not', async () => {
    const leadsOut = async (path: string) => [path, await places.leadsOut(at(path))];
    const paths = ['out/b.ts', 'out', 'in.ts', 'a.ts', 'broken', 'missing', '../other/b.ts'];
    assert.deepEqual(await Promise.all(paths.map(leadsOut)), [
      ['out/b.ts', true],
      ['out', true],
      ['in.ts', false],
      ['a.ts', false],
      ['broken', false],
      ['missing', false],
      ['../other/b.ts', false],
    ]);
  });

  it('is what leads to something in it, or is not', async () => {
    const isIn = (path: string) => places.isReallyInWorkspace(at(path));
    assert.deepEqual(await Promise.all(['a.ts', 'in.ts', 'out/b.ts', 'broken', '../other/b.ts'].map(isIn)), [
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
