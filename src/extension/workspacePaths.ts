import * as vscode from 'vscode';
import { visibleName } from '../chat/hiddenCharacters.ts';
import { notify } from './display/messages.ts';
import { parsePathReference } from './pathReference.ts';
import { filesByName, isFileName, namesGlob, pathsInFolder } from './pathsInFolder.ts';
import { isPortablePath } from './portablePath.ts';
import { translate } from './translate.ts';
import { isReallyInWorkspace } from './workspaceFiles/realPlace.ts';

/** How long what was found holds, in milliseconds: files come and go. */
const validMs = 5_000;
const mostPaths = 500;
/** Names are searched for in one go; with more results than this none of them is clearly the one. */
const mostResults = 2_000;
const searchMs = 2_000;
const mostRemembered = 5_000;

const remembered = new Map<string, { readonly at: number; readonly uri: vscode.Uri | undefined }>();

/** Those of `paths`, as they were given, that name a file of the workspace; a line and column may follow each. */
export async function findPaths(paths: readonly string[]): Promise<string[]> {
  const wanted = paths.slice(0, mostPaths);
  const found = await resolveAll(wanted);
  return wanted.filter((path) => found.get(path));
}

/** The file of the workspace that a path means. */
export async function findPath(path: string): Promise<vscode.Uri | undefined> {
  return (await resolveAll([path])).get(path);
}

/** Opens a file of the workspace, at the line and column that the path names. */
export async function openPath(path: string): Promise<void> {
  const uri = await findPath(path);
  if (!uri) {
    const text = translate('{path} is not a file of this workspace.', { path: visibleName(path) });
    void notify('info', text);
    return;
  }
  const { line, column } = parsePathReference(path) ?? {};
  const at = line === undefined ? undefined : new vscode.Position(line - 1, (column ?? 1) - 1);
  // Not showTextDocument: the file may be a picture or a notebook.
  await vscode.commands.executeCommand('vscode.open', uri, at && { selection: new vscode.Range(at, at) });
}

/** Where the file would be that a path of the workspace names; links on the way may lead elsewhere. */
export function placeOfNewFile(path: string): vscode.Uri | undefined {
  const parsed = parsePathReference(path)?.path;
  if (parsed === undefined || parsed.endsWith('/') || !isPortablePath(parsed)) return undefined;
  return placesOf(parsed)[0];
}

async function resolveAll(paths: readonly string[]): Promise<ReadonlyMap<string, vscode.Uri>> {
  const now = Date.now();
  const found = new Map<string, vscode.Uri>();
  const names = new Map<string, string[]>();
  const asked: string[] = [];
  await Promise.all(
    [...new Set(paths)].map(async (path) => {
      const known = remembered.get(path);
      if (known && now - known.at < validMs) {
        if (known.uri) found.set(path, known.uri);
        return;
      }
      asked.push(path);
      const parsed = parsePathReference(path)?.path;
      if (parsed === undefined) return;
      const uri = await firstFile(placesOf(parsed));
      if (uri) found.set(path, uri);
      else if (isFileName(parsed)) names.set(parsed, [...(names.get(parsed) ?? []), path]);
    }),
  );
  for (const [name, uri] of await findNames([...names.keys()])) {
    for (const path of names.get(name) ?? []) found.set(path, uri);
  }
  if (remembered.size > mostRemembered) remembered.clear();
  for (const path of asked) remembered.set(path, { at: now, uri: found.get(path) });
  return found;
}

/** Where a path may lead inside the workspace: in each folder, or by the name of a folder where there are several. */
function placesOf(path: string): vscode.Uri[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.flatMap(({ uri, name }) =>
    pathsInFolder(path, { name, path: uri.path }, folders.length === 1).map((found) =>
      uri.with({ path: found }),
    ),
  );
}

async function firstFile(places: readonly vscode.Uri[]): Promise<vscode.Uri | undefined> {
  for (const uri of places) if (await isFileOfWorkspace(uri)) return uri;
  return undefined;
}

async function isFileOfWorkspace(uri: vscode.Uri): Promise<boolean> {
  try {
    const { type } = await vscode.workspace.fs.stat(uri);
    if ((type & vscode.FileType.File) === 0) return false;
    return await isReallyInWorkspace(uri);
  } catch {
    return false;
  }
}

/** The files of which there is exactly one by that name. */
async function findNames(names: readonly string[]): Promise<Map<string, vscode.Uri>> {
  const found = new Map<string, vscode.Uri>();
  if (names.length === 0 || !vscode.workspace.workspaceFolders) return found;
  const cancellation = new vscode.CancellationTokenSource();
  const timer = setTimeout(() => cancellation.cancel(), searchMs);
  try {
    const files = await vscode.workspace.findFiles(
      namesGlob(names),
      '**/node_modules/**',
      mostResults,
      cancellation.token,
    );
    if (files.length >= mostResults || cancellation.token.isCancellationRequested) return found;
    for (const [name, file] of filesByName(names, files)) {
      if (await isFileOfWorkspace(file)) found.set(name, file);
    }
    return found;
  } finally {
    clearTimeout(timer);
    cancellation.dispose();
  }
}
