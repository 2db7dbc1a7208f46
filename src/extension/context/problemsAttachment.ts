import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { TextAttachment } from '../../chat/attachment.ts';
import { visibleName } from '../../chat/hiddenCharacters.ts';
import { fileName, filePath } from '../fileNames.ts';
import { translate } from '../translate.ts';
import { ignoredFiles } from '../workspaceFiles/ignoredFiles.ts';
import { isOrdinary, permitSending } from '../workspaceFiles/permitSending.ts';
import { openDocument } from './textFile.ts';

/** More than these only hide what matters. */
const mostProblems = 200;

/** The errors and warnings of one file, errors first. */
export function problemsOf(uri: vscode.Uri): readonly vscode.Diagnostic[] {
  return serious(vscode.languages.getDiagnostics(uri));
}

/** The errors and warnings of all files of the workspace that have any and are not ignored. */
export async function workspaceProblems(): Promise<
  readonly (readonly [vscode.Uri, readonly vscode.Diagnostic[]])[]
> {
  const ignored = await ignoredFiles();
  return vscode.languages
    .getDiagnostics()
    .filter(([uri]) => vscode.workspace.getWorkspaceFolder(uri) && !ignored.isIgnored(uri))
    .map(([uri, diagnostics]) => [uri, serious(diagnostics)] as const)
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
  readonly problems: readonly vscode.Diagnostic[];
  /** That the lines are taken from, if they may be sent. */
  readonly document: vscode.TextDocument | undefined;
}

function attachment(name: string, path: string, files: readonly FileProblems[]): TextAttachment {
  const lines = files.flatMap((file) => file.problems.map((problem) => problemText(file, problem)));
  const [only] = files;
  return {
    id: randomUUID(),
    kind: 'problems',
    name,
    path,
    ...(files.length === 1 && only && { uri: only.uri.toString() }),
    language: 'text',
    text: lines.slice(0, mostProblems).join('\n'),
    count: lines.length,
  };
}

/** As compilers write it: `src/a.ts:3:7: error ts(2322): …`, and the line itself if it is at hand. */
function problemText({ uri, document }: FileProblems, problem: vscode.Diagnostic): string {
  const { line } = problem.range.start;
  const text = document && line < document.lineCount ? `\n    ${document.lineAt(line).text.trim()}` : '';
  return `${filePath(uri)}:${problemLine(problem)}${text}`;
}

/** Without the file: `3:7: error ts(2322): …`. */
export function problemLine({ range, severity, source, code, message }: vscode.Diagnostic): string {
  const { line, character } = range.start;
  const kind = severity === vscode.DiagnosticSeverity.Error ? 'error' : 'warning';
  const number = typeof code === 'object' ? code.value : code;
  const origin = [source, number === undefined ? undefined : `(${number})`].filter(Boolean).join('');
  return `${line + 1}:${character + 1}: ${[kind, origin].filter(Boolean).join(' ')}: ${message}`;
}

/** Whether it is an error or a warning, not a hint. */
export function isSerious({ severity }: vscode.Diagnostic): boolean {
  return severity <= vscode.DiagnosticSeverity.Warning;
}

function serious(diagnostics: readonly vscode.Diagnostic[]): vscode.Diagnostic[] {
  return diagnostics
    .filter(isSerious)
    .toSorted((a, b) => a.severity - b.severity || a.range.start.compareTo(b.range.start));
}
