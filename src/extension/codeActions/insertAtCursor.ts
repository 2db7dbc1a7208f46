import * as vscode from 'vscode';
import { codeAtCursor, codeAtEnd } from '../../chat/placeCode.ts';
import { type WriteOutcome, writeChanges, writeInEditor } from '../writing/writeChanges.ts';
import { WritePermission } from '../writing/writePermission.ts';
import type { Dialogues } from './dialogues.ts';
import { editablePlace } from './editablePlace.ts';
import type { LastEditor } from './lastEditor.ts';

/** Puts code at the cursor, at each of them if there are several, as one undo step. What is selected there stays. */
export async function insertAtCursor(
  code: string,
  lastEditor: LastEditor,
  dialogues: Dialogues,
): Promise<void> {
  const place = await editablePlace(lastEditor, dialogues);
  if (!place) return;
  const { document, editor } = place;
  const permission = await WritePermission.ask(document.uri, dialogues);
  if (!permission) return;
  if (!editor) {
    if ((await appendTo(document, code, permission)) === 'refused') place.refuse();
    return;
  }
  const outcome = await writeInEditor(permission, editor, code, (edit) => {
    for (const { active } of editor.selections) {
      const line = document.lineAt(active).text;
      edit.insert(active, codeAtCursor(code, line.slice(0, active.character), line.slice(active.character)));
    }
  });
  if (outcome === 'refused') place.refuse();
  if (outcome !== 'written') return;
  // What was selected before must not be what the next key replaces.
  editor.selections = editor.selections.map(({ active }) => new vscode.Selection(active, active));
  await place.show();
}

/** Into the cell of a notebook that has no cursor. */
function appendTo(
  document: vscode.TextDocument,
  code: string,
  permission: WritePermission,
): Promise<WriteOutcome> {
  return writeChanges(permission, document, () => {
    const end = document.lineAt(document.lineCount - 1).range.end;
    return [{ range: { start: end, end }, text: codeAtEnd(code, document.lineAt(end).text) }];
  });
}
