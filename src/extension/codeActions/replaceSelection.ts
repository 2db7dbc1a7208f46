import type * as vscode from 'vscode';
import { codeForSelection } from '../../chat/placeCode.ts';
import { translate } from '../translate.ts';
import { writeInEditor } from '../writing/writeChanges.ts';
import { WritePermission } from '../writing/writePermission.ts';
import type { Dialogues } from './dialogues.ts';
import { editablePlace } from './editablePlace.ts';
import type { LastEditor } from './lastEditor.ts';

/** Puts code in the place of what is selected, as one undo step. */
export async function replaceSelection(
  code: string,
  lastEditor: LastEditor,
  dialogues: Dialogues,
): Promise<void> {
  const place = await editablePlace(lastEditor, dialogues);
  if (!place) return;
  const { document, editor } = place;
  if (!editor?.selections.some(({ isEmpty }) => !isEmpty)) {
    dialogues.say(translate('Nothing is selected. Select the code that this should replace.'));
    return;
  }
  const permission = await WritePermission.ask(document.uri, dialogues);
  if (!permission) return;
  const replaced = editor.selections
    .filter(({ isEmpty }) => !isEmpty)
    .map((selection) => ({ selection, text: replacement(document, selection, code) }));
  const written = replaced.map(({ text }) => text).join('\n');
  const outcome = await writeInEditor(permission, editor, written, (edit) => {
    for (const { selection, text } of replaced) edit.replace(selection, text);
  });
  if (outcome === 'refused') place.refuse();
  if (outcome !== 'written') return;
  await place.show();
}

function replacement(document: vscode.TextDocument, selection: vscode.Range, code: string): string {
  const before = document.lineAt(selection.start).text.slice(0, selection.start.character);
  return codeForSelection(code, document.getText(selection), before);
}
