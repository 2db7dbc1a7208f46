import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { commandIds } from '../../src/extension/commandIds.ts';
import { eventually } from './support/eventually.ts';
import { openCode, useScene } from './support/hanlin.ts';
import { hearNotifications } from './support/notifications.ts';

const before = [
  'const rate = 0.2;',
  'const free = 0;',
  '',
  'function tax(net) {',
  '  return net * rate;',
  '}',
  '',
];
const after = [
  'const rate = 0.25;',
  'const free = 0;',
  '',
  'function tax(net) {',
  '  return net * rate + free;',
  '}',
];
/** What the document holds during the review: an empty line for each removed one. */
const reviewed = [
  '',
  'const rate = 0.25;',
  'const free = 0;',
  '',
  'function tax(net) {',
  '',
  '  return net * rate + free;',
  '}',
  '',
];

const fence = (lines: readonly string[]): string[] => [
  '```ts\n',
  ...lines.map((line) => `${line}\n`),
  '```\n',
];

describe('an inline edit', () => {
  const current = useScene();

  beforeEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  afterEach(async () => {
    current().server.release();
    await vscode.commands.executeCommand(commandIds.rejectChange).then(undefined, () => {});
    for (const document of vscode.workspace.textDocuments) {
      if (!document.isDirty || document.isClosed || document.uri.scheme === 'vscode-notebook-cell') continue;
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  const run = (instruction = 'Change it') =>
    vscode.commands.executeCommand(commandIds.editSelection, instruction);
  /** Runs it to its end, and resolves to what the user is told. */
  const failing = async (): Promise<readonly string[]> => {
    const notifications = hearNotifications();
    try {
      await run();
    } finally {
      notifications.end();
    }
    return notifications.texts;
  };
  const accept = () => vscode.commands.executeCommand(commandIds.acceptChange);
  const reject = () => vscode.commands.executeCommand(commandIds.rejectChange);
  const prompt = (): string => {
    const body = current().server.requests.at(-1)?.body as { messages: { content: string }[] };
    return body.messages[1]?.content ?? '';
  };

  async function open(lines: readonly string[] = before, eol = '\n'): Promise<vscode.TextEditor> {
    const editor = await openCode(lines.join(eol));
    editor.selection = new vscode.Selection(0, 0, 5, 1);
    return editor;
  }

  async function lenses(document: vscode.TextDocument): Promise<string[]> {
    const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
    );
    return found.map(({ range, command }) => `${range.start.line} ${command?.title}`);
  }

  it('asks about the selection, and shows what is removed and added', async () => {
    const { document } = await open();
    current().server.next({ type: 'reply', text: fence(after) });
    await run('Raise the rate');
    assert.deepEqual(document.getText().split('\n'), reviewed);
    assert.match(prompt(), /^File `Untitled-\d+`\.\n\nContext, the lines after:/);
    assert.match(prompt(), /The marked lines, 1 to 6:\n```typescript\nconst rate/);
    assert.match(prompt(), /Instruction: Raise the rate$/);
    assert.deepEqual(await lenses(document), [
      '0 Accept',
      '0 Reject',
      '0 Accept all (2)',
      '0 Reject all',
      '5 Accept',
      '5 Reject',
    ]);
  });

  it('is accepted as a whole, and undone and redone in one step', async () => {
    const { document } = await open();
    current().server.next({ type: 'reply', text: fence(after), delayMs: 30 });
    await run();
    await accept();
    const expected = [...after, ''].join('\n');
    assert.equal(document.getText(), expected);
    assert.deepEqual(await lenses(document), []);
    await vscode.commands.executeCommand('undo');
    await eventually(
      () => document.getText() === before.join('\n'),
      () => document.getText(),
    );
    await vscode.commands.executeCommand('redo');
    await eventually(
      () => document.getText() === expected,
      () => document.getText(),
    );
  });

  it('is one undo step even if the cursor has moved through it', async () => {
    const { document } = await open();
    current().server.next({ type: 'reply', text: fence(after), delayMs: 30 });
    await run();
    await vscode.commands.executeCommand('cursorDown');
    await vscode.commands.executeCommand('cursorEnd');
    await accept();
    const expected = [...after, ''].join('\n');
    assert.equal(document.getText(), expected);
    await vscode.commands.executeCommand('undo');
    await eventually(
      () => document.getText() === before.join('\n'),
      () => document.getText(),
    );
    await vscode.commands.executeCommand('redo');
    await eventually(
      () => document.getText() === expected,
      () => document.getText(),
    );
  });

  it('is accepted in one hunk and rejected in another', async () => {
    const { document } = await open();
    current().server.next({ type: 'reply', text: fence(after) });
    await run();
    await vscode.commands.executeCommand(commandIds.acceptHunk, document.uri, 0);
    assert.deepEqual(document.getText().split('\n'), reviewed.slice(1));
    await vscode.commands.executeCommand(commandIds.rejectHunk, document.uri, 0);
    assert.deepEqual(document.getText().split('\n'), ['const rate = 0.25;', ...before.slice(1)]);
    assert.deepEqual(await lenses(document), []);
    await vscode.commands.executeCommand('undo');
    await eventually(
      () => document.getText() === before.join('\n'),
      () => document.getText(),
    );
  });

  it('leaves everything as it was when it is rejected', async () => {
    const { document } = await open();
    current().server.next({ type: 'reply', text: fence(after) });
    await run();
    await reject();
    assert.equal(document.getText(), before.join('\n'));
    assert.deepEqual(await lenses(document), []);
  });

  it('is taken back by undo while it is under review', async () => {
    const { document } = await open();
    current().server.next({ type: 'reply', text: fence(after) });
    await run();
    await vscode.commands.executeCommand('undo');
    await eventually(
      () => document.getText() === before.join('\n'),
      () => document.getText(),
    );
    await eventually(async () => (await lenses(document)).length === 0, 'still under review');
  });

  it('is streamed; cancelled in the middle, it closes the connection and restores text and selection', async () => {
    const editor = await open();
    const { document, selection } = editor;
    current().server.next({ type: 'reply', text: fence(after), interruption: { type: 'hold', after: 3 } });
    const running = run();
    await eventually(() => document.getText().startsWith('\nconst rate = 0.25;'), 'nothing streamed');
    assert.match(document.getText(), /return net \* rate;/);
    assert.deepEqual(await lenses(document), [
      `0 $(loading~spin) ${current().hanlin.models.respondent().modelLabel} is editing…`,
      '0 Cancel',
    ]);
    await reject();
    await running;
    assert.equal(document.getText(), before.join('\n'));
    assert.ok(editor.selection.isEqual(selection));
    assert.equal((await current().server.requests[0]?.closed)?.by, 'client');
  });

  it('goes along with what is typed above it while it streams', async () => {
    const { document } = await open(['', ...before]);
    const editor = vscode.window.activeTextEditor as vscode.TextEditor;
    editor.selection = new vscode.Selection(1, 0, 6, 1);
    current().server.next({ type: 'reply', text: fence(after), interruption: { type: 'hold', after: 3 } });
    const running = run();
    await eventually(() => document.getText().startsWith('\n\nconst rate = 0.25;'), 'nothing streamed');
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// Mine\n// too'));
    current().server.release();
    await running;
    assert.deepEqual(document.getText().split('\n'), ['// Mine', '// too', ...reviewed]);
    await accept();
    assert.equal(document.getText(), ['// Mine', '// too', ...after, ''].join('\n'));
  });

  it('stops when the user types in it, and keeps both', async () => {
    const editor = await open();
    const { document } = editor;
    current().server.next({ type: 'reply', text: fence(after), interruption: { type: 'hold', after: 3 } });
    const running = run();
    await eventually(() => document.getText().startsWith('\nconst rate = 0.25;'), 'nothing streamed');
    const line = document.getText().split('\n').indexOf('  return net * rate;');
    await editor.edit((edit) => edit.insert(new vscode.Position(line, 20), ' // mine'));
    await running;
    assert.equal((await current().server.requests[0]?.closed)?.by, 'client');
    assert.match(document.getText(), /^\nconst rate = 0\.25;\n.*return net \* rate; \/\/ mine/s);
    await reject();
    assert.equal(document.getText(), before.join('\n').replace('rate;\n}', 'rate; // mine\n}'));
  });

  it('can be typed in during the review, elsewhere undone without it', async () => {
    const editor = await open();
    const { document } = editor;
    current().server.next({ type: 'reply', text: fence(after) });
    await run();
    editor.selection = new vscode.Selection(1, 18, 1, 18);
    await vscode.commands.executeCommand('type', { text: '!' });
    assert.match(document.getText(), /0\.25;!/);
    await vscode.commands.executeCommand('undo');
    await eventually(
      () => document.getText() === reviewed.join('\n'),
      () => document.getText(),
    );
    await vscode.commands.executeCommand('type', { text: '?' });
    await accept();
    assert.equal(document.getText(), [...after, ''].join('\n').replace('0.25;', '0.25;?'));
  });

  it('leaves the text alone when the request fails, and says why', async () => {
    const { document } = await open();
    current().server.next({ type: 'error', code: '1301' });
    assert.equal((await failing()).length, 1);
    assert.equal(document.getText(), before.join('\n'));
    assert.equal(document.version, 1);
  });

  it('restores the text when the connection breaks in the middle', async () => {
    const { document } = await open();
    current().server.next({
      type: 'reply',
      text: fence(after),
      delayMs: 50,
      interruption: { type: 'end', afterPieces: 5 },
    });
    assert.equal((await failing()).length, 1);
    assert.ok(document.version > 1, 'nothing streamed');
    assert.equal(document.getText(), before.join('\n'));
  });

  it('writes new code on an empty line', async () => {
    const { document } = await open();
    const editor = vscode.window.activeTextEditor as vscode.TextEditor;
    editor.selection = new vscode.Selection(2, 0, 2, 0);
    current().server.next({ type: 'reply', text: fence(['function half() {', '  return 0.5;', '}']) });
    await run('A function');
    assert.match(prompt(), /Write the code for line 3/);
    const expected = [...before.slice(0, 2), 'function half() {', '  return 0.5;', '}', ...before.slice(3)];
    assert.deepEqual(document.getText().split('\n'), expected);
    await reject();
    assert.deepEqual(document.getText().split('\n'), before);
  });

  it('keeps Windows line ends and the indentation, at the end of a file as well', async () => {
    const { document } = await open(['if (a) {', '    b();', '    c();'], '\r\n');
    const editor = vscode.window.activeTextEditor as vscode.TextEditor;
    editor.selection = new vscode.Selection(1, 0, 2, 8);
    current().server.next({ type: 'reply', text: fence(['b(1);', 'd();']) });
    await run();
    assert.equal(document.getText(), 'if (a) {\r\n\r\n\r\n    b(1);\r\n    d();');
    await accept();
    assert.equal(document.getText(), 'if (a) {\r\n    b(1);\r\n    d();');
    await vscode.commands.executeCommand('undo');
    await eventually(
      () => document.getText() === 'if (a) {\r\n    b();\r\n    c();',
      () => document.getText(),
    );
  });

  it('deletes the lines when the model leaves nothing of them', async () => {
    const { document } = await open(['a();', 'b();']);
    const editor = vscode.window.activeTextEditor as vscode.TextEditor;
    editor.selection = new vscode.Selection(1, 0, 1, 4);
    current().server.next({ type: 'reply', text: fence([]) });
    await run('Delete');
    await accept();
    assert.equal(document.getText(), 'a();');
  });

  it('saves the new code without the lines that only stand for removed ones', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri as vscode.Uri;
    const uri = vscode.Uri.joinPath(folder, 'edited.ts');
    await vscode.workspace.fs.writeFile(uri, Buffer.from(before.join('\n')));
    try {
      const document = await vscode.workspace.openTextDocument(uri);
      const editor = await vscode.window.showTextDocument(document);
      editor.selection = new vscode.Selection(0, 0, 5, 1);
      current().server.next({ type: 'reply', text: fence(after) });
      await run();
      await document.save();
      const saved = Buffer.from(await vscode.workspace.fs.readFile(uri)).toString();
      assert.equal(saved, [...after, ''].join('\n'));
      await vscode.commands.executeCommand(commandIds.rejectHunk, uri, 0);
      await reject();
      assert.equal(document.getText(), before.join('\n'));
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    } finally {
      await vscode.workspace.fs.delete(uri);
    }
  });

  it('ends when its document is closed, so that the next one can be reviewed', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri as vscode.Uri;
    const uri = vscode.Uri.joinPath(folder, 'closed.ts');
    await vscode.workspace.fs.writeFile(uri, Buffer.from(before.join('\n')));
    const review = async (): Promise<vscode.TextDocument> => {
      // What an extension opens by itself, VS Code keeps for minutes.
      await vscode.commands.executeCommand('vscode.open', uri);
      const editor = vscode.window.activeTextEditor as vscode.TextEditor;
      editor.selection = new vscode.Selection(0, 0, 5, 1);
      current().server.next({ type: 'reply', text: fence(after) });
      await run();
      return editor.document;
    };
    try {
      const first = await review();
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      await eventually(() => first.isClosed, 'not closed');
      const second = await review();
      await accept();
      assert.equal(second.getText(), [...after, ''].join('\n'));
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    } finally {
      await vscode.workspace.fs.delete(uri);
    }
  });

  it('keeps what is removed in sight although the file is saved by itself', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri as vscode.Uri;
    const uri = vscode.Uri.joinPath(folder, 'savedByItself.ts');
    await vscode.workspace.fs.writeFile(uri, Buffer.from(before.join('\n')));
    const files = vscode.workspace.getConfiguration('files');
    await files.update('autoSave', 'onFocusChange', vscode.ConfigurationTarget.Global);
    try {
      const document = await vscode.workspace.openTextDocument(uri);
      const editor = await vscode.window.showTextDocument(document);
      editor.selection = new vscode.Selection(0, 0, 5, 1);
      current().server.next({ type: 'reply', text: fence(after) });
      await run();
      const saved = new Promise((resolve) => vscode.workspace.onDidSaveTextDocument(resolve));
      await openCode('other');
      await saved;
      assert.deepEqual(document.getText().split('\n'), reviewed);
      await vscode.window.showTextDocument(document);
      await reject();
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    } finally {
      await files.update('autoSave', undefined, vscode.ConfigurationTarget.Global);
      await vscode.workspace.fs.delete(uri);
    }
  });

  it('goes on behind another tab', async () => {
    const { document } = await open();
    current().server.next({ type: 'reply', text: fence(after), interruption: { type: 'hold', after: 3 } });
    const running = run();
    await eventually(() => document.getText().startsWith('\nconst rate = 0.25;'), 'nothing streamed');
    await openCode('other');
    current().server.release();
    await running;
    assert.deepEqual(document.getText().split('\n'), reviewed);
    await vscode.window.showTextDocument(document);
    await accept();
    assert.equal(document.getText(), [...after, ''].join('\n'));
    await vscode.commands.executeCommand('undo');
    await eventually(
      () => document.getText() === before.join('\n'),
      () => document.getText(),
    );
  });

  it('works in the cell of a notebook', async () => {
    const cells = ['import os', 'x = 1\ny = 2'].map(
      (text) => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, 'python'),
    );
    const notebook = await vscode.workspace.openNotebookDocument(
      'jupyter-notebook',
      new vscode.NotebookData(cells),
    );
    const editor = await vscode.window.showNotebookDocument(notebook);
    editor.selection = new vscode.NotebookRange(1, 2);
    await vscode.commands.executeCommand('notebook.cell.edit');
    const { document } = notebook.cellAt(1);
    await eventually(() => vscode.window.activeTextEditor?.document === document, 'the cell is not entered');
    (vscode.window.activeTextEditor as vscode.TextEditor).selection = new vscode.Selection(0, 0, 1, 5);
    current().server.next({ type: 'reply', text: fence(['x = 1', 'y = 3']) });
    await run();
    assert.equal(document.getText(), 'x = 1\n\ny = 3');
    await accept();
    assert.equal(document.getText(), 'x = 1\ny = 3');
  });
});
