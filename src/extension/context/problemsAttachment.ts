import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { TextAttachment } from '../../chat/attachment.ts';
import { visibleName } from '../../chat/hiddenCharacters.ts';
import { type Problem, problemsText, seriousProblems } from '../../chat/problemText.ts';
import { fileName, filePath } from '../fileNames.ts';
import { translate } from '../translate.ts';
import { ignoredFiles } from '../workspaceFiles/ignoredFiles.ts';
import { isOrdinary, permitSending } from '../workspaceFiles/permitSending.ts';
import { openDocument } from './textFile.ts';

/** The errors and warnings of one file, errors first. */
export function problemsOf(uri: vscode.Uri): readonly vscode.Diagnostic[] {
  return seriousProblems(vscode.languages.getDiagnostics(uri));
}

/** The errors and warnings of all files of the workspace that have any and are not ignored. */
export async function workspaceProblems(): Promise<
  readonly (readonly [vscode.Uri, readonly vscode.Diagnostic[]])[]
> {
  const ignored = await ignoredFiles();
  return vscode.languages
    .getDiagnostics()
    .filter(([uri]) => vscode.workspace.getWorkspaceFolder(uri) && !ignored.isIgnored(uri))
    .map(([uri, diagnostics]) => [uri, seriousProblems(diagnostics)] as const)
    .filter(([, diagnostics]) => diagnostics.length > 0);
}

/**
 * The problems of one file, each with the line it is in.
 *
 * @throws {Error} with a message for the user if there are none, or the file is not sent.
 */
export async function fileProblemsAttachment(uri: vscode.Uri): Promise<TextAttachment> {
  await permitSending(uri);
  const name = fileName(uri);
  const problems = problemsOf(uri);
  if (problems.length === 0) throw new Error(translate('{name} has no problems.', { name }));
  const path = filePath(uri);
  return attachment(translate('Problems in {name}', { name }), path, [
    { uri, problems, document: openDocument(uri) },
  ]);
}

/**
 * The problems of all files of the workspace.
 *
 * @throws {Error} with a message for the user if there are none.
 */
export async function workspaceProblemsAttachment(): Promise<TextAttachment> {
  const problems = await workspaceProblems();
  if (problems.length === 0) throw new Error(translate('The workspace has no problems.'));
  const path = visibleName(vscode.workspace.name ?? '');
  const files = await Promise.all(
    problems.map(async ([uri, ofFile]) => {
      // The problems of the workspace are asked for, not what such a file says.
      const document = (await isOrdinary(uri)) ? openDocument(uri) : undefined;
      return { uri, problems: ofFile, document };
    }),
  );
  return attachment(translate('Problems in the workspace'), path, files);
}

interface FileProblems {
  readonly uri: vscode.Uri;
  readonly problems: readonly Problem[];
  /** That the lines are taken from, if they may be sent. */
  readonly document: vscode.TextDocument | undefined;
}

function attachment(name: string, path: string, files: readonly FileProblems[]): TextAttachment {
  const [only] = files;
  return {
    id: randomUUID(),
    kind: 'problems',
    name,
    path,
    ...(files.length === 1 && only && { uri: only.uri.toString() }),
    language: 'text',
    ...problemsText(
      files.map(({ uri, problems, document }) => ({ path: filePath(uri), problems, document })),
    ),
  };
}
