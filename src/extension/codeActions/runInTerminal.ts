import * as vscode from 'vscode';
import { terminalCommands } from '../../chat/shellCommand.ts';
import { createTerminal } from '../display/terminal.ts';
import { translate } from '../translate.ts';
import type { Dialogues } from './dialogues.ts';
import type { LastEditor } from './lastEditor.ts';

/** Runs a shell block in a new terminal, after the user has seen the whole of it and agreed. */
export async function runInTerminal(
  code: string,
  language: string | undefined,
  lastEditor: LastEditor,
  dialogues: Dialogues,
): Promise<void> {
  const found = terminalCommands(code, language);
  if (found.type === 'none') {
    dialogues.say(translate('Only shell commands can be run in the terminal.'));
    return;
  }
  if (found.type === 'too-long') {
    dialogues.say(
      translate('These commands are too long to be checked in a dialog. Open them as a new file instead.'),
    );
    return;
  }
  const folder = await folderToRunIn(lastEditor);
  const name = 'Hanlin';
  const place = folder
    ? translate('In a new terminal “{name}”, in the folder {folder}', { name, folder: folder.fsPath })
    : translate('In a new terminal “{name}”', { name });
  const agreed = await dialogues.confirm(
    translate('Run this in the terminal?'),
    `${found.shown}\n\n${place}`,
    translate('Run'),
  );
  if (!agreed) return;
  // A terminal of its own: in another one a program may be running, which would take the commands for its input.
  const terminal = createTerminal(name, folder);
  terminal.show();
  terminal.sendText(found.commands);
}

/** The folder of the workspace that the user works in. */
async function folderToRunIn(lastEditor: LastEditor): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length < 2) return folders[0]?.uri;
  const place = await lastEditor.find();
  const folder = place && vscode.workspace.getWorkspaceFolder(place.document.uri);
  return (folder ?? folders[0])?.uri;
}
