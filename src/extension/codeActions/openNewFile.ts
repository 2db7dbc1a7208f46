import * as vscode from 'vscode';
import { languageId } from '../../chat/fenceLanguage.ts';
import { findPath, placeOfNewFile } from '../workspacePaths.ts';

/**
 * Opens code as a document that is not saved yet, in the fence’s language. If the block names a path that does not exist
 * yet, saving puts it there.
 */
export async function openNewFile(
  code: string,
  language: string | undefined,
  path: string | undefined,
): Promise<void> {
  const content = `${code.replace(/\s+$/, '')}\n`;
  const uri = path === undefined ? undefined : await freePlace(path);
  const known = languageId(language, await vscode.languages.getLanguages());
  if (!uri) {
    const document = await vscode.workspace.openTextDocument({
      content,
      ...(known !== undefined && { language: known }),
    });
    await vscode.window.showTextDocument(document, { preview: false });
    return;
  }
  const document = await vscode.workspace.openTextDocument(uri);
  const edit = new vscode.WorkspaceEdit();
  edit.insert(uri, new vscode.Position(0, 0), content);
  await vscode.workspace.applyEdit(edit);
  // The path’s extension decides, unless it says nothing.
  if (document.languageId === 'plaintext' && known !== undefined) {
    await vscode.languages.setTextDocumentLanguage(document, known);
  }
  await vscode.window.showTextDocument(document, { preview: false });
}

/** A document of its own at the path, or undefined where there is a file, or a document that is not saved. */
async function freePlace(path: string): Promise<vscode.Uri | undefined> {
  const place = placeOfNewFile(path);
  // Elsewhere VS Code would save to this computer’s disk.
  if (!place || !['file', 'vscode-remote'].includes(place.scheme) || (await findPath(path))) return undefined;
  const uri = place.with({ scheme: 'untitled' });
  const isTaken = vscode.workspace.textDocuments.some((document) => String(document.uri) === String(uri));
  return isTaken ? undefined : uri;
}
