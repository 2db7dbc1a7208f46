import * as vscode from 'vscode';
import { cellScheme } from '../../chat/seenEditors.ts';

/** Whether a document can be changed: not the output, and not a version of a file from Git. */
export function isWritable({ uri }: vscode.TextDocument): boolean {
  return (
    ['untitled', cellScheme].includes(uri.scheme) ||
    vscode.workspace.fs.isWritableFileSystem(uri.scheme) === true
  );
}
