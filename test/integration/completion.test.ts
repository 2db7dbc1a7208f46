import assert from 'node:assert/strict';
import { setTimeout as delay, setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { commandIds } from '../../src/extension/commandIds.ts';
import {
  type DashScopeServer,
  startDashScopeServer,
  testDashScopeKeys,
} from '../vendors/alibaba/dashScopeServer.ts';
import { eventually } from './support/eventually.ts';
import { activated, openCode } from './support/hanlin.ts';

/** Without typing, before Hanlin asks its model. Milliseconds. */
const delayMs = 50;

/* The real editor asks, shows and inserts. */
describe('inline completion', () => {
  let server: DashScopeServer;
  /** The version of the document that the editor has asked for a suggestion for, last. */
  let askedFor: number | undefined;
  let witness: vscode.Disposable;

  beforeEach(async () => {
    const hanlin = await activated();
    server = await startDashScopeServer();
    process.env['DASHSCOPE_API_KEY'] = testDashScopeKeys.payAsYouGo;
    await set('endpoints', { 'alibaba/dashscope': server.payAsYouGoBase });
    await set('completion.delay', delayMs);
    await set('completion.enabled', true);
    await hanlin.models.refresh();
    askedFor = undefined;
    witness = vscode.languages.registerInlineCompletionItemProvider(
      { pattern: '**' },
      {
        provideInlineCompletionItems: ({ version }) => {
          askedFor = version;
          return [];
        },
      },
    );
  });

  afterEach(async () => {
    witness.dispose();
    delete process.env['DASHSCOPE_API_KEY'];
    for (const name of ['endpoints', 'completion.delay', 'completion.enabled', 'completion.languages']) {
      await set(name, undefined);
    }
    await server.close();
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await (await activated()).models.refresh();
  });

  it('sends what stands around the cursor, and inserts what fits', async () => {
    server.next({ type: 'reply', text: ['\n  return ', 'a + b;\n', '}\n\n', 'function sub() {}'] });
    const editor = await openAt('function add(a: number, b: number) {|\n');
    await askUntilReceived();
    const { body } = await server.received(0);
    assert.deepEqual(body, {
      model: 'qwen-coder-turbo',
      prompt: '<|fim_prefix|>function add(a: number, b: number) {<|fim_suffix|>\n<|fim_middle|>',
      stream: true,
      temperature: 0.1,
      max_tokens: 320,
      stop: ['<|endoftext|>', '<|fim_pad|>', '<|file_sep|>'],
      stream_options: { include_usage: true },
    });
    await accept(editor);
    assert.equal(editor.document.getText(), 'function add(a: number, b: number) {\n  return a + b;\n}\n');
  });

  it('asks while the user types, and shows the rest of what is typed without asking again', async () => {
    server.always({ type: 'reply', text: ['total + tax;'] });
    const editor = await openAt('const price =|\n');
    await type(' ');
    await server.received(0);
    // Asked for by hand at the same place, it is the same answer that is waited for.
    await ask();
    await type('to');
    await considered(editor);
    await accept(editor);
    assert.equal(editor.document.getText(), 'const price = total + tax;\n');
    assert.equal(server.requests.length, 1);
  });

  it('closes the connection when the user types something else', async () => {
    server.next({ type: 'reply', text: ['1'], interruption: { type: 'hold', after: 'headers' } });
    server.always({ type: 'reply', text: ['22;'] });
    const editor = await openAt('const price =|\n');
    await type(' ');
    const { closed } = await server.received(0);
    await type('x');
    assert.equal((await closed).by, 'client');
    await server.received(1);
    await accept(editor);
    assert.equal(editor.document.getText(), 'const price = x22;\n');
  });

  it('closes the connection when nothing more can belong to it', async () => {
    server.next({ type: 'endless', piece: '1;\n', delayMs: 5 });
    const editor = await openAt('const price = |\nconst tax = 2;\n');
    await ask();
    assert.equal((await (await server.received(0)).closed).by, 'client');
    await accept(editor);
    assert.equal(editor.document.getText(), 'const price = 1;\nconst tax = 2;\n');
  });

  it('is quiet while it is snoozed, and goes on after that', async () => {
    const editor = await openAt('const price = |\n');
    await ready();
    await vscode.commands.executeCommand(commandIds.snoozeCompletion);
    const before = server.requests.length;
    await type('a');
    await considered(editor);
    await ask();
    assert.equal(server.requests.length, before);
    await vscode.commands.executeCommand(commandIds.snoozeCompletion);
    await typeUntilAsked(before);
  });

  it('asks nothing by itself while the workspace is not trusted, but does by hand', async () => {
    const editor = await openAt('const price = |\n');
    await ready();
    const trusted = Object.getOwnPropertyDescriptor(vscode.workspace, 'isTrusted');
    assert.ok(trusted);
    Object.defineProperty(vscode.workspace, 'isTrusted', { configurable: true, value: false });
    try {
      const before = server.requests.length;
      await type('a');
      await considered(editor);
      assert.equal(server.requests.length, before);
      await ask();
      await server.received(before);
    } finally {
      Object.defineProperty(vscode.workspace, 'isTrusted', trusted);
    }
  });

  it('suggests nothing in a file that is ignored', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const ignored = vscode.Uri.joinPath(folder.uri, 'ignored.ts');
    const rules = vscode.Uri.joinPath(folder.uri, '.hanlinignore');
    await vscode.workspace.fs.writeFile(ignored, new TextEncoder().encode('let price = \n'));
    await vscode.workspace.fs.writeFile(rules, new Uint8Array());
    try {
      await save(rules, 'ignored.ts\n');
      const editor = await vscode.window.showTextDocument(ignored);
      await place(editor, editor.document.positionAt(12));
      await type('a');
      await considered(editor);
      await ask();
      assert.equal(server.requests.length, 0);
      await save(rules, '\n');
      // By hand, the editor may not ask again about a text that it has had an answer for.
      await typeUntilAsked(0);
    } finally {
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      for (const file of [ignored, rules]) await vscode.workspace.fs.delete(file);
    }
  });

  it('suggests nothing by itself in a file that does something by being there, but does by hand', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const file = vscode.Uri.joinPath(folder.uri, 'eslint.config.ts');
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode('let price = \n'));
    try {
      const editor = await vscode.window.showTextDocument(file);
      await place(editor, editor.document.positionAt(12));
      await type('a');
      await considered(editor);
      assert.equal(server.requests.length, 0);
      await askUntilReceived();
    } finally {
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      await vscode.workspace.fs.delete(file);
    }
  });

  it('is off in languages that are switched off', async () => {
    const editor = await openAt('const price = |\n');
    await ready();
    await vscode.commands.executeCommand(commandIds.toggleLanguageCompletion);
    const before = server.requests.length;
    await type('a');
    await considered(editor);
    await ask();
    assert.equal(server.requests.length, before);
    await vscode.commands.executeCommand(commandIds.toggleLanguageCompletion);
    await typeUntilAsked(before);
  });

  it('asks no more after the key is refused, until a setting changes', async () => {
    const editor = await openAt('const price = |\n');
    await ready();
    const before = server.requests.length;
    server.next({ type: 'error', code: 'InvalidApiKey' });
    await type('a');
    await (await server.received(before)).closed;
    await turns();
    await type('b');
    await considered(editor);
    assert.equal(server.requests.length, before + 1);
    await set('completion.delay', 60);
    await typeUntilAsked(before + 1);
  });

  it('is turned off and on by a command, and asks nothing while it is off', async () => {
    const editor = await openAt('const price = |\n');
    await ready();
    await vscode.commands.executeCommand(commandIds.toggleCompletion);
    const before = server.requests.length;
    await type('a');
    await considered(editor);
    await ask();
    assert.equal(server.requests.length, before);
    await vscode.commands.executeCommand(commandIds.toggleCompletion);
    assert.equal(vscode.workspace.getConfiguration('hanlin').get('completion.enabled'), true);
    await askUntilReceived(before);
  });

  /**
   * Its provider is loaded when it is turned on, so that the first questions may come too early. Each question takes the
   * one before back, so that they must not come faster than a slow machine looks at them.
   */
  async function askUntilReceived(before = 0): Promise<void> {
    await eventually(async () => {
      await ask();
      await Promise.race([server.received(before), delay(2_000)]);
      return server.requests.length > before;
    }, 'nothing is asked');
  }

  /** Waits until the editor has asked everybody about what was typed last, and Hanlin would have asked its model. */
  async function considered({ document }: vscode.TextEditor): Promise<void> {
    await eventually(() => askedFor === document.version, 'the editor has not asked');
    // Begun later in the same process, it ends later.
    await delay(2 * delayMs);
    await turns();
  }

  /**
   * Types until the model is asked once more than `before`: the editor asks once for each letter, and what is under way
   * when Hanlin hears of a changed setting is dropped.
   */
  async function typeUntilAsked(before: number): Promise<void> {
    await eventually(async () => {
      await type('b');
      await Promise.race([server.received(before), delay(2_000)]);
      return server.requests.length > before;
    }, 'nothing is asked');
  }

  async function ready(): Promise<void> {
    await askUntilReceived();
    await (await server.received(0)).closed;
  }
});

async function set(name: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('hanlin').update(name, value, vscode.ConfigurationTarget.Global);
}

/** Saved by the editor, rules hold at once. */
async function save(uri: vscode.Uri, text: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  await vscode.workspace.applyEdit(edit);
  assert.ok(await document.save());
}

/** An editor whose cursor is where the bar stands. */
async function openAt(code: string): Promise<vscode.TextEditor> {
  const editor = await openCode(code.replace('|', ''));
  await place(editor, editor.document.positionAt(code.indexOf('|')));
  return editor;
}

async function place(editor: vscode.TextEditor, cursor: vscode.Position): Promise<void> {
  // Until the window knows the cursor, it would ask for the beginning of the file.
  const known = new Promise<void>((resolve) => {
    const subscription = vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
      if (textEditor !== editor || !selections[0]?.active.isEqual(cursor)) return;
      subscription.dispose();
      resolve();
    });
  });
  editor.selection = new vscode.Selection(cursor, cursor);
  await known;
}

async function ask(): Promise<void> {
  await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
}

async function type(text: string): Promise<void> {
  for (const character of text) await vscode.commands.executeCommand('type', { text: character });
}

/** Takes what is suggested, as soon as it is shown. */
async function accept({ document }: vscode.TextEditor): Promise<void> {
  const before = document.getText();
  await eventually(async () => {
    await vscode.commands.executeCommand('editor.action.inlineSuggest.commit');
    return document.getText() !== before;
  }, 'nothing is suggested');
}

/** Both sides of a connection are in this process: after as many turns of its loop what was said has been heard. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 100; turn += 1) await setImmediate();
}
