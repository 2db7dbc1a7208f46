import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** Makes a document without a place. VS Code may give it what one of the same name held that was closed just now. */
export async function newDocument(content: string, language?: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument({
    content,
    ...(language !== undefined && { language }),
  });
  if (document.getText() !== content) {
    const whole = new vscode.Range(0, 0, document.lineCount, 0);
    const endOfLine = content.includes('\r\n') ? vscode.EndOfLine.CRLF : vscode.EndOfLine.LF;
    const edit = new vscode.WorkspaceEdit();
    edit.set(document.uri, [
      vscode.TextEdit.replace(whole, content),
      vscode.TextEdit.setEndOfLine(endOfLine),
    ]);
    assert.ok(await vscode.workspace.applyEdit(edit));
  }
  assert.equal(document.getText(), content);
  return document;
}
