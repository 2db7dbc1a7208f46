/** An editor that was seen: by its document and column, or a notebook’s by itself. */
export interface SeenEditor {
  readonly type: 'text' | 'notebook';
  readonly shown: object;
  readonly viewColumn: number | undefined;
}

/** Whether both are the same editor. The column of a notebook’s editor may change. */
export function isSameEditor(one: SeenEditor, other: SeenEditor): boolean {
  if (one.type !== other.type || one.shown !== other.shown) return false;
  return one.type === 'notebook' || one.viewColumn === other.viewColumn;
}

/** Of the editors of one document the one that was in a column, else the first. */
export function editorInColumn<Editor extends { readonly viewColumn?: number | undefined }>(
  editors: readonly Editor[],
  viewColumn: number | undefined,
): Editor | undefined {
  return editors.find((editor) => editor.viewColumn === viewColumn) ?? editors[0];
}

/** The scheme of the documents that are cells of a notebook. */
export const cellScheme = 'vscode-notebook-cell';

/** Whether a document is a cell of a notebook: a cell has the notebook’s path. */
export function isCellOf(
  document: { readonly scheme: string; readonly path: string },
  notebook: { readonly path: string },
): boolean {
  return document.scheme === cellScheme && document.path === notebook.path;
}

/**
 * The number of the cell that is chosen in a notebook; a selection may begin after the last cell.
 *
 * @returns undefined where the notebook is empty
 */
export function chosenCellIndex(selectionStart: number, cellCount: number): number | undefined {
  return cellCount === 0 ? undefined : Math.min(selectionStart, cellCount - 1);
}

/** Editors that are no files: the output, the box for a commit message and the like. */
const otherSchemes = new Set(['output', 'debug', 'comment', 'vscode-scm']);

/** Whether the text in an editor can be what the user asks about. */
export function isCodeEditor(scheme: string): boolean {
  return !otherSchemes.has(scheme);
}
