import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { commandIds } from '../../src/extension/commandIds.ts';
import { answered, openCode, useScene } from './support/hanlin.ts';

const lines = [
  'const rate = 0.2;',
  '',
  'export function tax(net: number): number {',
  '  return net * rate;',
  '}',
  '',
  'tax(3);',
];

/** In a language that VS Code itself knows no symbols of. */
describe('explain selection', () => {
  const current = useScene();
  let path: string;

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  async function explain(selection: vscode.Selection, language = 'java'): Promise<string> {
    const editor = await openCode(lines.join('\n'), language);
    editor.selection = selection;
    path = vscode.workspace.asRelativePath(editor.document.uri);
    await vscode.commands.executeCommand(commandIds.explainSelection);
    assert.equal((await answered(current())).status.state, 'done');
    const body = current().server.requests[0]?.body as { messages: { role: string; content: string }[] };
    assert.deepEqual(
      body.messages.map(({ role }) => role),
      ['system', 'user'],
    );
    return body.messages[1]?.content ?? '';
  }

  it('sends the selected lines, where they are, and what is around them', async () => {
    const content = await explain(new vscode.Selection(2, 4, 4, 1));
    assert.equal(
      content,
      [
        `\`${path}:3-5\``,
        '```java',
        ...lines.slice(2, 5),
        '```',
        '',
        'Context, the lines before:',
        '```java',
        ...lines.slice(0, 2),
        '```',
        '',
        'Context, the lines after:',
        '```java',
        ...lines.slice(5),
        '```',
        '',
        'Explain this code: what it does, how it works, and what is easily overlooked.',
      ].join('\n'),
    );
  });

  it('takes the block around the cursor when nothing is selected, and says so', async () => {
    const content = await explain(new vscode.Selection(3, 0, 3, 0), 'plaintext');
    assert.match(content, /^`Untitled-\d+:3-5`\n```plaintext\nexport function tax/);
    assert.match(content, /Nothing was selected, so explain the block around the cursor \(lines 3 to 5\)/);
  });

  it('takes the symbol around the cursor where the language knows symbols', async () => {
    const provider = vscode.languages.registerDocumentSymbolProvider('java', {
      provideDocumentSymbols: () => {
        const range = new vscode.Range(2, 0, 4, 1);
        const inner = new vscode.DocumentSymbol(
          'net',
          '',
          vscode.SymbolKind.Variable,
          new vscode.Range(3, 2, 3, 20),
          new vscode.Range(3, 2, 3, 5),
        );
        const symbol = new vscode.DocumentSymbol('tax', '', vscode.SymbolKind.Function, range, range);
        symbol.children = [inner];
        return [symbol];
      },
    });
    try {
      const content = await explain(new vscode.Selection(3, 5, 3, 5));
      assert.match(content, /explain the whole symbol around the cursor \(lines 3 to 5\)/);
    } finally {
      provider.dispose();
    }
  });

  it('asks for code when there is none', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand(commandIds.explainSelection);
    assert.equal(current().hanlin.chat.conversation.session.turns.length, 0);
  });
});
