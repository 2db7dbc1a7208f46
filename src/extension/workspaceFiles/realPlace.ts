import { realpath } from 'node:fs/promises';
import * as vscode from 'vscode';
import { pathBelow } from '../../chat/folderPaths.ts';

/**
 * Where a file or folder is when all links on the way are followed.
 *
 * @returns undefined where nothing is there, or where it cannot be seen: links of other file systems than this
 *   computer’s cannot be followed
 */
export async function realPlace(uri: vscode.Uri): Promise<vscode.Uri | undefined> {
  try {
    if (uri.scheme === 'file') return vscode.Uri.file(await realpath(uri.fsPath));
    const { type } = await vscode.workspace.fs.stat(uri);
    return type & vscode.FileType.SymbolicLink ? undefined : uri;
  } catch {
    return undefined;
  }
}

/** Whether something is there and no link on the way leads out of the workspace. */
export async function isReallyInWorkspace(uri: vscode.Uri): Promise<boolean> {
  const place = await realPlace(uri);
  return place !== undefined && (await seenFrom(workspaceRoots(), place)) !== undefined;
}

/** Whether something is in the workspace by its path, but is a link that leads out of it, or is behind one. */
export async function leadsOut(uri: vscode.Uri): Promise<boolean> {
  if (!vscode.workspace.getWorkspaceFolder(uri)) return false;
  const place = await realPlace(uri);
  return place !== undefined && (await seenFrom(workspaceRoots(), place)) === undefined;
}

/**
 * A place that is really in one of some folders, by the way through that folder: it may be known by a link itself.
 *
 * @param place without links in it
 * @returns undefined where it is in none of them
 */
export async function seenFrom(
  folders: readonly vscode.Uri[],
  place: vscode.Uri,
): Promise<vscode.Uri | undefined> {
  for (const folder of folders) {
    const root = await realPlace(folder);
    const rest = root && pathBelow(root, place);
    if (rest !== undefined) return vscode.Uri.joinPath(folder, rest);
  }
  return undefined;
}

export function workspaceRoots(): readonly vscode.Uri[] {
  return (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
}
