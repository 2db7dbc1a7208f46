import * as vscode from 'vscode';
import { isSensitivePath } from '../../chat/sensitivePaths.ts';
import { filePath } from '../fileNames.ts';
import { translate } from '../translate.ts';
import type { Dialogues } from './dialogues.ts';

/** Whether a model's code may go into a file; the user is asked where that file does something by being there. */
export async function confirmSensitive(uri: vscode.Uri, dialogues: Dialogues): Promise<boolean> {
  // Where the workspace is does not matter, what it is called neither.
  if (!isSensitivePath(vscode.workspace.asRelativePath(uri, false))) return true;
  return dialogues.confirm(
    translate('Write the model’s code into {path}?', { path: filePath(uri) }),
    translate(
      'Programs run what is in this file, or follow it, without asking again. Read every line of the code first.',
    ),
    translate('Write'),
  );
}
