import { type Advice, ProviderError } from '../../core/error.ts';
import type { VendorFailure } from '../../net/errorTable.ts';
import { allowedSkewMs } from './credentials.ts';
import { sparkError } from './errorTable.ts';

/** What, beside the message, may explain why the gateway in front of the service refused a request. */
export interface Suspects {
  /** Whether key and secret look exchanged. */
  readonly swapped?: boolean;
  /** Whether the credential looks like one for another way in. */
  readonly otherKind?: boolean;
  /** Whether the request was signed, which makes it depend on this computer's clock. */
  readonly signed?: boolean;
}

/**
 * The error for what a response reports, whether by the service, with a code, or by the gateway in front of it, with
 * nothing but a status and a message.
 *
 * @see https://www.xfyun.cn/doc/spark/general_url_authentication.html
 */
export function refusalError(failure: VendorFailure, suspects: Suspects): ProviderError {
  const error = sparkError(failure);
  if (failure.code !== undefined) return error;
  const { advice: _, ...details } = error.details;
  switch (failure.status) {
    case 401:
    case 403:
      return new ProviderError('auth', error.message, { ...details, ...explain(failure, suspects) });
    case 404:
      return new ProviderError(error.kind, error.message, { ...details, advice: 'other-address' });
    default:
      return error;
  }
}

function explain(
  { message, clockSkewMs = 0 }: VendorFailure,
  { swapped, otherKind, signed }: Suspects,
): { readonly advice?: Advice } {
  const late = /\bdate header is required/i.test(message) || Math.abs(clockSkewMs) > allowedSkewMs;
  if (signed && late) return { advice: 'clock' };
  if (swapped) return { advice: 'swapped-keys' };
  return otherKind ? { advice: 'key-kind' } : {};
}
