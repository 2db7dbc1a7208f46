import * as vscode from 'vscode';
import { languageId } from '../../chat/fenceLanguage.ts';
import { hasGap } from '../../chat/missingKeys.ts';
import { fileText, otherLanguage, takesNewFiles } from '../../chat/newFile.ts';
import { isReallyInWorkspace } from '../workspaceFiles/realPlace.ts';
import { findPath, placeOfNewFile } from '../workspacePaths.ts';
import { openUntitled, wholeOf } from '../writing/openUntitled.ts';
import { sayKeyIsMissing } from '../writing/sayKeyIsMissing.ts';
import { writeChanges } from '../writing/writeChanges.ts';
import { WritePermission } from '../writing/writePermission.ts';
import type { Dialogues } from './dialogues.ts';

/**
 * Opens code as a document that is not saved yet, in the fence’s language. If the block names a path that does not exist
 * yet, saving puts it there.
 */
export async function openNewFile(
  code: string,
  language: string | undefined,
  path: string | undefined,
  dialogues: Dialogues,
): Promise<void> {
  const content = fileText(code);
  const uri = path === undefined ? undefined : await freePlace(path);
  const permission = uri && (await WritePermission.ask(uri, dialogues));
  if (uri && !permission) return;
  const known = languageId(language, await vscode.languages.getLanguages());
  if (!permission) {
    const document = await openUntitled(content, known, dialogues);
    await vscode.window.showTextDocument(document, { preview: false });
    if (hasGap(content)) sayKeyIsMissing();
    return;
  }
  const document = await vscode.workspace.openTextDocument(uri);
  const outcome = await writeChanges(permission, document, () => [
    { range: wholeOf(document), text: content },
  ]);
  if (outcome === 'moved') return;
  const other = otherLanguage(document.languageId, known);
  if (other !== undefined) await vscode.languages.setTextDocumentLanguage(document, other);
  await vscode.window.showTextDocument(document, { preview: false });
}

/** A document of its own at the path; undefined where something is already, or where saving would lead elsewhere. */
async function freePlace(path: string): Promise<vscode.Uri | undefined> {
  const place = placeOfNewFile(path);
  if (!place || !takesNewFiles(place.scheme)) return undefined;
  if ((await exists(place)) || (await findPath(path))) return undefined;
  if (!(await isFolderInWorkspace(vscode.Uri.joinPath(place, '..')))) return undefined;
  const uri = place.with({ scheme: 'untitled' });
  const isTaken = vscode.workspace.textDocuments.some((document) => String(document.uri) === String(uri));
  return isTaken ? undefined : uri;
}

/** Whether a folder, or the nearest one above it that is there, is really in the workspace: one may be a link. */
async function isFolderInWorkspace(folder: vscode.Uri): Promise<boolean> {
  let nearest = folder;
  while (!(await exists(nearest))) {
    const above = vscode.Uri.joinPath(nearest, '..');
    if (above.path === nearest.path) return false;
    nearest = above;
  }
  return isReallyInWorkspace(nearest);
}

/** A link that leads nowhere is there as well: what is saved to it would appear where it leads. */
async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
