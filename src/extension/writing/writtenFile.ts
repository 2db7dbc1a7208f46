import * as vscode from 'vscode';
import { cellScheme, isCellOf } from '../../chat/seenEditors.ts';
import { sensitivePlace } from '../../chat/sensitivePaths.ts';
import { type FileStep, isSensitiveFile, type WrittenFile } from '../../chat/writeRules.ts';
import { openUris } from '../openUris.ts';
import { seenFrom, workspaceRoots } from '../workspaceFiles/realPlace.ts';
import { linkSteps } from './linkSteps.ts';
import { isAtProjectRoot } from './projectRoot.ts';

/** With which a whole path begins on Windows. */
const drive = /^[a-z]:[\\/]/i;

/**
 * The file that is written when a document is: for a cell that of its notebook, for what is not saved yet the one that
 * saving makes.
 *
 * @returns undefined where there is none, because the user will be asked for its place
 */
export async function writtenFile(document: vscode.Uri): Promise<WrittenFile | undefined> {
  const uri = fileOf(document);
  if (!uri) return undefined;
  const isOpen = openUris().has(String(notebookOf(document) ?? document));
  if (uri.scheme === 'file') {
    const paths = await linkSteps(uri.fsPath);
    const uris = (paths ?? [uri.fsPath]).map((path) => vscode.Uri.file(path));
    const steps = await Promise.all(uris.map(stepOf));
    return { steps, isUnclear: paths === undefined, isOpen };
  }
  return { steps: [await stepOf(uri)], isUnclear: await isLink(uri), isOpen };
}

/** Whether the file of a document does something by being there. */
export async function isSensitiveDocument(document: vscode.Uri): Promise<boolean> {
  const file = await writtenFile(document);
  return file !== undefined && isSensitiveFile(file);
}

function fileOf(document: vscode.Uri): vscode.Uri | undefined {
  const uri = notebookOf(document) ?? document;
  if (uri.scheme === cellScheme) return uri.with({ scheme: 'file', fragment: '' });
  if (uri.scheme !== 'untitled') return uri;
  // “Untitled-1” has no place; the others are saved beside the workspace’s files.
  if (drive.test(uri.path)) return vscode.Uri.file(uri.path);
  if (!uri.path.startsWith('/')) return undefined;
  return uri.with({ scheme: uri.authority === '' ? 'file' : 'vscode-remote' });
}

function notebookOf(document: vscode.Uri): vscode.Uri | undefined {
  return vscode.workspace.notebookDocuments.find(({ uri }) => isCellOf(document, uri))?.uri;
}

async function stepOf(uri: vscode.Uri): Promise<FileStep> {
  // The user’s own settings have a scheme instead of a place.
  if (uri.scheme === 'vscode-userdata') return { path: `/${uri.scheme}${uri.path}` };
  const seen = vscode.workspace.getWorkspaceFolder(uri) ? uri : await seenFrom(workspaceRoots(), uri);
  const folder = seen && vscode.workspace.getWorkspaceFolder(seen);
  // Code completion asks as well: the disk is looked at only for the few names for which it matters.
  const isCandidate = sensitivePlace(uri.path.slice(uri.path.lastIndexOf('/') + 1)) !== undefined;
  const atRoot = isCandidate && (await isAtProjectRoot(uri)) ? { isAtProjectRoot: true } : {};
  if (!seen || !folder) return { path: uri.path, ...atRoot };
  const real = seen.path === uri.path ? {} : { real: uri.path };
  return { path: seen.path, folder: folder.uri.path, ...real, ...atRoot };
}

/** Where links of other file systems than this computer’s lead cannot be seen. */
async function isLink(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.SymbolicLink) !== 0;
  } catch {
    return false;
  }
}
