import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { TextAttachment } from '../../chat/attachment.ts';
import { isSecretFile } from '../../chat/secretFiles.ts';
import { translate } from '../translate.ts';
import { ignoredFiles } from '../workspaceFiles/ignoredFiles.ts';
import { fileName, readTextFile } from './textFile.ts';
import { findFiles, type WorkspaceFile } from './workspaceFiles.ts';

const mostListed = 500;
/** Ignored ones are among them, which are not listed. */
const mostFound = 20_000;
/** How many files are opened to see whether they are small texts. */
const mostRead = 200;
/** Larger files of a folder are only listed. */
const mostBytesOfFile = 32_000;
const mostCharacters = 200_000;

/**
 * A folder: the paths of its files, and the contents of the small text files among them as far as there is room. Files
 * that are ignored are left out, unless the whole folder is: then the user has named it all the same.
 *
 * @throws {Error} with a message for the user if there is no file in it.
 */
export async function folderAttachment(uri: vscode.Uri): Promise<TextAttachment> {
  const found = await findFiles(new vscode.RelativePattern(uri, '**/*'), mostFound);
  const ignored = await ignoredFiles();
  const isLeftOut = ignored.isIgnored(uri) ? ignored.isForbidden : ignored.isIgnored;
  const files = found.filter((file) => !isLeftOut(file.uri));
  const name = fileName(uri);
  if (files.length === 0) throw new Error(translate('There are no files in {name}.', { name }));
  const path = vscode.workspace.asRelativePath(uri);
  return { ...(await filesAttachment(files, name, path)), uri: uri.toString() };
}

/**
 * The files in all editors, as one attachment.
 *
 * @throws {Error} with a message for the user if no file is open.
 */
export async function openEditorsAttachment(): Promise<TextAttachment> {
  const ignored = await ignoredFiles();
  const files = openEditors().filter((file) => !ignored.isIgnored(file.uri));
  if (files.length === 0) throw new Error(translate('No file is open.'));
  const name = translate('Open editors');
  return filesAttachment(files, name, name);
}

/** The files that are open in editors, each once. */
export function openEditors(): WorkspaceFile[] {
  const uris = vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .flatMap(({ input }) => (input instanceof vscode.TabInputText ? [input.uri] : []));
  const byId = new Map(uris.map((uri) => [uri.toString(), uri]));
  return [...byId.values()].map((uri) => ({ uri, path: vscode.workspace.asRelativePath(uri) }));
}

async function filesAttachment(
  files: readonly WorkspaceFile[],
  name: string,
  path: string,
): Promise<TextAttachment> {
  const listed = files.toSorted((a, b) => (a.path < b.path ? -1 : 1)).slice(0, mostListed);
  const texts = await Promise.all(listed.slice(0, mostRead).map(smallText));
  const contents: string[] = [];
  let left = mostCharacters;
  texts.forEach((text, index) => {
    if (text === undefined || text.length > left) return;
    left -= text.length;
    contents.push(`==> ${listed[index]?.path} <==\n${text}`);
  });
  const more = files.length > mostListed ? ['…'] : [];
  const listing = [...listed.map((file) => file.path), ...more].join('\n');
  return {
    id: randomUUID(),
    kind: 'folder',
    name,
    path,
    language: 'text',
    text: [listing, ...contents].join('\n\n'),
    count: listed.length,
  };
}

/** What is too large, binary or gone, or may hold secrets, is only listed. */
async function smallText({ uri }: WorkspaceFile): Promise<string | undefined> {
  if (isSecretFile(uri.path)) return undefined;
  return readTextFile(uri, mostBytesOfFile).catch(() => undefined);
}
