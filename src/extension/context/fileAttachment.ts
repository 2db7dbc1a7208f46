import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Attachment, CodeAttachment } from '../../chat/attachment.ts';
import { translate } from '../translate.ts';
import { refuseForbidden } from '../workspaceFiles/refuseForbidden.ts';
import { folderAttachment } from './folderAttachment.ts';
import { imageAttachment, mostImageBytes, tooLarge } from './imageAttachment.ts';
import { imageMediaType } from './imageKind.ts';
import { fileName, openDocument, readTextFile } from './textFile.ts';

const imageName = /\.(png|jpe?g|gif|webp)$/i;
const notebookName = /\.ipynb$/i;

/**
 * A file, a picture, a notebook or a folder, by what is there.
 *
 * @throws {Error} with a message for the user where it cannot be attached.
 */
export async function uriAttachment(uri: vscode.Uri): Promise<Attachment> {
  await refuseForbidden(uri);
  if (openDocument(uri)) return fileAttachment(uri);
  const { type } = await existing(uri);
  if (type & vscode.FileType.Directory) return folderAttachment(uri);
  if (imageName.test(uri.path)) return imageFile(uri);
  return notebookName.test(uri.path) ? notebookAttachment(uri) : fileAttachment(uri);
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
async function notebookAttachment(uri: vscode.Uri): Promise<CodeAttachment> {
  const notebook = await vscode.workspace.openNotebookDocument(uri);
  const cells = notebook.getCells().map(({ kind, document }) => {
    const isText = kind === vscode.NotebookCellKind.Markup;
    return `# %%${isText ? ' [markdown]' : ''}\n${document.getText()}`;
  });
  const language = notebook.getCells().find(({ kind }) => kind === vscode.NotebookCellKind.Code);
  return wholeFile(uri, cells.join('\n\n'), language?.document.languageId ?? 'python');
}

function wholeFile(uri: vscode.Uri, code: string, language: string): CodeAttachment {
  return {
    id: randomUUID(),
    kind: 'file',
    uri: uri.toString(),
    name: fileName(uri),
    path: vscode.workspace.asRelativePath(uri),
    language,
    startLine: 1,
    endLine: code.split('\n').length,
    code,
    before: '',
    after: '',
  };
}

async function imageFile(uri: vscode.Uri): Promise<Attachment> {
  const name = fileName(uri);
  if ((await vscode.workspace.fs.stat(uri)).size > mostImageBytes) throw tooLarge(name);
  const bytes = await vscode.workspace.fs.readFile(uri);
  const type = imageMediaType(bytes) ?? fileExtension(name);
  const image = imageAttachment(name, type, Buffer.from(bytes).toString('base64'));
  return { ...image, path: vscode.workspace.asRelativePath(uri) };
}

function fileExtension(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
