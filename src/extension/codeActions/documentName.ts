import type * as vscode from 'vscode';

/** What a document is called in a sentence. */
export function documentName(uri: vscode.Uri): string {
  return uri.path.split('/').at(-1) ?? uri.path;
}
