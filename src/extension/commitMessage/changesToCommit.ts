import * as vscode from 'vscode';
import type { DiffFile } from '../../chat/diffFiles.ts';
import { pathInRepository } from '../../chat/folderPaths.ts';
import { newFileDiff } from '../../chat/newFileDiff.ts';
import { readTextFile } from '../context/textFile.ts';
import { type Change, filesOfDiff, type Repository, untracked } from '../git.ts';

/** Larger new files are only named. */
const mostBytesOfNewFile = 64_000;
const mostNewFiles = 200;

/** What a commit would hold now: what is staged, else all changes, new files included. */
export async function changesToCommit(repository: Repository): Promise<readonly DiffFile[]> {
  const { state } = repository;
  const isStaged = state.indexChanges.length > 0;
  const changes = isStaged
    ? state.indexChanges
    : [...state.workingTreeChanges, ...(state.untrackedChanges ?? [])];
  const known = new Set(changes.map(({ uri }) => pathInRepository(repository.rootUri.path, uri.path)));
  const files = filesOfDiff(await repository.diff(isStaged), known);
  if (isStaged) return files;
  const fresh = changes.filter(({ status }) => status === untracked);
  const read = await Promise.all(
    fresh.map((change, index) => newFile(repository, change, index < mostNewFiles)),
  );
  return [...files, ...read];
}

/** A file that Git does not know yet, as its diff will be. */
async function newFile(repository: Repository, { uri }: Change, isRead: boolean): Promise<DiffFile> {
  const path = pathInRepository(repository.rootUri.path, uri.path);
  return newFileDiff(path, isRead ? await newText(uri).catch(() => undefined) : undefined);
}

/** Of a link Git keeps where it leads, not what is there, and that may be anything. */
async function newText(uri: vscode.Uri): Promise<string | undefined> {
  const { type } = await vscode.workspace.fs.stat(uri);
  return type & vscode.FileType.SymbolicLink ? undefined : readTextFile(uri, mostBytesOfNewFile);
}
