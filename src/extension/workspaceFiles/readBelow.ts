import * as vscode from 'vscode';
import { isBinary } from '../../chat/binaryFile.ts';
import { isSecretFile } from '../../chat/secretFiles.ts';
import { ignoredFiles } from './ignoredFiles.ts';
import { realPlace, seenFrom } from './realPlace.ts';

/** A text longer than this was not written by hand; in bytes. */
const mostBytes = 256_000;

/**
 * The text of a file that the workspace offers us by its name. What leads out of the folder by a symbolic link is not
 * read, and neither is what is a link to secrets: who wrote the workspace must not be able to have those sent.
 *
 * @param path with `/`, below the folder
 * @param longest in bytes; a longer file is not read
 * @returns undefined where there is no such file, or none that may be read
 */
export async function readBelow(
  folder: vscode.Uri,
  path: string,
  longest = mostBytes,
): Promise<string | undefined> {
  const uri = vscode.Uri.joinPath(folder, path);
  try {
    const { type, size } = await vscode.workspace.fs.stat(uri);
    if (!(type & vscode.FileType.File) || size > longest) return undefined;
    const place = await realPlace(uri);
    const seen = place && (await seenFrom([folder], place));
    if (!seen || isSecretFile(seen.path)) return undefined;
    const { isForbidden } = await ignoredFiles();
    if (isForbidden(uri) || isForbidden(seen)) return undefined;
    const bytes = await vscode.workspace.fs.readFile(uri);
    return isBinary(bytes) ? undefined : await vscode.workspace.decode(bytes, { uri });
  } catch {
    return undefined;
  }
}
