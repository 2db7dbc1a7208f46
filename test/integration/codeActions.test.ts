import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { CodeAttachment } from '../../src/chat/attachment.ts';
import {
  type CodeActions,
  type CodeIntention,
  createCodeActions,
} from '../../src/extension/codeActions/codeActions.ts';
import { eventually } from './support/eventually.ts';
import { newDocument } from './support/newDocument.ts';

/** What the user was asked and told, and what they answer. */
const asked: { question: string; detail: string }[] = [];
const said: string[] = [];
let agree = true;
let choice = 0;

const folder = (): vscode.Uri => {
  const uri = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(uri);
  return uri;
};

/** Opens a document, with the cursor or the selections in it, and moves the focus away from the editors. */
async function edit(
  content: string,
  selections: readonly vscode.Selection[],
  language = 'typescript',
): Promise<vscode.TextDocument> {
  const document = await newDocument(content, language);
  await show(document, selections);
  return document;
}

async function show(document: vscode.TextDocument, selections: readonly vscode.Selection[]): Promise<void> {
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  editor.selections = selections;
  await leaveEditors();
}

/** As a click on a code block’s button does. */
async function leaveEditors(): Promise<void> {
  await vscode.commands.executeCommand('workbench.view.explorer');
}

function caret(line: number, character: number): vscode.Selection {
  return new vscode.Selection(line, character, line, character);
}

function attachment(document: vscode.TextDocument, startLine: number, endLine: number): CodeAttachment {
  const range = new vscode.Range(startLine - 1, 0, endLine - 1, 1_000);
  return {
    id: 'a',
    kind: 'selection',
    name: 'file',
    path: 'file',
    uri: String(document.uri),
    language: document.languageId,
    startLine,
    endLine,
    code: document.getText(document.validateRange(range)),
    before: '',
    after: '',
  };
}

function diffs(): vscode.TabInputTextDiff[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .map(({ input }) => input)
    .filter((input) => input instanceof vscode.TabInputTextDiff);
}

async function proposed(input: vscode.TabInputTextDiff | undefined): Promise<string> {
  assert.ok(input, `no diff; said: ${said.join(' ')}`);
  return (await vscode.workspace.openTextDocument(input.modified)).getText();
}

async function undo(document: vscode.TextDocument): Promise<void> {
  await vscode.window.showTextDocument(document);
  await vscode.commands.executeCommand('undo');
}

function emptyFileSystem(root: vscode.Uri): vscode.FileSystemProvider {
  return {
    onDidChangeFile: () => new vscode.Disposable(() => {}),
    watch: () => new vscode.Disposable(() => {}),
    stat(uri) {
      if (uri.path !== root.path) throw vscode.FileSystemError.FileNotFound(uri);
      return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    },
    readDirectory: () => [],
    createDirectory: () => assert.fail(),
    readFile: () => assert.fail(),
    writeFile: () => assert.fail(),
    delete: () => assert.fail(),
    rename: () => assert.fail(),
  };
}

describe('the buttons of a code block', () => {
  let actions: CodeActions;

  function act(
    action: CodeIntention['action'],
    code: string,
    more: Partial<CodeIntention> & { attachments?: readonly CodeAttachment[] } = {},
  ): Promise<void> {
    const { attachments = [], ...rest } = more;
    return actions.carryOutCodeAction({ action, code, ...rest }, { attachments });
  }

  beforeEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    asked.length = 0;
    said.length = 0;
    agree = true;
    choice = 0;
    actions = createCodeActions({
      async confirm(question, detail) {
        asked.push({ question, detail });
        return agree;
      },
      choose: async (_, choices) => choices[choice]?.value,
      say: (sentence) => {
        said.push(sentence);
      },
    });
  });

  afterEach(async () => {
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    await vscode.window.tabGroups.close(tabs.filter(({ input }) => input instanceof vscode.TabInputTextDiff));
    actions.dispose();
    for (const document of vscode.workspace.textDocuments) {
      if (!document.isDirty || document.isClosed) continue;
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  describe('insert', () => {
    it('puts code at the cursor of the last active editor, to be undone in one step', async () => {
      const document = await edit('function f() {\n  \n}\n', [caret(1, 2)]);
      await act('insert', 'if (a) {\n  b();\n}\n');
      assert.equal(document.getText(), 'function f() {\n  if (a) {\n    b();\n  }\n}\n');
      assert.deepEqual(vscode.window.activeTextEditor?.document, document);
      await undo(document);
      assert.equal(document.getText(), 'function f() {\n  \n}\n');
    });

    it('never replaces what is selected, nor lets the next key do it', async () => {
      const document = await edit('keep(this);\n', [new vscode.Selection(0, 0, 0, 11)]);
      await act('insert', ' // ok');
      assert.equal(document.getText(), 'keep(this);// ok\n');
      await vscode.commands.executeCommand('type', { text: '!' });
      assert.equal(document.getText(), 'keep(this);// ok!\n');
    });

    it('puts code at each of several cursors', async () => {
      const document = await edit('a()\nb()\n', [caret(0, 2), caret(1, 2)]);
      await act('insert', 'x');
      assert.equal(document.getText(), 'a(x)\nb(x)\n');
      await undo(document);
      assert.equal(document.getText(), 'a()\nb()\n');
    });

    it('keeps Windows line ends', async () => {
      const document = await edit('a();\r\nb();\r\n', [caret(1, 0)]);
      assert.equal(document.eol, vscode.EndOfLine.CRLF);
      await act('insert', 'x();\ny();');
      assert.equal(document.getText(), 'a();\r\nx();\r\ny();\r\nb();\r\n');
    });

    it('finds the editor again behind another tab', async () => {
      const document = await edit('one\n', [caret(0, 3)], 'plaintext');
      await vscode.commands.executeCommand('workbench.action.openSettings');
      await leaveEditors();
      await act('insert', '!');
      assert.equal(document.getText(), 'one!\n');
    });

    it('finds a file that is open only as one side of a diff', async () => {
      const uri = vscode.Uri.joinPath(folder(), 'src', 'pricing.ts');
      const old = await newDocument('old\n');
      await vscode.commands.executeCommand('vscode.diff', old.uri, uri, 'Old and new');
      const editor = vscode.window.activeTextEditor;
      assert.equal(String(editor?.document.uri), String(uri));
      if (editor) editor.selection = caret(0, 0);
      await leaveEditors();
      const before = editor?.document.getText();
      await act('insert', '/* New */');
      assert.equal(editor?.document.getText(), `/* New */${before}`);
    });

    it('says what is missing when no file is open, or it cannot be changed', async () => {
      await act('insert', 'x');
      assert.deepEqual(said, ['Open a file and put the cursor where the code should go.']);
      const provider = vscode.workspace.registerTextDocumentContentProvider('fixed', {
        provideTextDocumentContent: () => 'as it is',
      });
      try {
        const document = await vscode.workspace.openTextDocument(vscode.Uri.parse('fixed:/notes.txt'));
        await show(document, [caret(0, 0)]);
        await act('insert', 'x');
        await act('replace', 'x');
        await act('apply', 'x');
        assert.deepEqual(said.slice(1), Array(3).fill('notes.txt cannot be changed.'));
        assert.equal(document.getText(), 'as it is');
      } finally {
        provider.dispose();
      }
    });
  });

  describe('replace', () => {
    it('replaces the selection, to be undone in one step', async () => {
      const document = await edit('f() {\n    a();\n    b();\n}\n', [new vscode.Selection(1, 0, 3, 0)]);
      await act('replace', 'c();\nd();');
      assert.equal(document.getText(), 'f() {\n    c();\n    d();\n}\n');
      await undo(document);
      assert.equal(document.getText(), 'f() {\n    a();\n    b();\n}\n');
    });

    it('replaces every selection', async () => {
      const document = await edit('a b a\n', [
        new vscode.Selection(0, 0, 0, 1),
        new vscode.Selection(0, 4, 0, 5),
      ]);
      await act('replace', 'x');
      assert.equal(document.getText(), 'x b x\n');
    });

    it('says so when nothing is selected', async () => {
      const document = await edit('a\n', [caret(0, 0)]);
      await act('replace', 'x');
      assert.equal(document.getText(), 'a\n');
      assert.deepEqual(said, ['Nothing is selected. Select the code that this should replace.']);
    });
  });

  describe('new file', () => {
    it('opens an unsaved document in the language of the fence', async () => {
      await act('new-file', 'x: int = 1\n\n', { language: 'py' });
      const document = vscode.window.activeTextEditor?.document;
      assert.equal(document?.isUntitled, true);
      assert.equal(document?.languageId, 'python');
      assert.equal(document?.getText(), 'x: int = 1\n');
    });

    it('is saved to the path that the block names', async () => {
      const path = vscode.Uri.joinPath(folder(), 'fresh', 'thing.ts');
      await act('new-file', 'export {};', { language: 'ts', path: 'fresh/thing.ts' });
      const document = vscode.window.activeTextEditor?.document;
      assert.equal(document?.isUntitled, true);
      assert.equal(document?.uri.path, path.path);
      assert.equal(existsSync(path.fsPath), false);
      try {
        await vscode.commands.executeCommand('workbench.action.files.save');
        await eventually(() => existsSync(path.fsPath), 'not saved');
        assert.equal(readFileSync(path.fsPath, 'utf8'), 'export {};\n');
      } finally {
        await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
        await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder(), 'fresh'), { recursive: true });
      }
    });

    it('has no path where there is a file already, or outside the workspace', async () => {
      for (const path of ['src/pricing.ts', 'pricing.ts', '../../elsewhere.ts', '/etc/hosts.ts']) {
        await act('new-file', 'x', { language: 'ts', path });
        assert.match(vscode.window.activeTextEditor?.document.uri.path ?? '', /^Untitled-\d+$/, path);
      }
    });
  });

  describe('new file in a folder of another file system', () => {
    const root = vscode.Uri.parse('hanlin-test:/');
    const own = Object.getOwnPropertyDescriptor(vscode.workspace, 'workspaceFolders');
    let files: vscode.Disposable;

    beforeEach(() => {
      files = vscode.workspace.registerFileSystemProvider(root.scheme, emptyFileSystem(root));
      Object.defineProperty(vscode.workspace, 'workspaceFolders', {
        value: [{ uri: root, name: 'elsewhere', index: 0 }],
        configurable: true,
      });
    });

    afterEach(() => {
      if (own) Object.defineProperty(vscode.workspace, 'workspaceFolders', own);
      files.dispose();
    });

    it('has no path, as it would be saved to this computer’s disk', async () => {
      await act('new-file', 'x', { language: 'ts', path: 'fresh.ts' });
      assert.match(vscode.window.activeTextEditor?.document.uri.path ?? '', /^Untitled-\d+$/);
    });
  });

  describe('apply', () => {
    const text = 'const a = 1;\n\nfunction f() {\n  return a;\n}\n\nfunction g() {\n  return 2;\n}\n';
    const block = 'function f() {\n  log(a);\n  return a;\n}';
    const applied = text.replace('  return a;', '  log(a);\n  return a;');

    it('shows a diff, and changes nothing until it is accepted; then in one step', async () => {
      const document = await edit(text, [caret(7, 3)]);
      await act('apply', block);
      assert.equal(document.getText(), text);
      const [diff] = diffs();
      assert.equal(String(diff?.original), String(document.uri));
      assert.equal(await proposed(diff), applied);
      assert.match(vscode.window.tabGroups.activeTabGroup.activeTab?.label ?? '', /: proposed change$/);
      assert.equal(
        (await vscode.workspace.openTextDocument(diff?.modified as vscode.Uri)).languageId,
        'typescript',
      );
      await actions.acceptChange(diff?.modified);
      assert.equal(document.getText(), applied);
      assert.equal(diffs().length, 0);
      assert.equal(vscode.window.activeTextEditor?.document, document);
      assert.deepEqual(vscode.window.activeTextEditor?.selection, caret(8, 3), 'the cursor is where it was');
      await undo(document);
      assert.equal(document.getText(), text);
    });

    it('accepts and rejects what is in the active tab', async () => {
      const document = await edit(text, [caret(0, 0)]);
      await act('apply', block);
      await actions.rejectChange();
      assert.equal(diffs().length, 0);
      assert.equal(document.getText(), text);
      await act('apply', block);
      await actions.acceptChange();
      assert.equal(document.getText(), applied);
      await actions.acceptChange();
      assert.deepEqual(said, ['No change is proposed here.']);
    });

    it('is accepted in one hunk, rejected in another, until none is left', async () => {
      const block =
        'const a = 2;\n\nfunction f() {\n  log(a);\n  return a;\n}\n\nfunction g() {\n  return 3;\n}';
      const document = await edit(text, [caret(0, 0)]);
      await act('apply', block);
      const [diff] = diffs();
      const right = await vscode.workspace.openTextDocument(diff?.modified as vscode.Uri);
      assert.equal(right.getText().trim(), block);
      await actions.settleHunk('accept', diff?.modified, 1);
      assert.equal(document.getText(), text.replace('  return a;', '  log(a);\n  return a;'));
      assert.equal(right.getText().trim(), block, 'the right side stays: the diff shrinks by the left one');
      await actions.settleHunk('reject', diff?.modified, 0);
      await eventually(() => right.getText().startsWith('const a = 1;'), right.getText());
      assert.equal(document.getText(), text.replace('  return a;', '  log(a);\n  return a;'));
      const change = new vscode.WorkspaceEdit();
      change.insert(document.uri, new vscode.Position(0, 0), '// First\n');
      await vscode.workspace.applyEdit(change);
      await eventually(() => right.getText().startsWith('// First\nconst a = 1;'), right.getText());
      await actions.settleHunk('accept', diff?.modified, 0);
      assert.equal(diffs().length, 0);
      const expected = text.replace('  return a;', '  log(a);\n  return a;').replace('return 2', 'return 3');
      assert.equal(document.getText(), `// First\n${expected}`);
    });

    it('takes the hunk at the cursor when none is named', async () => {
      const block = 'const a = 2;\n\nfunction f() {\n  return a;\n}\n\nfunction g() {\n  return 3;\n}';
      const document = await edit(text, [caret(0, 0)]);
      await act('apply', block);
      const editor = vscode.window.activeTextEditor;
      assert.equal(String(editor?.document.uri), String(diffs()[0]?.modified));
      if (editor) editor.selection = caret(8, 0);
      await actions.settleHunk('accept');
      assert.equal(document.getText(), text.replace('return 2', 'return 3'));
    });

    it('takes closing the diff for a rejection', async () => {
      const document = await edit(text, [caret(0, 0)]);
      await act('apply', block);
      const uri = diffs()[0]?.modified;
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
      await eventually(() => diffs().length === 0, 'open');
      await actions.acceptChange(uri);
      assert.equal(document.getText(), text);
      assert.deepEqual(said, ['No change is proposed here.']);
    });

    it('works on a file that is not open, in its Windows line ends', async () => {
      const uri = vscode.Uri.joinPath(folder(), 'windows.ts');
      await vscode.workspace.fs.writeFile(uri, Buffer.from(text.replaceAll('\n', '\r\n')));
      try {
        await act('apply', block, { path: 'windows.ts:3' });
        const [diff] = diffs();
        assert.equal(await proposed(diff), applied.replaceAll('\n', '\r\n'));
        await actions.acceptChange(diff?.modified);
        const document = await vscode.workspace.openTextDocument(uri);
        assert.equal(document.getText(), applied.replaceAll('\n', '\r\n'));
        assert.equal(document.isDirty, true);
        await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      } finally {
        await vscode.workspace.fs.delete(uri);
      }
    });

    it('follows the document while it changes elsewhere, and is refused where it does not fit any more', async () => {
      const document = await edit(text, [caret(0, 0)]);
      await act('apply', block);
      const [diff] = diffs();
      const change = new vscode.WorkspaceEdit();
      change.insert(document.uri, new vscode.Position(0, 0), '// First\n');
      await vscode.workspace.applyEdit(change);
      const right = await vscode.workspace.openTextDocument(diff?.modified as vscode.Uri);
      await eventually(() => right.getText() === `// First\n${applied}`, 'the right side does not follow');
      const rewrite = new vscode.WorkspaceEdit();
      rewrite.replace(document.uri, new vscode.Range(0, 0, 100, 0), 'something(else);\n');
      await vscode.workspace.applyEdit(rewrite);
      await actions.acceptChange(diff?.modified);
      assert.equal(document.getText(), 'something(else);\n');
      assert.match(said[0] ?? '', /has changed since, and the proposal does not fit any more/);
    });

    it('keeps showing what was proposed where it does not fit any more', async () => {
      const document = await edit(text, [caret(0, 0)]);
      await act('apply', block);
      await act('apply', 'function g() {\n  return 3;\n}');
      const [unfitting, fitting] = await Promise.all(
        diffs().map(({ modified }) => vscode.workspace.openTextDocument(modified)),
      );
      const removal = new vscode.WorkspaceEdit();
      removal.delete(document.uri, new vscode.Range(0, 0, 6, 0));
      await vscode.workspace.applyEdit(removal);
      await eventually(
        () => fitting?.getText() === 'function g() {\n  return 3;\n}\n',
        'the proposal that still fits does not follow',
      );
      assert.equal(unfitting?.getText(), applied);
    });

    it('asks once before it changes a file that does something by being there', async () => {
      const uri = vscode.Uri.joinPath(folder(), '.vscode', 'hooks.ts');
      await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
      try {
        const changed = text.replace('a = 1', 'a = 2').replace('return 2', 'return 3');
        await act('apply', changed, { path: '.vscode/hooks.ts' });
        const document = await vscode.workspace.openTextDocument(uri);
        const [diff] = diffs();
        agree = false;
        await actions.settleHunk('accept', diff?.modified, 0);
        assert.equal(document.getText(), text);
        agree = true;
        await actions.settleHunk('accept', diff?.modified, 0);
        await actions.settleHunk('accept', diff?.modified, 0);
        assert.equal(document.getText(), changed);
        assert.equal(asked.length, 2, 'again only after a refusal');
        await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      } finally {
        await vscode.workspace.fs.delete(uri);
      }
    });

    it('keeps several proposals apart', async () => {
      const document = await edit(text, [caret(0, 0)]);
      await act('apply', block);
      await act('apply', 'function g() {\n  return 3;\n}');
      await act('apply', block);
      const [first, second, ...others] = diffs();
      assert.equal(others.length, 0, 'the same proposal is shown once');
      await actions.acceptChange(second?.modified);
      await actions.acceptChange(first?.modified);
      assert.equal(document.getText(), applied.replace('return 2', 'return 3'));
    });

    it('replaces the lines that the question was about, in the file that it was about', async () => {
      const other = await edit(text, [caret(0, 0)]);
      const document = await newDocument(text, 'typescript');
      await show(await newDocument('x'), [caret(0, 0)]);
      await act('apply', 'return a + 1;', { attachments: [attachment(document, 4, 4)] });
      await actions.acceptChange();
      assert.equal(document.getText(), text.replace('return a;', 'return a + 1;'));
      assert.equal(other.getText(), text);
    });

    it('asks which file is meant where several were attached and more than one fits', async () => {
      const one = await edit(text, [caret(0, 0)]);
      const two = await edit(text, [caret(0, 0)]);
      choice = 1;
      await act('apply', block, { attachments: [attachment(one, 1, 1), attachment(two, 1, 1)] });
      await actions.acceptChange();
      assert.deepEqual([one.getText(), two.getText()], [text, applied]);
    });

    it('offers code that fits nowhere as an insertion at the cursor', async () => {
      const document = await edit(text, [caret(1, 0)]);
      await act('apply', '// ... existing code ...\n\nfunction h() {\n  return 3;\n}\n\n// ...');
      assert.match(said[0] ?? '', /shown where it would be inserted/);
      const inserted = text.replace('\n\n', '\nfunction h() {\n  return 3;\n}\n');
      assert.equal(await proposed(diffs()[0]), inserted);
      await actions.acceptChange();
      assert.equal(document.getText(), inserted);
    });

    it('says so when the file has the code already', async () => {
      await edit(text, [caret(0, 0)]);
      await act('apply', 'function g() {\n  return 2;\n}');
      assert.match(said[0] ?? '', /has this code already/);
      assert.equal(diffs().length, 0);
    });

    it('understands a diff: proposes its change, or says that the lines are not there', async () => {
      const document = await edit(text, [caret(0, 0)]);
      const diff = '@@ -3,2 +3,3 @@\n function f() {\n+  log(a);\n   return a;\n';
      await act('apply', diff, { language: 'diff' });
      assert.equal(await proposed(diffs()[0]), applied);
      await actions.acceptChange();
      assert.equal(document.getText(), applied);
      await act('apply', diff, { language: 'diff' });
      assert.match(said[0] ?? '', /has this code already/);
      await act('apply', '@@\n-  no such line\n+  another\n', { language: 'diff' });
      assert.match(said[1] ?? '', /This change does not fit/);
      assert.equal(diffs().length, 0);
    });

    it('opens a file that a diff adds', async () => {
      await edit(text, [caret(0, 0)]);
      await act('apply', '--- /dev/null\n+++ b/src/added.ts\n@@ -0,0 +1 @@\n+export const added = 1;\n', {
        language: 'diff',
      });
      assert.match(vscode.window.activeTextEditor?.document.uri.path ?? '', /\/src\/added\.ts$/);
      assert.equal(vscode.window.activeTextEditor?.document.getText(), 'export const added = 1;\n');
    });

    it('opens a block for a file that does not exist as that file', async () => {
      await edit(text, [caret(0, 0)]);
      await act('apply', 'export const other = 1;', { path: 'src/other.ts', language: 'ts' });
      assert.match(vscode.window.activeTextEditor?.document.uri.path ?? '', /\/src\/other\.ts$/);
      assert.equal(vscode.window.activeTextEditor?.document.isUntitled, true);
    });
  });

  describe('in a notebook', () => {
    async function openNotebook(...cells: string[]): Promise<vscode.NotebookEditor> {
      const data = new vscode.NotebookData(
        cells.map((text) => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, 'python')),
      );
      return vscode.window.showNotebookDocument(
        await vscode.workspace.openNotebookDocument('jupyter-notebook', data),
      );
    }

    it('insert and replace work in the cell', async () => {
      const editor = await openNotebook('a = 1', 'b = 2');
      editor.selection = new vscode.NotebookRange(1, 2);
      await vscode.commands.executeCommand('notebook.cell.edit');
      const cell = editor.notebook.cellAt(1).document;
      await eventually(() => vscode.window.activeTextEditor?.document === cell, 'the cell is not entered');
      const inner = vscode.window.activeTextEditor as vscode.TextEditor;
      inner.selection = new vscode.Selection(0, 4, 0, 5);
      await leaveEditors();
      await act('insert', ' + a');
      assert.equal(cell.getText(), 'b = 2+ a');
      inner.selection = new vscode.Selection(0, 0, 0, 8);
      await act('replace', 'c = 3');
      assert.equal(cell.getText(), 'c = 3');
      assert.equal(editor.notebook.cellAt(0).document.getText(), 'a = 1');
    });

    it('code is added to a cell that is chosen but not entered', async () => {
      const editor = await openNotebook('a = 1', 'b = 2');
      editor.selection = new vscode.NotebookRange(1, 2);
      await leaveEditors();
      await act('insert', 'c = 3');
      assert.match(editor.notebook.cellAt(1).document.getText(), /c = 3/);
      assert.match(editor.notebook.cellAt(1).document.getText(), /b = 2/);
    });

    it('apply proposes a change of the cell that was asked about', async () => {
      const editor = await openNotebook('import os', 'def f(x):\n    return x\n');
      const cell = editor.notebook.cellAt(1).document;
      await leaveEditors();
      await act('apply', 'def f(x):\n    return x + 1', { attachments: [attachment(cell, 1, 2)] });
      assert.equal(await proposed(diffs()[0]), 'def f(x):\n    return x + 1\n');
      await actions.acceptChange();
      assert.equal(cell.getText(), 'def f(x):\n    return x + 1\n');
      assert.equal(editor.notebook.cellAt(0).document.getText(), 'import os');
    });
  });

  describe('run', () => {
    it('shows the whole command and the folder, and runs it only then', async () => {
      const marker = vscode.Uri.joinPath(folder(), 'ran.txt');
      const before = vscode.window.terminals.length;
      agree = false;
      await act('run', '$ touch ran.txt\nprinted\n$ echo \u202edone', { language: 'bash' });
      assert.equal(asked[0]?.question, 'Run this in the terminal?');
      assert.match(
        asked[0]?.detail ?? '',
        /^touch ran\.txt\necho ⟨U\+202E⟩done\n\nIn a new terminal “Hanlin”/,
      );
      assert.ok(asked[0]?.detail.includes(folder().fsPath));
      assert.equal(vscode.window.terminals.length, before);
      agree = true;
      await act('run', 'touch ran.txt', { language: 'sh' });
      assert.equal(vscode.window.terminals.length, before + 1);
      try {
        await eventually(() => existsSync(marker.fsPath), 'the command did not run');
      } finally {
        vscode.window.terminals.at(-1)?.dispose();
        if (existsSync(marker.fsPath)) await vscode.workspace.fs.delete(marker);
      }
    });

    it('never runs what is no shell command, or too long to be read', async () => {
      const before = vscode.window.terminals.length;
      await act('run', 'print(1)', { language: 'python' });
      await act('run', 'ls');
      await act('run', 'echo 1\n'.repeat(31), { language: 'bash' });
      await act('run', `echo ${'x'.repeat(2_000)}`, { language: 'bash' });
      assert.equal(asked.length, 0);
      assert.equal(said.length, 4);
      assert.equal(vscode.window.terminals.length, before);
    });
  });
});
