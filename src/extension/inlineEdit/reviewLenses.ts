import * as vscode from 'vscode';
import { isShown } from '../../chat/inlineReview.ts';
import { commandIds } from '../commandIds.ts';
import { translate } from '../translate.ts';
import type { InlineEdit } from './inlineEdit.ts';

/** The buttons above lines under review: for each hunk, and in front for all of them. */
export function reviewLenses(edit: InlineEdit): vscode.CodeLens[] {
  const { review } = edit;
  const lens = (line: number, title: string, command: string, ...values: unknown[]): vscode.CodeLens =>
    new vscode.CodeLens(new vscode.Range(line, 0, line, 0), { title, command, arguments: values });
  if (edit.reached !== undefined) {
    return [
      lens(
        review.first,
        `$(loading~spin) ${translate('{model} is editing…', { model: edit.modelLabel })}`,
        '',
      ),
      lens(review.first, translate('Cancel'), commandIds.rejectChange, review.document.uri),
    ];
  }
  const { hunks } = review;
  const lastLine = review.first + review.lines.filter(isShown).length - 1;
  return hunks.flatMap((hunk, index) => {
    // Below the last line there is nothing that a lens could stand above.
    const line = Math.min(
      review.first + hunk.line,
      Math.max(lastLine, review.first),
      review.document.lineCount - 1,
    );
    const { uri } = review.document;
    return [
      lens(line, translate('Accept'), commandIds.acceptHunk, uri, index),
      lens(line, translate('Reject'), commandIds.rejectHunk, uri, index),
      ...(index === 0 && hunks.length > 1
        ? [
            lens(
              line,
              translate('Accept all ({count})', { count: String(hunks.length) }),
              commandIds.acceptChange,
              uri,
            ),
            lens(line, translate('Reject all'), commandIds.rejectChange, uri),
          ]
        : []),
    ];
  });
}
