import type { ProviderError } from '../core/error.ts';

/** Rate limits are lifted after one or two minutes; a service that failed is back at once or not soon. */
const waits: Partial<Record<ProviderError['kind'], readonly number[]>> = {
  'rate-limit': [2_000, 5_000, 10_000, 20_000, 40_000],
  unavailable: [1_000, 3_000, 8_000],
  network: [1_000, 3_000],
};

/** A vendor that asks for a longer wait than this is not waited for: the user decides. */
const longestWait = 120_000;

/**
 * How long to wait before a request is sent again, in milliseconds, or undefined if it is not. Only for failures that
 * came before anything was shown.
 *
 * @param attempt how often the request has failed so far, from 1.
 * @param random from 0 to 1; spreads the retries of many windows by up to a fifth.
 */
export function retryWait(error: ProviderError, attempt: number, random: number): number | undefined {
  if (error.details.retryable !== true) return undefined;
  const planned = waits[error.kind]?.[attempt - 1];
  if (planned === undefined) return undefined;
  const asked = error.details.retryAfterMs ?? 0;
  if (asked > longestWait) return undefined;
  return Math.round(Math.max(planned, asked) * (1 + random / 5));
}
