import process from 'node:process';
import * as vscode from 'vscode';
import { pathIn } from '../../chat/folderPaths.ts';
import { longestIgnoreFile } from '../../core/limits.ts';
import { excludedGlobs, excludeGlob } from '../context/excludeGlob.ts';
import type { FolderRules, NamedIgnoreFile } from './folderRules.ts';
import type { IgnoreFile } from './ignoreRules.ts';

/** Which files are kept out of what is sent. */
export interface IgnoredFiles {
  /**
   * Whether nothing of a file or folder is to be sent unless the user has named it himself: `.gitignore`,
   * `files.exclude` and `.hanlinignore` say so.
   */
  isIgnored(uri: vscode.Uri): boolean;
  /** Whether nothing of it is to be sent at all: `.hanlinignore` says so. */
  isForbidden(uri: vscode.Uri): boolean;
}

const hanlinIgnore = '.hanlinignore';
const gitIgnore = '.gitignore';
const watched = `**/{${gitIgnore},${hanlinIgnore}}`;
/** Whoever has more of them has generated them. */
const mostIgnoreFiles = 2_000;
/** How far up the root of the repository is looked for. */
const mostLevels = 20;

let current: Promise<IgnoredFiles> | undefined;
let watching: vscode.Disposable | undefined;

/** The rules as they are now. They are read on first use, and again when one of their files or settings has changed. */
export function ignoredFiles(): Promise<IgnoredFiles> {
  watching ??= watch(() => {
    current = undefined;
  });
  current ??= readRules();
  return current;
}

/** To be called once, at the end. */
export function stopWatchingIgnoredFiles(): void {
  watching?.dispose();
  watching = undefined;
  current = undefined;
}

function watch(forget: () => void): vscode.Disposable {
  const files = vscode.workspace.createFileSystemWatcher(watched);
  return vscode.Disposable.from(
    files,
    files.onDidCreate(forget),
    files.onDidChange(forget),
    files.onDidDelete(forget),
    // What was saved here holds at once.
    vscode.workspace.onDidSaveTextDocument(({ uri }) => {
      if (uri.path.endsWith(`/${gitIgnore}`) || uri.path.endsWith(`/${hanlinIgnore}`)) forget();
    }),
    vscode.workspace.onDidChangeWorkspaceFolders(forget),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('files.exclude') || event.affectsConfiguration('search.exclude'))
        forget();
    }),
  );
}

async function readRules(): Promise<IgnoredFiles> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const rules = new Map(
    await Promise.all(folders.map(async (folder) => [folder.uri.toString(), await rulesOf(folder)] as const)),
  );
  const asks = (rule: keyof FolderRules) => (uri: vscode.Uri) => {
    const folder = workspaceFolderOf(uri);
    const path = folder && pathIn(folder.uri.path, uri.path);
    if (!folder || path === undefined || path === '') return false;
    return rules.get(folder.uri.toString())?.[rule](path) ?? false;
  };
  return { isIgnored: asks('isIgnored'), isForbidden: asks('isForbidden') };
}

async function rulesOf({ uri }: vscode.WorkspaceFolder): Promise<FolderRules> {
  const { above, prefix } = await repositoryAbove(uri);
  const inside = await ignoreFilesIn(uri);
  const { folderRules } = await import('./folderRules.ts');
  return folderRules({
    above,
    prefix,
    inside,
    globs: excludedGlobs([filesExclude(uri)]),
    ignoreCase: process.platform !== 'linux',
  });
}

async function ignoreFilesIn(folder: vscode.Uri): Promise<NamedIgnoreFile[]> {
  const { ignoreFile } = await import('./folderRules.ts');
  const exclude = excludeGlob([
    filesExclude(folder),
    vscode.workspace.getConfiguration('search', folder).get<Record<string, unknown>>('exclude', {}),
  ]);
  const top = [gitIgnore, hanlinIgnore].map((name) => vscode.Uri.joinPath(folder, name));
  const found = await vscode.workspace
    .findFiles(new vscode.RelativePattern(folder, watched), exclude, mostIgnoreFiles)
    // At least those that stand at the top, which are also there where they are hidden.
    .then(undefined, () => [] as vscode.Uri[]);
  const uris = new Map([...top, ...found].map((uri) => [uri.toString(), uri]));
  const files = await Promise.all(
    [...uris.values()].map(async (uri) => {
      const text = await textOf(uri);
      const isThere = text !== undefined || (await typeOf(uri)) !== undefined;
      return ignoreFile(pathIn(folder.path, uri.path) ?? '', text, isThere);
    }),
  );
  return files.flat();
}

/** The rules of the repository that a workspace folder is a part of, and where in it the folder is. */
async function repositoryAbove(folder: vscode.Uri): Promise<{ above: IgnoreFile[]; prefix: string }> {
  let root = folder;
  const between: vscode.Uri[] = [];
  for (let level = 0; level < mostLevels; level++) {
    const type = await typeOf(vscode.Uri.joinPath(root, '.git'));
    if (type !== undefined) {
      const own = await textOf(vscode.Uri.joinPath(root, '.git', 'info', 'exclude'));
      const higher = await Promise.all(
        between.map(async (uri) => ({
          folder: pathIn(root.path, uri.path) ?? '',
          text: (await textOf(vscode.Uri.joinPath(uri, gitIgnore))) ?? '',
        })),
      );
      return {
        above: [...(own === undefined ? [] : [{ folder: '', text: own }]), ...higher],
        prefix: pathIn(root.path, folder.path) ?? '',
      };
    }
    const parent = vscode.Uri.joinPath(root, '..');
    if (parent.path === root.path) break;
    root = parent;
    between.push(root);
  }
  return { above: [], prefix: '' };
}

async function typeOf(uri: vscode.Uri): Promise<vscode.FileType | undefined> {
  try {
    return (await vscode.workspace.fs.stat(uri)).type;
  } catch {
    return undefined;
  }
}

/** Undefined for what is not there, cannot be read, or is no such file: to read a pipe would never end. */
async function textOf(uri: vscode.Uri): Promise<string | undefined> {
  try {
    const { type, size } = await vscode.workspace.fs.stat(uri);
    if (!(type & vscode.FileType.File)) return undefined;
    // Rather too little is sent than what the user wanted to keep.
    if (size > longestIgnoreFile) return '*';
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}

function filesExclude(folder: vscode.Uri): Readonly<Record<string, unknown>> {
  return vscode.workspace.getConfiguration('files', folder).get<Record<string, unknown>>('exclude', {});
}

/** An older version of a file, or a cell of a notebook, has the file's path under a scheme of its own. */
function workspaceFolderOf(uri: vscode.Uri): vscode.WorkspaceFolder | undefined {
  const own = vscode.workspace.getWorkspaceFolder(uri);
  if (own || uri.scheme === 'untitled') return own;
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    const found = vscode.workspace.getWorkspaceFolder(folder.uri.with({ path: uri.path }));
    if (found) return found;
  }
  return undefined;
}
