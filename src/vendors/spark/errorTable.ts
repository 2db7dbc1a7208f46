import { ProviderError } from '../../core/error.ts';
import { type ErrorTable, type VendorFailure, vendorError } from '../../net/errorTable.ts';

/**
 * Spark's error codes, the same ones over WebSocket and HTTP. They come with header code or status 200, so without
 * them every failure would look alike.
 *
 * @see https://www.xfyun.cn/doc/spark/接口说明.html
 */
export const errorTable: ErrorTable = {
  // The connection
  10000: { kind: 'unavailable', retryable: true },
  10001: { kind: 'unavailable', retryable: true },
  10002: { kind: 'unavailable', retryable: true },
  10018: { kind: 'network', retryable: true },
  // The request
  10003: { kind: 'invalid-request', advice: 'choose-model', adviceIf: /domain|model/i },
  10004: { kind: 'invalid-request' },
  10005: { kind: 'invalid-request', advice: 'choose-model', adviceIf: /model/i },
  10163: { kind: 'invalid-request' },
  10907: { kind: 'context-length' },
  // The user's other requests
  10006: { kind: 'rate-limit', retryable: true },
  10007: { kind: 'rate-limit', retryable: true },
  // The service
  10008: { kind: 'unavailable', retryable: true },
  10009: { kind: 'unavailable', retryable: true },
  10010: { kind: 'unavailable', retryable: true },
  10011: { kind: 'unavailable', retryable: true },
  10012: { kind: 'unavailable', retryable: true },
  10017: { kind: 'unavailable', retryable: true },
  10110: { kind: 'unavailable', retryable: true },
  10222: { kind: 'unavailable', retryable: true },
  10223: { kind: 'unavailable', retryable: true },
  // Content rules
  10013: { kind: 'content-filter' },
  10014: { kind: 'content-filter' },
  10019: { kind: 'content-filter' },
  10021: { kind: 'content-filter' },
  10022: { kind: 'content-filter' },
  // The account. With a good key, 11200 nearly always means that this version has not been activated.
  10015: { kind: 'auth', advice: 'account-state' },
  10016: { kind: 'auth', advice: 'activate-model' },
  11200: { kind: 'auth', advice: 'activate-model' },
  11201: { kind: 'quota', advice: 'wait-for-reset' },
  11202: { kind: 'rate-limit', retryable: true },
  11203: { kind: 'rate-limit', retryable: true },
};

/** 11200 also stands for a licence that is used up, and only its message says so. */
const usedUp: ErrorTable = { ...errorTable, 11200: { kind: 'quota', advice: 'plan-or-balance' } };

/** Limits that are lifted within a second or as soon as another answer has ended, in milliseconds. */
const retryAfterMs: ReadonlyMap<string | undefined, number> = new Map([
  ['10006', 1_000],
  ['10007', 1_000],
  ['11202', 1_000],
]);

/** The code for a conversation that tends toward forbidden content; it comes after the whole reply. */
export const tendencyCode = '10019';

/** The error for what Spark reported. */
export function sparkError(failure: VendorFailure): ProviderError {
  const wait = retryAfterMs.get(failure.code);
  const table = /\btokens\./.test(failure.message) ? usedUp : errorTable;
  return vendorError(
    wait === undefined || failure.retryAfterMs !== undefined ? failure : { ...failure, retryAfterMs: wait },
    table,
  );
}

/** The error that a frame of a WebSocket reports; there is no HTTP status to it. */
export function frameError(failure: Omit<VendorFailure, 'status'>): ProviderError {
  const { kind, details, message } = sparkError({ ...failure, status: 200 });
  const { status: _, ...rest } = details;
  return new ProviderError(kind, failure.message === '' ? `Spark error ${details.code}` : message, rest);
}
