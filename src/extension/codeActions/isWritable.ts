import * as vscode from 'vscode';

/** Whether a document can be changed: not the output, and not a version of a file from Git. */
export function isWritable({ uri }: vscode.TextDocument): boolean {
  return (
    ['untitled', 'vscode-notebook-cell'].includes(uri.scheme) ||
    vscode.workspace.fs.isWritableFileSystem(uri.scheme) === true
  );
}
