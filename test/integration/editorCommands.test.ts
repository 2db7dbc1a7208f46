import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { commandIds } from '../../src/extension/commandIds.ts';
import { placeInSight } from '../../src/extension/context/codeContext.ts';
import {
  askAboutCode,
  askAboutProblem,
  askAboutSelection,
  attachSelection,
  explainTerminal,
} from '../../src/extension/editorCommands/editorCommands.ts';
import { lightbulb } from '../../src/extension/editorCommands/lightbulb.ts';
import { eventually } from './support/eventually.ts';
import { answered, openCode, useScene } from './support/hanlin.ts';

/** VS Code itself knows no symbols and no problems of it. */
const language = 'java';
const lines = [
  "import { round } from './round.ts';",
  '',
  'export class Till {',
  '  total(net: number): number {',
  '    return round(net * rate);',
  '  }',
  '}',
  '',
  'new Till().total(3);',
];
/** Of `rate`, which is not there. */
const rate = new vscode.Range(4, 23, 4, 27);

describe('editor commands', () => {
  const root = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/');
  const problems = vscode.languages.createDiagnosticCollection('editorCommandsTest');
  const current = useScene();
  let symbols: vscode.Disposable;

  beforeEach(async () => {
    symbols = vscode.languages.registerDocumentSymbolProvider(language, {
      provideDocumentSymbols: (document) => (document.lineCount < 7 ? [] : [till()]),
    });
  });

  afterEach(async () => {
    symbols.dispose();
    problems.clear();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  function till(): vscode.DocumentSymbol {
    const whole = new vscode.Range(2, 0, 6, 1);
    const method = new vscode.Range(3, 2, 5, 3);
    const outer = new vscode.DocumentSymbol('Till', '', vscode.SymbolKind.Class, whole, whole);
    outer.children = [new vscode.DocumentSymbol('total', '', vscode.SymbolKind.Method, method, method)];
    return outer;
  }

  function report({ document }: vscode.TextEditor, severity = vscode.DiagnosticSeverity.Error): void {
    const missing = new vscode.Diagnostic(rate, 'Cannot find name ‘rate’.', severity);
    missing.source = 'ts';
    missing.code = 2304;
    const elsewhere = new vscode.Diagnostic(new vscode.Range(8, 0, 8, 3), 'Elsewhere');
    problems.set(document.uri, [missing, elsewhere]);
  }

  /** The last question as the server got it. */
  async function sent(): Promise<string> {
    assert.equal((await answered(current())).status.state, 'done');
    const body = current().server.requests.at(-1)?.body as { messages: { content: string }[] };
    return body.messages.at(-1)?.content ?? '';
  }

  async function run(command: keyof typeof commandIds, ...values: unknown[]): Promise<string> {
    await vscode.commands.executeCommand(commandIds[command], ...values);
    return sent();
  }

  async function openLines(selection: vscode.Selection): Promise<vscode.TextEditor> {
    const editor = await openCode(lines.join('\n'), language);
    editor.selection = selection;
    return editor;
  }

  const showChat = async () => current().hanlin.chat;

  /** Puts something else in the place of a dialogue of VS Code for a while. */
  async function replacing(
    name: 'showInputBox' | 'showWarningMessage',
    dialogue: unknown,
    during: () => Promise<void>,
  ): Promise<void> {
    const window = vscode.window as Record<typeof name, unknown>;
    const original = window[name];
    window[name] = dialogue;
    try {
      await during();
    } finally {
      window[name] = original;
    }
  }

  function assertNothingAsked(): void {
    assert.equal(current().hanlin.chat.conversation.session.turns.length, 0);
    assert.equal(current().server.requests.length, 0);
  }

  it('send the code with its symbol, its problems and what is around it', async () => {
    const editor = await openLines(new vscode.Selection(4, 4, 4, 10));
    report(editor);
    const path = vscode.workspace.asRelativePath(editor.document.uri);
    assert.equal(
      await run('fixSelection'),
      [
        `\`${path}:5-5\` (in \`Till › total\`)`,
        '```java',
        lines[4],
        '```',
        '',
        'Context, the lines before:',
        '```java',
        ...lines.slice(0, 4),
        '```',
        '',
        'Context, the lines after:',
        '```java',
        ...lines.slice(5),
        '```',
        '',
        `Problems that the editor reports in \`${path}\`:`,
        '```text',
        '5:24: error ts(2304): Cannot find name ‘rate’.',
        '```',
        '',
        'Fix the problems in this code. Put all of this code, corrected, into one code block with nothing left out, and say in a sentence what was wrong.',
      ].join('\n'),
    );
  });

  it('look for mistakes where the editor reports none', async () => {
    const editor = await openLines(new vscode.Selection(4, 4, 4, 10));
    report(editor, vscode.DiagnosticSeverity.Hint);
    const content = await run('fixSelection');
    assert.match(content, /\n\nLook for mistakes in this code and fix them\./);
    assert.doesNotMatch(content, /Problems that the editor reports/);
  });

  const questions = {
    explainSelection: /Explain this code: what it does/,
    reviewSelection: /Review this code: mistakes, risks/,
    refactorSelection: /Refactor this code .* one code block/,
    optimiseSelection: /Find what is slow or wasteful in this code.* one code block/,
    testSelection: /Write unit tests for this code/,
    documentSelection: /Write documentation comments for this code .* one code block/,
    translateComments: /Translate the comments in this code: Chinese ones into English.* one code block/,
  } as const;

  for (const [command, question] of Object.entries(questions)) {
    it(`ask what they say: ${command}`, async () => {
      await openLines(new vscode.Selection(3, 0, 5, 3));
      const content = await run(command as keyof typeof questions);
      assert.match(content, /^`Untitled-\d+:4-6` \(in `Till › total`\)\n```java\n {2}total\(net/);
      assert.match(content.split('\n').at(-1) ?? '', question);
      const [asked] = current().hanlin.chat.conversation.session.turns;
      assert.ok(asked?.role === 'question' && asked.attachments[0]?.kind === 'selection');
    });
  }

  it('take the symbol around the cursor, with its imports where they are far away', async () => {
    const filler = Array.from({ length: 3_000 }, (_, index) => `// filler ${index}`);
    const [first = '', ...others] = lines;
    const provider = vscode.languages.registerDocumentSymbolProvider('ruby', {
      provideDocumentSymbols: () => {
        const range = new vscode.Range(3_002, 0, 3_006, 1);
        return [new vscode.DocumentSymbol('Till', '', vscode.SymbolKind.Class, range, range)];
      },
    });
    try {
      const editor = await openCode([first, ...filler, ...others].join('\n'), 'ruby');
      editor.selection = new vscode.Selection(3_004, 6, 3_004, 6);
      const content = await run('refactorSelection');
      assert.match(content, /^`Untitled-\d+:3003-3007` \(in `Till`\)\n```ruby\nexport class Till \{/);
      assert.match(content, /Imports of the file:\n```ruby\nimport \{ round \} from '.\/round.ts';\n```/);
      assert.match(content, /\/\/ filler 2999\n/);
      assert.doesNotMatch(content, /\/\/ filler 0\n/);
    } finally {
      provider.dispose();
    }
  });

  it('send Windows line ends as the others', async () => {
    const editor = await openCode(lines.join('\n'), language);
    // Of those that a new document begins with VS Code does not always tell.
    assert.ok(await editor.edit((edit) => edit.setEndOfLine(vscode.EndOfLine.CRLF)));
    await eventually(() => editor.document.eol === vscode.EndOfLine.CRLF, 'no Windows line ends');
    editor.selection = new vscode.Selection(3, 0, 5, 3);
    const content = await run('documentSelection');
    assert.ok(!content.includes('\r'));
    assert.match(content, /:4-6` \(in `Till › total`\)\n```java\n {2}total\(net: number\): number \{\n/);
  });

  it('add the selection to the composer, without asking', async () => {
    await openLines(new vscode.Selection(3, 0, 6, 0));
    await vscode.commands.executeCommand(commandIds.attachSelection);
    assertNothingAsked();
    const [chip, ...others] = current().hanlin.chat.conversation.attachments;
    assert.ok(chip && 'startLine' in chip && others.length === 0);
    assert.deepEqual(
      [chip.kind, chip.startLine, chip.endLine, chip.symbols],
      ['selection', 4, 6, ['Till', 'total']],
    );
    current().hanlin.chat.conversation.detach(chip.id);
  });

  it('ask what is typed about the selection, a command too', async () => {
    const editor = await openLines(new vscode.Selection(4, 0, 4, 5));
    report(editor);
    const boxes: vscode.InputBoxOptions[] = [];
    const typed = ['  Why not rate?', '/test with vitest', ''];
    await replacing(
      'showInputBox',
      async (options: vscode.InputBoxOptions) => {
        boxes.push(options);
        return typed.shift();
      },
      async () => {
        await askAboutSelection(showChat, {});
        const content = await sent();
        assert.match(
          content,
          /^`Untitled-\d+:5-5` \(in `Till › total`\)\n[\s\S]*Cannot find name[\s\S]*\n\nWhy not rate\?$/,
        );
        await askAboutSelection(showChat, {});
        assert.match(await sent(), /Write unit tests for this code .*\n\nwith vitest$/);
        await askAboutSelection(showChat, {});
      },
    );
    assert.match(boxes[0]?.title ?? '', /^Ask about Untitled-\d+:5-5$/);
    assert.equal(current().server.requests.length, 2);
  });

  it('say why they do nothing where there is no code', async () => {
    const said: string[] = [];
    await replacing(
      'showWarningMessage',
      async (text: string) => void said.push(text),
      async () => {
        await vscode.commands.executeCommand('workbench.action.closeAllEditors');
        await askAboutCode('refactor', showChat);
        await openCode('');
        await askAboutCode('review', showChat);
        const editor = await openCode('a\n\nb', 'plaintext');
        editor.selection = new vscode.Selection(1, 0, 1, 0);
        await attachSelection(showChat);
        await askAboutProblem('explain', showChat);
        await explainTerminal(showChat);
      },
    );
    assertNothingAsked();
    assert.equal(said.length, 5);
    assert.equal(said[0], 'Open a file and select the code you want to ask about.');
    assert.match(said[1] ?? '', /^Untitled-\d+ is empty\.$/);
    assert.equal(said[2], 'There is no code at the cursor. Select the code you want to ask about.');
    assert.equal(said[3], 'There is no problem at the cursor.');
    assert.equal(said[4], 'Nothing is selected in the terminal. Select the output you want to ask about.');
  });

  describe('on a problem', () => {
    async function actionsAt(
      { document }: vscode.TextEditor,
      range: vscode.Range,
      kind?: string,
    ): Promise<vscode.CodeAction[]> {
      const found = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        range,
        kind,
      );
      return found.filter(({ title }) => title.includes('Hanlin'));
    }

    function titles(actions: readonly vscode.CodeAction[]): string[] {
      return actions.map(({ title }) => title);
    }

    it('are offered by the lightbulb and, as quick fixes of the problem, by the problems view', async () => {
      const editor = await openLines(new vscode.Selection(0, 0, 0, 0));
      report(editor);
      const actions = await actionsAt(editor, rate, 'quickfix');
      assert.deepEqual(titles(actions), ['Fix with Hanlin', 'Explain with Hanlin']);
      for (const { kind, isPreferred } of actions) {
        assert.equal(kind?.value, 'quickfix');
        assert.notEqual(isPreferred, true);
      }
    });

    it('explain it, with the code around it and nothing else that is wrong', async () => {
      const editor = await openLines(new vscode.Selection(0, 0, 0, 0));
      report(editor);
      const [, explain] = await actionsAt(editor, rate);
      const { command, arguments: values = [] } = explain?.command ?? {};
      await vscode.commands.executeCommand(command ?? '', ...values);
      const content = await sent();
      assert.match(content, /^`Untitled-\d+:4-6` \(in `Till › total`\)\n/);
      assert.match(content, /\n```text\n5:24: error ts\(2304\): Cannot find name ‘rate’\.\n```\n/);
      assert.match(content, /Explain this problem: what it means, why it arises here, .*\.$/);
    });

    it('fix it, in the block where there is no symbol', async () => {
      const editor = await openLines(new vscode.Selection(0, 0, 0, 0));
      report(editor);
      const place = new vscode.Range(8, 0, 8, 3);
      const [fix] = await actionsAt(editor, place);
      await vscode.commands.executeCommand(fix?.command?.command ?? '', ...(fix?.command?.arguments ?? []));
      const content = await sent();
      assert.match(content, /^`Untitled-\d+:9-9`\n/);
      assert.match(content, /\n9:1: error: Elsewhere\n/);
      assert.match(content, /Fix the problems in this code\..*$/);
    });

    it('explain the one at the cursor', async () => {
      report(await openLines(new vscode.Selection(4, 0, 4, 0)));
      assert.match(await run('explainProblem'), /Cannot find name[\s\S]*Explain this problem/);
    });

    it('are quiet elsewhere', async () => {
      const editor = await openLines(new vscode.Selection(0, 0, 0, 0));
      report(editor, vscode.DiagnosticSeverity.Hint);
      assert.deepEqual(await actionsAt(editor, rate.with(rate.start, rate.start)), []);
      assert.deepEqual(await actionsAt(editor, rate, 'quickfix'), []);
      assert.deepEqual(titles(await actionsAt(editor, rate)), ['Refactor with Hanlin']);
      assert.deepEqual(await actionsAt(editor, rate, 'refactor.extract'), []);
      const automatic = {
        diagnostics: [],
        only: undefined,
        triggerKind: vscode.CodeActionTriggerKind.Automatic,
      };
      const { token } = new vscode.CancellationTokenSource();
      assert.deepEqual(lightbulb.provideCodeActions(editor.document, rate, automatic, token), []);
    });
  });

  it('take the selection of the terminal', async () => {
    const output = new vscode.EventEmitter<string>();
    let opened = (): void => {};
    const isOpen = new Promise<void>((resolve) => {
      opened = resolve;
    });
    const pty = { onDidWrite: output.event, open: opened, close: () => {} };
    const terminal = vscode.window.createTerminal({ name: 'build', pty });
    try {
      terminal.show();
      await isOpen;
      output.fire('error TS2304: Cannot find name\r\n');
      await vscode.env.clipboard.writeText('mine');
      await eventually(async () => {
        // Until the text is drawn there is nothing to select.
        await vscode.commands.executeCommand('workbench.action.terminal.selectAll');
        await vscode.commands.executeCommand(commandIds.explainTerminal);
        return current().hanlin.chat.conversation.session.turns.length > 0;
      }, 'nothing was asked');
      const content = await sent();
      assert.match(
        content,
        /^Text from the terminal `build`:\n```text\n[\s\S]*error TS2304: Cannot find name\n```\n/,
      );
      assert.match(content, /\n\nExplain this output: what it says, .*\.$/);
      await vscode.commands.executeCommand(commandIds.attachTerminal);
      const [chip] = current().hanlin.chat.conversation.attachments;
      assert.equal(chip?.kind, 'terminal');
      current().hanlin.chat.conversation.detach(chip.id);
      assert.equal(await vscode.env.clipboard.readText(), 'mine');
    } finally {
      terminal.dispose();
    }
  });

  it('take a cell of a notebook for a file', async () => {
    const path = join(root.fsPath, 'till.ipynb');
    const cell = (...source: string[]) => ({ cell_type: 'code', source, metadata: {}, outputs: [] });
    const cells = [
      cell('import math\n', 'rate = 0.2'),
      cell('def tax(net):\n', '    return net * rate\n', '\n', 'tax(3)'),
    ];
    await writeFile(
      path,
      JSON.stringify({
        cells,
        metadata: { language_info: { name: 'python' } },
        nbformat: 4,
        nbformat_minor: 5,
      }),
    );
    try {
      const notebook = await vscode.workspace.openNotebookDocument(vscode.Uri.file(path));
      await vscode.window.showNotebookDocument(notebook, { selections: [new vscode.NotebookRange(1, 2)] });
      const [, chosen] = notebook.getCells();
      await eventually(() => placeInSight()?.document === chosen?.document, 'the cell is not chosen');
      const content = await run('explainSelection');
      assert.equal(
        content,
        [
          '`till.ipynb`, cell 2',
          '```python',
          'def tax(net):',
          '    return net * rate',
          '',
          'tax(3)',
          '```',
          '',
          'Imports of the file:',
          '```python',
          'import math',
          '```',
          '',
          'Explain this code: what it does, how it works, and what is easily overlooked.',
        ].join('\n'),
      );
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await rm(path);
    }
  });
});
