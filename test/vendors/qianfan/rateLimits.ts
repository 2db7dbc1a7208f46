import type { RateLimits } from './scenario.ts';

/** Limits that throttle nobody. */
export const generousLimits: RateLimits = {
  limitRequests: 3000,
  remainingRequests: 2999,
  limitTokens: 300_000,
  remainingTokens: 299_000,
};

/** The limits in the vendor's headers. */
export function rateLimitHeaders(limits: RateLimits | 'none'): Readonly<Record<string, string>> {
  if (limits === 'none') return {};
  return {
    'X-Ratelimit-Limit-Requests': String(limits.limitRequests),
    'X-Ratelimit-Remaining-Requests': String(limits.remainingRequests),
    'X-Ratelimit-Limit-Tokens': String(limits.limitTokens),
    'X-Ratelimit-Remaining-Tokens': String(limits.remainingTokens),
  };
}
