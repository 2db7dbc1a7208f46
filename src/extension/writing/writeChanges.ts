import * as vscode from 'vscode';
import type { TextChange } from '../../chat/linesUnderReview.ts';
import type { WritePermission } from './writePermission.ts';

/** What became of an attempt to write. */
export type WriteOutcome =
  | 'written'
  /** The document did not take it. */
  | 'refused'
  /** Its file is another one than the user was asked about, which he has been told. */
  | 'moved';

export interface UndoStops {
  readonly undoStopBefore: boolean;
  readonly undoStopAfter: boolean;
}

/**
 * Changes a document.
 *
 * @param changes what is to be changed in the document as it is then; undefined if nothing is to be done any more
 * @param undoStops absent: one undo step. They are kept where the document has an editor: only there steps can be joined.
 */
export async function writeChanges(
  permission: WritePermission,
  document: vscode.TextDocument,
  changes: () => readonly TextChange[] | undefined,
  undoStops?: UndoStops,
): Promise<WriteOutcome> {
  if (!(await permission.use(document.uri))) return 'moved';
  const made = changes();
  if (!made) return 'refused';
  if (made.length === 0) return 'written';
  const code = made.map(({ text }) => text).join('\n');
  const before = document.getText();
  const written = await write(document, made, undoStops);
  if (written === 'written') permission.sayIfKeyIsMissing(code, before);
  return written;
}

function write(
  document: vscode.TextDocument,
  made: readonly TextChange[],
  undoStops: UndoStops | undefined,
): Promise<WriteOutcome> {
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  const editor =
    undoStops && [activeTextEditor, ...visibleTextEditors].find((one) => one?.document === document);
  if (editor) {
    return outcome(
      editor.edit((builder) => {
        for (const { range, text } of made) builder.replace(vscodeRange(range), text);
      }, undoStops),
    );
  }
  const edit = new vscode.WorkspaceEdit();
  for (const { range, text } of made) edit.replace(document.uri, vscodeRange(range), text);
  return outcome(vscode.workspace.applyEdit(edit));
}

/**
 * Changes a document in an editor that is open, as one undo step.
 *
 * @param code all that is new in it
 */
export async function writeInEditor(
  permission: WritePermission,
  editor: vscode.TextEditor,
  code: string,
  build: (edit: vscode.TextEditorEdit) => void,
): Promise<WriteOutcome> {
  if (!(await permission.use(editor.document.uri))) return 'moved';
  const before = editor.document.getText();
  const written = await outcome(editor.edit(build));
  if (written === 'written') permission.sayIfKeyIsMissing(code, before);
  return written;
}

/** What VS Code is to change in a document before it saves it. */
export function changesForSaving(
  permission: WritePermission,
  document: vscode.TextDocument,
  changes: readonly TextChange[],
): vscode.TextEdit[] {
  if (!permission.isFor(document.uri)) return [];
  return changes.map(({ range, text }) => vscode.TextEdit.replace(vscodeRange(range), text));
}

async function outcome(writing: Thenable<boolean>): Promise<WriteOutcome> {
  return (await writing) ? 'written' : 'refused';
}

function vscodeRange({ start, end }: TextChange['range']): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
