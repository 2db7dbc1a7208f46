import * as vscode from 'vscode';
import { type DiffFile, splitDiff } from '../../chat/diffFiles.ts';
import { visibleName } from '../../chat/hiddenCharacters.ts';
import { readTextFile } from '../context/textFile.ts';
import { type Change, pathInRepository, type Repository, untracked } from '../git.ts';

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
  const known = new Set(changes.map(({ uri }) => pathInRepository(repository, uri)));
  const files = splitDiff(await repository.diff(isStaged), known);
  if (isStaged) return files;
  const fresh = changes.filter(({ status }) => status === untracked);
  const read = await Promise.all(
    fresh.map((change, index) => newFile(repository, change, index < mostNewFiles)),
  );
  return [...files, ...read];
}

/** A file that Git does not know yet, as its diff will be. */
async function newFile(repository: Repository, { uri }: Change, isRead: boolean): Promise<DiffFile> {
  const path = pathInRepository(repository, uri);
  const text = isRead ? await newText(uri).catch(() => undefined) : undefined;
  const lines = (text ?? '').replace(/\r?\n$/, '').split(/\r?\n/);
  const shown = visibleName(path);
  const added = lines.map((line) => `+${line}`).join('\n');
  return {
    path,
    change: 'added',
    isBinary: text === undefined,
    text: `diff --git a/${shown} b/${shown}\n--- /dev/null\n+++ b/${shown}\n@@ -0,0 +1,${lines.length} @@\n${added}\n`,
  };
}

/** Of a link Git keeps where it leads, not what is there, and that may be anything. */
async function newText(uri: vscode.Uri): Promise<string | undefined> {
  const { type } = await vscode.workspace.fs.stat(uri);
  return type & vscode.FileType.SymbolicLink ? undefined : readTextFile(uri, mostBytesOfNewFile);
}
