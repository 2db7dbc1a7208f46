import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { TextAttachment } from '../../chat/attachment.ts';
import { byPath, folderText } from '../../chat/folderText.ts';
import { visibleName } from '../../chat/hiddenCharacters.ts';
import { isSecretFile } from '../../chat/secretFiles.ts';
import { mostFolderFiles } from '../../core/limits.ts';
import { notify } from '../display/messages.ts';
import { fileName, filePath } from '../fileNames.ts';
import { translate } from '../translate.ts';
import { ignoredFiles } from '../workspaceFiles/ignoredFiles.ts';
import { realPlace, seenFrom, workspaceRoots } from '../workspaceFiles/realPlace.ts';
import { readTextFile } from './textFile.ts';
import { findFiles, type WorkspaceFile } from './workspaceFiles.ts';

/** Ignored ones are among them, which are not listed. */
const mostFound = 20_000;
/** So many links that lead elsewhere are looked at: there may be a whole disk behind one. */
const mostFollowed = 2_000;
/** How many files are opened to see whether they are small texts. */
const mostRead = 200;
/** Larger files of a folder are only listed. */
const mostBytesOfFile = 32_000;

/**
 * A folder: the paths of its files, and the contents of the small text files among them as far as there is room. Files
 * that are ignored are left out, unless the whole folder is: then the user has named it all the same. Links that lead out
 * of the workspace are not followed, and the user is told.
 *
 * @throws {Error} with a message for the user if there is no file in it.
 */
export async function folderAttachment(uri: vscode.Uri): Promise<TextAttachment> {
  const found = await findFiles(new vscode.RelativePattern(uri, '**/*'), mostFound);
  const ignored = await ignoredFiles();
  const isLeftOut = ignored.isIgnored(uri) ? ignored.isForbidden : ignored.isIgnored;
  const name = fileName(uri);
  const { files, hasMore, leadOut } = await filesBelow(
    uri,
    found.filter((file) => !isLeftOut(file.uri)),
    isLeftOut,
  );
  if (leadOut > 0) {
    void notify('info', translate('Links in {name} that lead out of the workspace are left out.', { name }));
  }
  if (files.length === 0) throw new Error(translate('There are no files in {name}.', { name }));
  return { ...(await filesAttachment(files, hasMore, name, filePath(uri))), uri: uri.toString() };
}

/**
 * The files in all editors, as one attachment.
 *
 * @throws {Error} with a message for the user if no file is open.
 */
export async function openEditorsAttachment(): Promise<TextAttachment> {
  const ignored = await ignoredFiles();
  const open = openEditors().filter((file) => !ignored.isIgnored(file.uri));
  const files = await Promise.all(open.map(async (file) => ({ ...file, seen: await seenOf(file.uri) })));
  if (files.length === 0) throw new Error(translate('No file is open.'));
  const name = translate('Open editors');
  return filesAttachment(byPath(files).slice(0, mostFolderFiles), files.length > mostFolderFiles, name, name);
}

/** The files that are open in editors, each once. */
export function openEditors(): WorkspaceFile[] {
  const uris = vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .flatMap(({ input }) => (input instanceof vscode.TabInputText ? [input.uri] : []));
  const byId = new Map(uris.map((uri) => [uri.toString(), uri]));
  return [...byId.values()].map((uri) => ({ uri, path: vscode.workspace.asRelativePath(uri) }));
}

/** A file, and where it is when links are followed, as seen from the workspace; undefined: elsewhere. */
interface ListedFile extends WorkspaceFile {
  readonly seen: vscode.Uri | undefined;
}

/** The first ones that are really in the folder, or elsewhere in the workspace, and how many were not. */
async function filesBelow(
  folder: vscode.Uri,
  found: readonly WorkspaceFile[],
  isLeftOut: (uri: vscode.Uri) => boolean,
): Promise<{ readonly files: readonly ListedFile[]; readonly hasMore: boolean; readonly leadOut: number }> {
  const roots = [...workspaceRoots(), folder];
  const files: ListedFile[] = [];
  let leadOut = 0;
  let hasMore = false;
  for (const file of byPath(found)) {
    hasMore = files.length >= mostFolderFiles;
    if (hasMore) break;
    const place = await realPlace(file.uri);
    const seen = place && (await seenFrom(roots, place));
    // What is not there is the half of a name with a line end in it.
    if (!place) continue;
    if (!seen) leadOut++;
    else if (!isLeftOut(seen)) files.push({ ...file, seen });
    if (leadOut > mostFollowed) break;
  }
  return { files, hasMore, leadOut };
}

/** What is outside of the workspace the user has opened himself. */
async function seenOf(uri: vscode.Uri): Promise<vscode.Uri | undefined> {
  if (!vscode.workspace.getWorkspaceFolder(uri)) return uri;
  const place = await realPlace(uri);
  return place && seenFrom(workspaceRoots(), place);
}

async function filesAttachment(
  files: readonly ListedFile[],
  hasMore: boolean,
  name: string,
  path: string,
): Promise<TextAttachment> {
  const texts = await Promise.all(files.slice(0, mostRead).map(smallText));
  const listed = files.map((file, index) => ({ path: visibleName(file.path), text: texts[index] }));
  return {
    id: randomUUID(),
    kind: 'folder',
    name,
    path,
    language: 'text',
    text: folderText(listed, hasMore),
    count: files.length,
  };
}

/** What is too large, binary or gone, may hold secrets, or is elsewhere, is only listed. */
async function smallText({ uri, seen }: ListedFile): Promise<string | undefined> {
  if (!seen || isSecretFile(uri.path) || isSecretFile(seen.path)) return undefined;
  return readTextFile(uri, mostBytesOfFile).catch(() => undefined);
}
