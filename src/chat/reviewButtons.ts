import { hunksOf, type ReviewLine, shownCount } from './inlineReview.ts';

/** A button above a line of the document. */
export interface ReviewButton {
  readonly line: number;
  readonly action: 'accept' | 'reject' | 'accept-all' | 'reject-all';
  /** The number of the hunk; absent where the button is for all of them. */
  readonly hunk?: number;
}

/**
 * The buttons above lines under review: for each hunk, and beside the first one’s for all of them.
 *
 * @param first the first of the lines in the document
 * @param lineCount of the document
 */
export function reviewButtons(
  lines: readonly ReviewLine[],
  first: number,
  lineCount: number,
): ReviewButton[] {
  const hunks = hunksOf(lines);
  // Below the last line there is nothing that a button could stand above.
  const last = Math.min(first + Math.max(shownCount(lines) - 1, 0), lineCount - 1);
  return hunks.flatMap((hunk, index) => {
    const line = Math.min(first + hunk.line, last);
    const buttons: ReviewButton[] = [
      { line, action: 'accept', hunk: index },
      { line, action: 'reject', hunk: index },
    ];
    if (index > 0 || hunks.length === 1) return buttons;
    return [...buttons, { line, action: 'accept-all' }, { line, action: 'reject-all' }];
  });
}
