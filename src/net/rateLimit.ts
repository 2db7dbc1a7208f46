import { longestHeader } from '../core/limits.ts';
import type { RateLimit } from '../core/streamPart.ts';
import type { HttpResponse } from '../core/transport.ts';

/** In which response headers a vendor tells its limits. */
export type RateLimitHeaders = { readonly [Name in keyof RateLimit]?: string };

/** The names that most vendors have. */
export const customaryRateLimitHeaders: RateLimitHeaders = {
  requestLimit: 'x-ratelimit-limit-requests',
  requestsLeft: 'x-ratelimit-remaining-requests',
  tokenLimit: 'x-ratelimit-limit-tokens',
  tokensLeft: 'x-ratelimit-remaining-tokens',
  resetAfterMs: 'x-ratelimit-reset-requests',
};

/** The limits that a response tells, or undefined if there are none in it. */
export function readRateLimit(response: HttpResponse, names: RateLimitHeaders): RateLimit | undefined {
  const read = (name: string | undefined): string | undefined => {
    const value = name === undefined ? undefined : response.header(name);
    return value === undefined || value.length > longestHeader ? undefined : value;
  };
  const limits = {
    requestLimit: count(read(names.requestLimit)),
    requestsLeft: count(read(names.requestsLeft)),
    tokenLimit: count(read(names.tokenLimit)),
    tokensLeft: count(read(names.tokensLeft)),
    resetAfterMs: parseDuration(read(names.resetAfterMs)),
  };
  const known = Object.entries(limits).filter(([, value]) => value !== undefined);
  return known.length === 0 ? undefined : Object.fromEntries(known);
}

function count(value: string | undefined): number | undefined {
  return /^\d{1,15}$/.test(value?.trim() ?? '') ? Number(value) : undefined;
}

const unitMs = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };

/** Milliseconds, from seconds (`12`, `0.5`) or lengths with units (`6m0s`, `120ms`); undefined if it is neither. */
export function parseDuration(value: string | undefined): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d+(?:\.\d+)?$/.test(text)) return milliseconds(Number(text) * 1000);
  if (!/^(?:\d+(?:\.\d+)?(?:ms|[dhms]))+$/.test(text)) return undefined;
  const parts = text.matchAll(/(?<![\d.])([\d.]+)(ms|[dhms])/g);
  return milliseconds(
    [...parts].reduce(
      (sum, [, length, unit]) => sum + Number(length) * unitMs[unit as keyof typeof unitMs],
      0,
    ),
  );
}

/** A header may have any number of digits. */
function milliseconds(value: number): number {
  return Math.min(Math.round(value), Number.MAX_SAFE_INTEGER);
}
