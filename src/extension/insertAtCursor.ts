import * as vscode from 'vscode';
import { translate } from './translate.ts';

/** Puts code at the cursor of the last active editor, as one undo step. What is selected there stays. */
export async function insertAtCursor(code: string): Promise<void> {
  const editor = vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors[0];
  if (!editor) {
    void vscode.window.showInformationMessage(
      translate('Open a file and put the cursor where the code should go.'),
    );
    return;
  }
  const at = editor.selection.end;
  await editor.edit((edit) => edit.insert(at, code));
  editor.revealRange(new vscode.Range(at, at), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  await vscode.window.showTextDocument(editor.document, editor.viewColumn);
}
