import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { findPaths, openPath } from '../../src/extension/workspacePaths.ts';
import { ownTime } from '../ownTime.ts';

describe('paths in an answer', () => {
  let root: string;
  let outside: string;

  before(async () => {
    root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    outside = await mkdtemp(join(tmpdir(), 'hanlin-'));
    await writeFile(join(outside, 'secret.ts'), '');
    await mkdir(join(root, 'one'));
    await mkdir(join(root, 'two'));
    await writeFile(join(root, 'one', 'unique name.ts'), 'line 1\nline 2\n');
    await writeFile(join(root, 'one', 'twice.ts'), '');
    await writeFile(join(root, 'two', 'twice.ts'), '');
    await symlink(outside, join(root, 'linked'));
    await symlink(join(outside, 'secret.ts'), join(root, 'linked.ts'));
  });

  after(async () => {
    for (const path of ['one', 'two', 'linked', 'linked.ts']) await rm(join(root, path), { recursive: true });
    await rm(outside, { recursive: true });
  });

  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('are found in all their forms when they are files of the workspace', async () => {
    const paths = [
      'src/pricing.ts',
      './src/pricing.ts:3',
      'src/pricing.ts:3:5',
      'src/pricing.ts#L3-L9',
      'src/pricing.ts(3,5)',
      'src\\pricing.ts',
      'src/../src/pricing.ts',
      join(root, 'src', 'pricing.ts'),
      vscode.Uri.file(join(root, 'src', 'pricing.ts')).toString(),
      'pricing.ts:3',
      'unique name.ts',
    ];
    assert.deepEqual(await findPaths(paths), paths);
  });

  it('are not found outside of it, nor where it is not clear which file is meant', async () => {
    assert.deepEqual(
      await findPaths([
        'src',
        'src/none.ts',
        'none.ts',
        'twice.ts',
        '*.ts',
        '{pricing,retry}.ts',
        '',
        join(outside, 'secret.ts'),
        `../${outside.split('/').at(-1)}/secret.ts`,
        'src/../../../../../etc/hosts',
        'linked/secret.ts',
        'linked.ts',
        'secret.ts',
        '/etc/hosts',
      ]),
      [],
    );
  });

  it('are answered by the hundred without delay', async () => {
    const paths = Array.from({ length: 500 }, (_, index) => `src/folder${index}/file${index}.ts`);
    const startedAt = ownTime();
    assert.deepEqual(await findPaths([...paths, 'src/pricing.ts']), [], 'only so many are looked at');
    assert.ok(ownTime() - startedAt < 3_000);
  });

  it('open at their line and column', async () => {
    await openPath('one/unique name.ts:2:4');
    const editor = vscode.window.activeTextEditor;
    assert.match(editor?.document.uri.path ?? '', /one\/unique name\.ts$/);
    assert.deepEqual(editor?.selection, new vscode.Selection(1, 3, 1, 3));
  });

  it('do not open outside the workspace', async () => {
    await openPath(join(outside, 'secret.ts'));
    await openPath('linked.ts');
    assert.equal(vscode.window.activeTextEditor, undefined);
  });
});
