import * as vscode from 'vscode';
import type { TextRange } from '../../chat/textRange.ts';
import { writeChanges } from './writeChanges.ts';
import { type WriteDialogues, WritePermission } from './writePermission.ts';

/**
 * Makes a document that has no place yet. Where one was closed just now, VS Code may give its name to the new one, and
 * its text along with it.
 *
 * @param language VS Code's id; the one that VS Code guesses when absent
 */
export async function openUntitled(
  content: string,
  language: string | undefined,
  dialogues: WriteDialogues,
): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument({
    content,
    ...(language !== undefined && { language }),
  });
  if (withoutReturns(document.getText()) !== withoutReturns(content)) {
    const permission = await WritePermission.ask(document.uri, dialogues);
    if (permission) {
      await writeChanges(permission, document, () => [{ range: wholeOf(document), text: content }]);
    }
  }
  return document;
}

/** All of a document: one that is new may hold what one of the same name held. */
export function wholeOf({ lineCount }: vscode.TextDocument): TextRange {
  return { start: { line: 0, character: 0 }, end: { line: lineCount, character: 0 } };
}

function withoutReturns(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
