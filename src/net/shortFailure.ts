import { longestCodeRead, longestFailureRead } from '../core/limits.ts';
import type { VendorFailure } from './errorTable.ts';
import { wholeWords } from './wholeWords.ts';

/**
 * A failure as far as it is read. A message that is cut ends before a word, however long that is, for a part of a key
 * could not be recognised as one. A code or an id that is too long is left out.
 */
export function shortFailure<Failure extends Omit<VendorFailure, 'status'>>(failure: Failure): Failure {
  const { message, code, requestId, resetsAt, ...rest } = failure;
  return {
    ...rest,
    message: wholeWords(message, longestFailureRead),
    ...(isShort(code) && { code }),
    ...(isShort(requestId) && { requestId }),
    ...(isShort(resetsAt) && { resetsAt }),
  } as Failure;
}

function isShort(text: string | undefined): text is string {
  return text !== undefined && text.length <= longestCodeRead;
}
