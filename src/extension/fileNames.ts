import * as vscode from 'vscode';
import { visibleName } from '../chat/hiddenCharacters.ts';

/** A path's last part, as it can be shown: whoever made the workspace has chosen its names. */
export function fileName({ path }: vscode.Uri): string {
  return visibleName(path.split('/').findLast((part) => part !== '') ?? '');
}

/** Where a file is as the user knows it, inside its workspace folder, and as it can be shown. */
export function filePath(uri: vscode.Uri): string {
  return visibleName(vscode.workspace.asRelativePath(uri));
}
