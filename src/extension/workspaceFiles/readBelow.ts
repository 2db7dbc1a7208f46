import { realpath } from 'node:fs/promises';
import { sep } from 'node:path';
import * as vscode from 'vscode';

/** A text longer than this was not written by hand; in bytes. */
const mostBytes = 256_000;

/**
 * The text of a file that the workspace offers us by its name. What leads out of the folder by a symbolic link is not
 * read: who wrote the workspace must not be able to have the user’s other files sent.
 *
 * @param path with `/`, below the folder
 * @returns undefined where there is no such file, or none that may be read
 */
export async function readBelow(folder: vscode.Uri, path: string): Promise<string | undefined> {
  const uri = vscode.Uri.joinPath(folder, path);
  try {
    const { type, size } = await vscode.workspace.fs.stat(uri);
    if (!(type & vscode.FileType.File) || size > mostBytes) return undefined;
    if (!(await isInside(folder, uri, type))) return undefined;
    return await vscode.workspace.decode(await vscode.workspace.fs.readFile(uri), { uri });
  } catch {
    return undefined;
  }
}

async function isInside(folder: vscode.Uri, uri: vscode.Uri, type: vscode.FileType): Promise<boolean> {
  // Only here it can be seen where a link leads.
  if (uri.scheme !== 'file') return !(type & vscode.FileType.SymbolicLink);
  const [root, target] = await Promise.all([realpath(folder.fsPath), realpath(uri.fsPath)]);
  return target.startsWith(root.endsWith(sep) ? root : root + sep);
}
