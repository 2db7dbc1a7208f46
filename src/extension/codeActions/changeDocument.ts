import * as vscode from 'vscode';
import { type LineChange, lineChanges } from '../../chat/lineChanges.ts';

/**
 * Gives a document another text as one undo step. Only the lines that differ change, so that cursors and folded parts
 * elsewhere stay as they are.
 *
 * @returns false where the document did not take it
 */
export function changeDocument(document: vscode.TextDocument, text: string): Thenable<boolean> {
  return makeChanges(document, lineChanges(document.getText(), text));
}

/** Makes some of the changes between a document’s text and another one. */
export function makeChanges(
  document: vscode.TextDocument,
  changes: readonly LineChange[],
): Thenable<boolean> {
  const edit = new vscode.WorkspaceEdit();
  for (const { start, end, lines } of changes) {
    const range = document.validateRange(new vscode.Range(start, 0, end, 0));
    edit.replace(document.uri, range, lines.join(''));
  }
  return vscode.workspace.applyEdit(edit);
}
