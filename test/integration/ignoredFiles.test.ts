import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { TextAttachment } from '../../src/chat/attachment.ts';
import { codeAtCursor } from '../../src/extension/context/codeContext.ts';
import { ContextSearch } from '../../src/extension/context/contextSearch.ts';
import { uriAttachment } from '../../src/extension/context/fileAttachment.ts';
import { workspaceProblems } from '../../src/extension/context/problemsAttachment.ts';
import { ignoredFiles } from '../../src/extension/workspaceFiles/ignoredFiles.ts';
import { eventually } from './support/eventually.ts';

describe('ignored files', () => {
  const root = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/');
  const folder = join(root.fsPath, 'ignoreTest');
  const at = (path: string): vscode.Uri => vscode.Uri.file(join(folder, path));
  const forbidden = /is not sent: \.hanlinignore keeps it out\./;
  let context: ContextSearch;

  before(async () => {
    await mkdir(join(folder, 'deep'), { recursive: true });
    await writeFile(join(folder, '.gitignore'), '*.gen\n');
    await writeFile(join(folder, 'deep', '.gitignore'), '!kept.gen\n');
    await writeFile(join(folder, '.hanlinignore'), '/private*\n');
    for (const name of [
      'quartz.ts',
      'quartz.gen',
      'privateQuartz.ts',
      'deep/kept.gen',
      'deep/quartzLost.gen',
    ])
      await writeFile(join(folder, name), `text of ${name}\n`);
    // The watcher may still have to tell of the files.
    await eventually(
      async () => (await ignoredFiles()).isForbidden(at('privateQuartz.ts')),
      'the rules are not read',
    );
  });

  after(() => rm(folder, { recursive: true, force: true }));

  beforeEach(() => {
    context = new ContextSearch();
  });

  afterEach(async () => {
    context.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('are not found', async () => {
    const groups = await context.search('quartz');
    const found = groups.flatMap(({ items }) => items.map(({ label }) => label));
    assert.deepEqual(found, ['quartz.ts']);
  });

  it('are not in a folder', async () => {
    const { text } = (await uriAttachment(at(''))) as TextAttachment;
    assert.match(text, /text of quartz\.ts/);
    assert.match(text, /text of deep\/kept\.gen/);
    assert.doesNotMatch(text, /quartz\.gen|privateQuartz|quartzLost/);
  });

  it('are not among the problems of the workspace', async () => {
    const diagnostics = vscode.languages.createDiagnosticCollection('ignoreTest');
    try {
      const problem = new vscode.Diagnostic(new vscode.Range(0, 0, 0, 1), 'bad');
      for (const name of ['quartz.ts', 'quartz.gen', 'privateQuartz.ts'])
        diagnostics.set(at(name), [problem]);
      const uris = (await workspaceProblems()).map(([uri]) => uri.toString());
      assert.deepEqual(uris, [at('quartz.ts').toString()]);
    } finally {
      diagnostics.dispose();
    }
  });

  it('may be attached by name where it is Git that ignores them', async () => {
    const attached = await uriAttachment(at('quartz.gen'));
    assert.equal('code' in attached && attached.code, 'text of quartz.gen\n');
  });

  it('are never sent where .hanlinignore says so, whatever the user does', async () => {
    await assert.rejects(uriAttachment(at('privateQuartz.ts')), forbidden);
    assert.deepEqual(await context.attachUris([at('privateQuartz.ts').toString()]), []);
    await vscode.window.showTextDocument(at('privateQuartz.ts'));
    await assert.rejects(codeAtCursor(), forbidden);
    const groups = await context.search('');
    const labels = groups.flatMap(({ items }) => items.map(({ label }) => label));
    assert.ok(!labels.includes('privateQuartz.ts'));
  });

  it('are those of files.exclude as well, from the moment it is set', async () => {
    const files = vscode.workspace.getConfiguration('files', root);
    const before = files.inspect<object>('exclude')?.globalValue;
    await files.update('exclude', { '**/quartz.ts': true }, vscode.ConfigurationTarget.Global);
    try {
      assert.equal((await ignoredFiles()).isIgnored(at('quartz.ts')), true);
      assert.equal((await ignoredFiles()).isForbidden(at('quartz.ts')), false);
    } finally {
      await files.update('exclude', before, vscode.ConfigurationTarget.Global);
    }
    assert.equal((await ignoredFiles()).isIgnored(at('quartz.ts')), false);
  });

  it('are the same in the older version that an editor shows beside them', async () => {
    const older = at('privateQuartz.ts').with({ scheme: 'git', query: '{}' });
    assert.equal((await ignoredFiles()).isForbidden(older), true);
  });
});
