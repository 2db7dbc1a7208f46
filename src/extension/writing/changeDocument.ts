import * as vscode from 'vscode';
import { type LineChange, lineChanges } from '../../chat/lineChanges.ts';
import type { TextChange } from '../../chat/linesUnderReview.ts';
import { type WriteOutcome, writeChanges } from './writeChanges.ts';
import type { WritePermission } from './writePermission.ts';

/**
 * Gives a document another text as one undo step. Only the lines that differ change, so that cursors and folded parts
 * elsewhere stay as they are.
 *
 * @param revise makes the other text of the one that is there then; undefined where it does not fit
 */
export function changeDocument(
  permission: WritePermission,
  document: vscode.TextDocument,
  revise: (text: string) => string | undefined,
): Promise<WriteOutcome> {
  return writeChanges(permission, document, () => {
    const before = document.getText();
    const after = revise(before);
    return after === undefined ? undefined : textChanges(document, lineChanges(before, after));
  });
}

/** Whole lines of a document as a change of text. */
export function textChanges(document: vscode.TextDocument, changes: readonly LineChange[]): TextChange[] {
  return changes.map(({ start, end, lines }) => ({
    range: document.validateRange(new vscode.Range(start, 0, end, 0)),
    text: lines.join(''),
  }));
}
