import type { FailureNotice, Translate } from '../chat/advice.ts';
import type { Failure } from '../chat/conversation.ts';

/** What is said of a key that was tried and did not work. */
export function keyFailureDetail(
  { details }: Failure,
  { text, code }: Pick<FailureNotice, 'text' | 'code'>,
  translate: Translate,
): string {
  // What is advised for the kind alone speaks of a question, and there is none yet.
  const advice = details.advice ? [text] : [];
  return [...advice, translate('The key was not stored.'), ...(code === undefined ? [] : [code])].join('\n');
}

/** Whether a key may be stored although it did not work: its fault may lie elsewhere. */
export function mayBeStored({ kind }: Pick<Failure, 'kind'>): boolean {
  return kind !== 'auth' && kind !== 'cancelled';
}
