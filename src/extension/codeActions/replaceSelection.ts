import type * as vscode from 'vscode';
import { codeForSelection } from '../../chat/placeCode.ts';
import { translate } from '../translate.ts';
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
  const selections = editor?.selections.filter(({ isEmpty }) => !isEmpty) ?? [];
  if (!editor || selections.length === 0) {
    dialogues.say(translate('Nothing is selected. Select the code that this should replace.'));
    return;
  }
  const done = await editor.edit((edit) => {
    for (const selection of selections) edit.replace(selection, replacement(document, selection, code));
  });
  if (!done) return place.refuse();
  await place.show();
}

function replacement(document: vscode.TextDocument, selection: vscode.Range, code: string): string {
  const before = document.lineAt(selection.start).text.slice(0, selection.start.character);
  return codeForSelection(code, document.getText(selection), before);
}
