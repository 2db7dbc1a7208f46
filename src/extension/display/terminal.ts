import * as vscode from 'vscode';
import { labelText } from '../../chat/foreignText.ts';

/** A new terminal, in a folder if one is given. */
export function createTerminal(name: string, folder: vscode.Uri | undefined): vscode.Terminal {
  return vscode.window.createTerminal({ name: labelText(name), ...(folder && { cwd: folder }) });
}
