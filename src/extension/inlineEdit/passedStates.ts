import { createHash } from 'node:crypto';
import * as vscode from 'vscode';

const statesOf = new WeakMap<vscode.TextDocument, Set<string>>();

/** Texts, by their digests, that a document only passes through while lines of it are under review. */
export function passedStates(document: vscode.TextDocument): Set<string> {
  let states = statesOf.get(document);
  if (!states) {
    states = new Set();
    statesOf.set(document, states);
  }
  return states;
}

export function digestOf(document: vscode.TextDocument): string {
  return createHash('sha256').update(document.getText()).digest('base64');
}

/**
 * Undo and redo go on until such states are behind, because nobody wants to come back to them. VS Code joins edits to
 * one undo step by itself only while the cursor stays where it is.
 */
export function passThrough(): vscode.Disposable {
  return vscode.workspace.onDidChangeTextDocument(({ document, reason }) => {
    const states = reason === undefined ? undefined : statesOf.get(document);
    if (!states?.has(digestOf(document))) return;
    if (vscode.window.activeTextEditor?.document !== document) return;
    void vscode.commands.executeCommand(reason === vscode.TextDocumentChangeReason.Undo ? 'undo' : 'redo');
  });
}
