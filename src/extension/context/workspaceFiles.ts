import { setImmediate } from 'node:timers/promises';
import * as vscode from 'vscode';
import { ignoredFiles } from '../workspaceFiles/ignoredFiles.ts';
import { excludeGlob } from './excludeGlob.ts';

export interface WorkspaceFile {
  readonly uri: vscode.Uri;
  /** As the user knows it: inside its workspace folder. */
  readonly path: string;
}

/** Beyond this many a search takes longer than a person who types. */
const mostFiles = 50_000;
/** Rules may be many; by then the list has to do with what it has. */
const longestListingMs = 5_000;
/** Whoever types meanwhile must not notice. */
const sliceMs = 10;
/** As long as one list is typed in, more or less: a file that is made meanwhile is found by the next one. */
const lifetimeMs = 10_000;

/** The files of the workspace, without those that are ignored or that its settings leave out of searches. */
export class WorkspaceFiles {
  #listed: Promise<readonly WorkspaceFile[]> = Promise.resolve([]);
  #listedAt = -Infinity;

  /** In no order. Never fails: without a workspace there are none. */
  list(): Promise<readonly WorkspaceFile[]> {
    if (Date.now() - this.#listedAt > lifetimeMs) {
      this.#listedAt = Date.now();
      this.#listed = listFiles().catch(() => []);
    }
    return this.#listed;
  }
}

async function listFiles(): Promise<WorkspaceFile[]> {
  const [files, ignored] = await Promise.all([findFiles('**/*', mostFiles), ignoredFiles()]);
  const kept: WorkspaceFile[] = [];
  const startedAt = performance.now();
  let pausedAt = startedAt;
  for (const file of files) {
    if (!ignored.isIgnored(file.uri)) kept.push(file);
    const now = performance.now();
    if (now - startedAt > longestListingMs) break;
    if (now - pausedAt < sliceMs) continue;
    await setImmediate();
    pausedAt = performance.now();
  }
  return kept;
}

/** The files that a glob stands for, without those that the user's settings leave out of searches. */
export async function findFiles(include: vscode.GlobPattern, most: number): Promise<WorkspaceFile[]> {
  const uris = await vscode.workspace.findFiles(include, excluded(), most);
  return uris.map((uri) => ({ uri, path: vscode.workspace.asRelativePath(uri) }));
}

/** `undefined` would leave out `files.exclude` only. */
function excluded(): string | undefined {
  const roots = vscode.workspace.workspaceFolders?.map(({ uri }) => uri) ?? [undefined];
  const settings = roots.flatMap((root) =>
    ['files', 'search'].map((section) =>
      vscode.workspace.getConfiguration(section, root).get<Record<string, unknown>>('exclude', {}),
    ),
  );
  return excludeGlob(settings);
}
