import type * as vscode from 'vscode';
import { reviewButtons } from '../../chat/reviewButtons.ts';
import { commandIds } from '../commandIds.ts';
import { lens } from '../display/lens.ts';
import { translate } from '../translate.ts';
import type { InlineEdit } from './inlineEdit.ts';

/** The buttons above lines under review: for each hunk, and in front for all of them. */
export function reviewLenses(edit: InlineEdit): vscode.CodeLens[] {
  const { review } = edit;
  if (edit.reached !== undefined) {
    return [
      lens(
        review.first,
        { icon: 'loading~spin', text: translate('{model} is editing…', { model: edit.modelLabel }) },
        '',
      ),
      lens(review.first, translate('Cancel'), commandIds.rejectChange, review.document.uri),
    ];
  }
  const { uri, lineCount } = review.document;
  const count = String(review.hunks.length);
  const buttons = {
    accept: { title: translate('Accept'), command: commandIds.acceptHunk },
    reject: { title: translate('Reject'), command: commandIds.rejectHunk },
    'accept-all': { title: translate('Accept all ({count})', { count }), command: commandIds.acceptChange },
    'reject-all': { title: translate('Reject all'), command: commandIds.rejectChange },
  } as const;
  return reviewButtons(review.lines, review.first, lineCount).map(({ line, action, hunk }) => {
    const { title, command } = buttons[action];
    return lens(line, title, command, uri, ...(hunk === undefined ? [] : [hunk]));
  });
}
