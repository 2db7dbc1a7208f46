import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { type CodeActions, createCodeActions } from '../../src/extension/codeActions/codeActions.ts';
import { commandIds } from '../../src/extension/commandIds.ts';
import { reportFigure } from '../figures.ts';
import { useScene } from './support/hanlin.ts';
import { newDocument } from './support/newDocument.ts';

/** Some files, and what the question says of them; test/unit/extension/writing tries more of them. */
const places: Readonly<Record<string, RegExp>> = {
  '.gitlab-ci.yml': /^GitLab runs/,
  '.github/copilot-instructions.md': /^GitHub Copilot follows/,
  'tests/conftest.py': /^pytest runs/,
  'link.txt': /^Git(?:Lab)? runs .*\nA link leads to .*\/ci\/\.gitlab-ci\.yml\./,
};

/** Of a link that leads out of the workspace. */
const leadsOut = /^A link leads to .*\/writing-.*\.txt\.\nThis file is outside of the workspace\./;

const text = 'one\ntwo\nthree\n';

describe('every way to write a file', () => {
  const current = useScene();
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/');
  const root = join(folder.fsPath, 'writingTest');
  const asked: string[] = [];
  const { showWarningMessage } = vscode.window;
  let outside = '';
  let agree = false;
  let actions: CodeActions;
  let tried = 0;
  let refused = 0;

  const saveByItself = (value: string | undefined): Thenable<void> =>
    vscode.workspace.getConfiguration('files').update('autoSave', value, vscode.ConfigurationTarget.Global);

  before(async () => {
    await saveByItself('off');
    outside = await mkdtemp(join(process.env['HANLIN_TEST_SCRATCH'] ?? tmpdir(), 'writing-'));
    const linked = join(root, 'ci/.gitlab-ci.yml');
    for (const file of [linked, ...Object.keys(places).map((path) => join(root, path))]) {
      await mkdir(dirname(file), { recursive: true });
      if (!file.endsWith('link.txt')) await writeFile(file, text);
    }
    await symlink(linked, join(root, 'link.txt'));
    for (const name of Object.keys(writers)) {
      await writeFile(join(outside, `${name}.txt`), text);
      await symlink(join(outside, `${name}.txt`), join(root, `outside ${name}.txt`));
    }
  });

  after(async () => {
    await saveByItself(undefined);
    await rm(root, { recursive: true, force: true });
    await rm(outside, { recursive: true, force: true });
    reportFigure(`writes that are asked about first, ways × files: ${refused} of ${tried}`);
  });

  beforeEach(() => {
    asked.length = 0;
    agree = false;
    actions = createCodeActions({
      async confirm(_, detail) {
        asked.push(detail);
        return agree;
      },
      choose: async (_, choices) => choices[0]?.value,
      say: () => {},
    });
    // What an edit in place asks.
    vscode.window.showWarningMessage = (async (
      _: string,
      options: vscode.MessageOptions,
      ...rest: unknown[]
    ) => {
      asked.push(options.detail ?? '');
      return agree ? rest[0] : undefined;
    }) as typeof vscode.window.showWarningMessage;
  });

  afterEach(async () => {
    Object.assign(vscode.window, { showWarningMessage });
    await vscode.commands.executeCommand(commandIds.rejectChange).then(undefined, () => {});
    actions.dispose();
    for (const document of vscode.workspace.textDocuments) {
      if (!document.isDirty || document.isClosed) continue;
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  const carryOut = (action: 'insert' | 'replace' | 'apply', code: string, path?: string, language?: string) =>
    actions.carryOutCodeAction({ action, code, language, path }, { attachments: [] });

  /** Each writes into a file that is open in the active editor, with its first line selected. */
  const writers: Readonly<Record<string, (path: string) => Promise<unknown>>> = {
    insert: (path) => carryOut('insert', 'new', path),
    replace: (path) => carryOut('replace', 'new', path),
    async apply() {
      await carryOut('apply', 'new\ntwo\nthree\n');
      await actions.acceptChange();
    },
    async 'apply one hunk'() {
      await carryOut('apply', 'new\ntwo\nother\n');
      await actions.settleHunk('accept', undefined, 0);
    },
    async 'apply a diff'(path) {
      await carryOut(
        'apply',
        `--- a/${path}\n+++ b/${path}\n@@ -1,2 +1,2 @@\n-one\n+new\n two\n`,
        path,
        'diff',
      );
      await actions.acceptChange();
    },
    async 'edit in place'() {
      current().server.always({ type: 'reply', text: ['```\n', 'new\n', '```\n'] });
      await vscode.commands.executeCommand(commandIds.editSelection, 'Change it');
      await vscode.commands.executeCommand(commandIds.acceptChange);
    },
  };

  for (const [name, write] of Object.entries(writers)) {
    it(`asks first: ${name}`, async () => {
      // What is sent of a file outside of the workspace is asked about as well.
      const out = name === 'edit in place' ? [] : [[`outside ${name}.txt`, leadsOut] as const];
      for (const [path, reason] of [...Object.entries(places), ...out]) {
        const uri = vscode.Uri.file(join(root, path));
        const document = await vscode.workspace.openTextDocument(uri);
        const editor = await vscode.window.showTextDocument(document, { preview: false });
        editor.selection = new vscode.Selection(0, 0, 0, 3);
        asked.length = 0;
        agree = false;
        tried += 1;
        await write(`writingTest/${path}`);
        assert.equal(asked.length, 1, `${path}: ${asked.join('\n')}`);
        assert.match(asked[0] ?? '', reason, path);
        assert.equal(document.getText(), text, path);
        refused += 1;
        const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
        await vscode.window.tabGroups.close(
          tabs.filter(({ input }) => input instanceof vscode.TabInputTextDiff),
        );
        agree = true;
        await vscode.window.showTextDocument(document, { preview: false });
        editor.selection = new vscode.Selection(0, 0, 0, 3);
        await write(`writingTest/${path}`);
        assert.match(document.getText(), /new/, path);
        await vscode.window.showTextDocument(document);
        await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
        await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      }
    });
  }

  it('asks for each of several files that a diff changes, and goes on after a refusal', async () => {
    const diff = Object.keys(places)
      .slice(0, 3)
      .map(
        (path) => `--- a/writingTest/${path}\n+++ b/writingTest/${path}\n@@ -1,2 +1,2 @@\n-one\n+new\n two\n`,
      );
    const added = '--- /dev/null\n+++ b/writingTest/new/.gitlab-ci.yml\n@@ -0,0 +1 @@\n+new\n';
    await carryOut('apply', [...diff, added].join(''), undefined, 'diff');
    assert.equal(asked.length, 1, 'the new file');
    const proposals = vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .flatMap(({ input }) => (input instanceof vscode.TabInputTextDiff ? [input.modified] : []));
    assert.equal(proposals.length, 3);
    for (const proposal of proposals) await actions.acceptChange(proposal);
    assert.equal(asked.length, 4);
    for (const path of Object.keys(places).slice(0, 3)) {
      const document = await vscode.workspace.openTextDocument(vscode.Uri.file(join(root, path)));
      assert.equal(document.getText(), text, path);
    }
    for (const proposal of proposals) await actions.rejectChange(proposal);
  });

  it('sends nothing for an edit in place that is not agreed to', async () => {
    const uri = vscode.Uri.file(join(root, '.gitlab-ci.yml'));
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    await vscode.commands.executeCommand(commandIds.editSelection, 'Change it');
    assert.equal(asked.length, 1);
    assert.deepEqual(current().server.requests, []);
  });

  it('does not ask in documents that have no file yet', async () => {
    const document = await newDocument(text);
    await vscode.window.showTextDocument(document);
    await carryOut('insert', 'new');
    assert.match(document.getText(), /new/);
    assert.deepEqual(asked, []);
  });
});
