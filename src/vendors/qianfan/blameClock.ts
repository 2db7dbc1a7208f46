import { ProviderError } from '../../core/error.ts';

/** What signatures are refused with because of their time, among other reasons: V1's code and those of IAM hosts. */
const refusals: readonly (string | undefined)[] = [
  '14',
  'SignatureDoesNotMatch',
  'RequestExpired',
  'InvalidHTTPAuthHeader',
];

/** A refused signature, with the clock as the reason where the response shows that it is off. */
export function blameClock(error: unknown): unknown {
  if (!(error instanceof ProviderError) || !refusals.includes(error.details.code)) return error;
  if (error.details.clockSkewMs === undefined) return error;
  return new ProviderError(error.kind, error.message, { ...error.details, advice: 'clock' });
}
