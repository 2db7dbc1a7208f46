import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { attachedFileType, type CellText, fileExtension, notebookScript } from '../../chat/attachedFile.ts';
import type { Attachment, CodeAttachment } from '../../chat/attachment.ts';
import { longestAttachedFile, mostImageBytes } from '../../core/limits.ts';
import { fileName, filePath } from '../fileNames.ts';
import { translate } from '../translate.ts';
import { permitSending } from '../workspaceFiles/permitSending.ts';
import { folderAttachment } from './folderAttachment.ts';
import { imageAttachment, tooLarge } from './imageAttachment.ts';
import { imageMediaType } from './imageKind.ts';
import { openDocument, readTextFile, textTooLarge } from './textFile.ts';

/** What the cells gave back, pictures above all, is in the file but not sent. */
const mostNotebookBytes = 20_000_000;

/**
 * A file, a picture, a notebook or a folder, by what is there.
 *
 * @throws {Error} with a message for the user where it cannot be attached.
 */
export async function uriAttachment(uri: vscode.Uri): Promise<Attachment> {
  await permitSending(uri);
  if (openDocument(uri)) return fileAttachment(uri);
  const { type, size } = await existing(uri);
  if (type & vscode.FileType.Directory) return folderAttachment(uri);
  // To read a pipe or a device would never end.
  const isFile = (type & vscode.FileType.File) !== 0;
  const fileType = isFile ? attachedFileType(uri.path) : 'text';
  if (fileType === 'image') return imageFile(uri, size);
  return fileType === 'notebook' ? notebookAttachment(uri, size) : fileAttachment(uri);
}

async function existing(uri: vscode.Uri): Promise<vscode.FileStat> {
  try {
    return await vscode.workspace.fs.stat(uri);
  } catch {
    throw new Error(
      translate('{name} cannot be read. It may have been moved or deleted.', { name: fileName(uri) }),
    );
  }
}

/** A text file as a whole, unsaved changes included. */
async function fileAttachment(uri: vscode.Uri): Promise<CodeAttachment> {
  const code = await readTextFile(uri);
  const { languageId } = openDocument(uri) ?? (await vscode.workspace.openTextDocument(uri));
  return wholeFile(uri, code, languageId);
}

/** A notebook's cells without their results, as a script with the usual marks. */
async function notebookAttachment(uri: vscode.Uri, size: number): Promise<CodeAttachment> {
  if (size > mostNotebookBytes) throw textTooLarge(fileName(uri));
  const notebook = await vscode.workspace.openNotebookDocument(uri);
  const cells = notebook.getCells().map(({ kind, document }): CellText => {
    const type = kind === vscode.NotebookCellKind.Markup ? 'text' : 'code';
    return { type, language: document.languageId, text: document.getText() };
  });
  const { code, language } = notebookScript(cells);
  if (code.length > longestAttachedFile) throw textTooLarge(fileName(uri));
  return wholeFile(uri, code, language);
}

function wholeFile(uri: vscode.Uri, code: string, language: string): CodeAttachment {
  return {
    id: randomUUID(),
    kind: 'file',
    uri: uri.toString(),
    name: fileName(uri),
    path: filePath(uri),
    language,
    startLine: 1,
    endLine: code.split('\n').length,
    code,
    before: '',
    after: '',
  };
}

async function imageFile(uri: vscode.Uri, size: number): Promise<Attachment> {
  const name = fileName(uri);
  if (size > mostImageBytes) throw tooLarge(name);
  const bytes = await vscode.workspace.fs.readFile(uri);
  const type = imageMediaType(bytes) ?? fileExtension(name);
  const image = imageAttachment(name, type, Buffer.from(bytes).toString('base64'));
  return { ...image, path: filePath(uri) };
}
