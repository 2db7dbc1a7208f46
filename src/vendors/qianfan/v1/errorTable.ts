import type { ProviderError } from '../../../core/error.ts';
import { type ErrorTable, type VendorFailure, vendorError } from '../../../net/errorTable.ts';
import { isJsonObject, textOf } from '../../../net/json.ts';

/**
 * V1's error codes. Nearly all of them come with HTTP 200.
 *
 * @see https://cloud.baidu.com/doc/WENXINWORKSHOP/s/tlmyncueh
 */
export const v1Errors: ErrorTable = {
  // The gateway in front of the models
  1: { kind: 'unavailable', retryable: true },
  2: { kind: 'unavailable', retryable: true },
  3: { kind: 'invalid-request', advice: 'choose-model' },
  4: { kind: 'rate-limit', retryable: true },
  6: { kind: 'auth', advice: 'activate-model' },
  13: { kind: 'unavailable', retryable: true },
  14: { kind: 'auth' },
  15: { kind: 'unavailable', retryable: true },
  17: { kind: 'quota', advice: 'plan-or-balance' },
  18: { kind: 'rate-limit', retryable: true },
  19: { kind: 'quota', advice: 'plan-or-balance' },
  100: { kind: 'auth' },
  110: { kind: 'auth' },
  111: { kind: 'auth' },
  // The models
  336000: { kind: 'unavailable', retryable: true },
  336001: { kind: 'invalid-request' },
  336002: { kind: 'invalid-request' },
  336003: { kind: 'invalid-request', advice: 'history', adviceIf: /messages|role|odd/i },
  336004: { kind: 'auth', advice: 'key-permission' },
  336005: { kind: 'invalid-request', advice: 'choose-model' },
  336006: { kind: 'invalid-request', advice: 'history' },
  336007: { kind: 'invalid-request', advice: 'history' },
  336100: { kind: 'unavailable', retryable: true },
  336101: { kind: 'invalid-request' },
  336103: { kind: 'context-length' },
  336104: { kind: 'invalid-request' },
  336105: { kind: 'invalid-request' },
  336200: { kind: 'unavailable', retryable: true },
  336501: { kind: 'rate-limit', retryable: true },
  336502: { kind: 'rate-limit', retryable: true },
  500000: { kind: 'unavailable', retryable: true },
};

/** Requests and tokens are counted by the minute; the counters start anew at most a minute later. */
const perMinute: readonly (string | undefined)[] = ['336501', '336502'];
const minuteMs = 60_000;

/** The error for what V1 reported. */
export function v1Error(failure: VendorFailure): ProviderError {
  const waits = perMinute.includes(failure.code) && failure.retryAfterMs === undefined;
  return vendorError(waits ? { ...failure, retryAfterMs: minuteMs } : failure, v1Errors);
}

/**
 * The failure in an answer or an event: `{error_code, error_msg}`, or `{code, msg}` as the pages on rate limits have it.
 */
export function readV1Failure(value: unknown): Omit<VendorFailure, 'status'> | undefined {
  if (!isJsonObject(value)) return undefined;
  const code = textOf(value['error_code']) ?? textOf(value['code']);
  const message = textOf(value['error_msg']) ?? textOf(value['msg']) ?? textOf(value['message']);
  // Some gateways send the members of an error along with every answer, with a code of zero.
  if (code === undefined || code === '0') return undefined;
  return { code, message: message ?? '' };
}
