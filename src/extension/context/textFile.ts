import * as vscode from 'vscode';
import { isBinary } from '../../chat/binaryFile.ts';
import { longestAttachedFile } from '../../core/limits.ts';
import { fileName } from '../fileNames.ts';
import { translate } from '../translate.ts';

/**
 * The text of a file: as it stands in its editor, saved or not, else as it is on the disk, in the encoding that the
 * user's settings name for it.
 *
 * @throws {Error} with a message for the user if it is too large, not a text or not there.
 */
export async function readTextFile(uri: vscode.Uri, mostBytes = longestAttachedFile): Promise<string> {
  const open = openDocument(uri);
  const name = fileName(uri);
  if (open) {
    const text = open.getText();
    if (text.length > mostBytes) throw textTooLarge(name);
    return text;
  }
  const { type, size } = await vscode.workspace.fs.stat(uri);
  // To read a pipe or a device would never end.
  if (!(type & vscode.FileType.File)) throw new Error(translate('{name} is not a text file.', { name }));
  if (size > mostBytes) throw textTooLarge(name);
  const bytes = await vscode.workspace.fs.readFile(uri);
  if (isBinary(bytes)) throw new Error(translate('{name} is not a text file.', { name }));
  return vscode.workspace.decode(bytes, { uri });
}

/** The document of a file that is open, in an editor or behind one. */
export function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
}

/** The refusal of a text by its size. */
export function textTooLarge(name: string): Error {
  return new Error(
    translate('{name} is larger than 1 MB. Open it and select the part that matters.', { name }),
  );
}
