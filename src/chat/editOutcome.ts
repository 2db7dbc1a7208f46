import type { FinishReason } from '../core/streamPart.ts';
import type { Translate } from './advice.ts';
import { codeOfReply } from './codeOfReply.ts';
import type { LineRange } from './codeSymbols.ts';
import { isUnchanged } from './inlineReview.ts';

/** What became of a request for an edit. */
export type EditOutcome =
  /** Its changes are to be accepted or rejected. */
  | 'review'
  /** The user has typed in the lines: no more comes, what had come is to be accepted or rejected. */
  | 'interrupted'
  | 'unchanged'
  | 'empty'
  /** The model stopped before the end of the code. */
  | 'cut';

/**
 * What a whole reply makes of some lines.
 *
 * @param before the lines that it takes the place of
 */
export function readEdit(
  reply: string,
  reason: FinishReason,
  before: readonly string[],
):
  | { readonly outcome: 'review'; readonly code: string[] }
  | { readonly outcome: 'unchanged' | 'empty' | 'cut' } {
  if (reply.trim() === '') return { outcome: 'empty' };
  if (reason !== 'stop' && reason !== 'other') return { outcome: 'cut' };
  const code = codeOfReply(reply, true, before);
  return isUnchanged(before, code) ? { outcome: 'unchanged' } : { outcome: 'review', code };
}

/** Whether there is something to accept or reject. */
export function isReviewed(outcome: EditOutcome): boolean {
  return outcome === 'review' || outcome === 'interrupted';
}

/** What the user is told of an outcome; undefined where it speaks for itself. */
export function outcomeText(outcome: EditOutcome, model: string, translate: Translate): string | undefined {
  switch (outcome) {
    case 'review':
      return undefined;
    case 'interrupted':
      return translate('You typed in the code that was being edited, so nothing more was written there.');
    case 'unchanged':
      return translate('{model} would leave this code as it is.', { model });
    case 'empty':
      return translate('{model} wrote nothing.', { model });
    case 'cut':
      return translate('{model} stopped before the end of the code, so nothing was changed.', { model });
  }
}

/**
 * What the user is asked before an edit.
 *
 * @param name of the file
 * @param isBlank whether the first line is: then there is nothing to change yet
 */
export function editQuestion(
  name: string,
  { first, last }: LineRange,
  isBlank: boolean,
  translate: Translate,
): string {
  const place = { name, start: String(first + 1), end: String(last + 1) };
  if (first !== last) return translate('What should change in lines {start} to {end} of {name}?', place);
  return isBlank
    ? translate('What should be written at line {start} of {name}?', place)
    : translate('What should change in line {start} of {name}?', place);
}
