import type * as vscode from 'vscode';
import { fileName } from '../context/textFile.ts';
import { translate } from '../translate.ts';
import { ignoredFiles } from './ignoredFiles.ts';

/**
 * Lets nothing of a file through that `.hanlinignore` keeps out, even if the user has named it.
 *
 * @throws {Error} with a message for the user.
 */
export async function refuseForbidden(uri: vscode.Uri): Promise<void> {
  if ((await ignoredFiles()).isForbidden(uri)) throw new Error(refusal(uri));
}

/** What the user is told then. */
export function refusal(uri: vscode.Uri): string {
  return translate('{name} is not sent: .hanlinignore keeps it out.', { name: fileName(uri) });
}
