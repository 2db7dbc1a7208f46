import * as vscode from 'vscode';
import { cellScheme } from '../../chat/seenEditors.ts';
import { fileName } from '../fileNames.ts';
import { translate } from '../translate.ts';
import type { Dialogues } from './dialogues.ts';
import { isWritable } from './isWritable.ts';
import type { EditingPlace, LastEditor } from './lastEditor.ts';

export interface EditablePlace extends EditingPlace {
  /** Says that the document did not take the change. */
  refuse(): void;
  /** Brings the focus there. */
  show(): Promise<void>;
}

/** The last active editor. Where there is none, or it cannot be changed, that is said. */
export async function editablePlace(
  lastEditor: LastEditor,
  dialogues: Dialogues,
): Promise<EditablePlace | undefined> {
  const place = await lastEditor.find();
  if (!place) {
    dialogues.say(translate('Open a file and put the cursor where the code should go.'));
    return undefined;
  }
  const { document, editor } = place;
  const refuse = (): void =>
    dialogues.say(translate('{name} cannot be changed.', { name: fileName(document.uri) }));
  if (!isWritable(document)) {
    refuse();
    return undefined;
  }
  return {
    ...place,
    refuse,
    async show() {
      if (!editor) return;
      editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
      // Neither a cell nor a side of a diff has a column: shown by themselves they would open once more.
      if (editor.viewColumn === undefined || document.uri.scheme === cellScheme) return;
      await vscode.window.showTextDocument(document, { viewColumn: editor.viewColumn, preview: false });
    },
  };
}
