import * as vscode from 'vscode';
import { chosenCellIndex } from '../../chat/seenEditors.ts';

export interface NotebookPlace {
  readonly notebook: vscode.NotebookDocument;
  /** Of the cell, from 0. */
  readonly index: number;
}

/** The notebook that a document is a cell of. */
export function notebookOf(document: vscode.TextDocument): NotebookPlace | undefined {
  for (const notebook of vscode.workspace.notebookDocuments) {
    const index = notebook.getCells().findIndex((cell) => cell.document === document);
    if (index >= 0) return { notebook, index };
  }
  return undefined;
}

/** The cell that is chosen in the notebook that the user looks at, entered or not. */
export function chosenCell(): vscode.TextDocument | undefined {
  const editor = vscode.window.activeNotebookEditor;
  const index = editor && chosenCellIndex(editor.selection.start, editor.notebook.cellCount);
  return index === undefined ? undefined : editor?.notebook.cellAt(index).document;
}
