import type { ProviderError } from '../../core/error.ts';
import { type ErrorTable, type VendorFailure, vendorError } from '../../net/errorTable.ts';

/**
 * BigModel's error codes. Some rows have left the current page and are kept because servers still send them.
 *
 * Most of them share the HTTP status 429 with the rate limits, so the status alone would lead to useless retries.
 *
 * @see https://docs.bigmodel.cn/cn/faq/api-code
 */
export const errorTable: ErrorTable = {
  // Who you are
  1000: { kind: 'auth' },
  1001: { kind: 'auth' },
  1002: { kind: 'auth' },
  1003: { kind: 'auth' },
  1004: { kind: 'auth' },
  1005: { kind: 'auth', advice: 'second-factor' },
  // The account
  1110: { kind: 'auth', advice: 'account-state' },
  1111: { kind: 'auth', advice: 'account-state' },
  1112: { kind: 'auth', advice: 'account-state' },
  1113: { kind: 'quota', advice: 'plan-or-balance' },
  1120: { kind: 'unavailable', retryable: true },
  1121: { kind: 'auth', advice: 'account-state' },
  // The request
  1200: { kind: 'unavailable', retryable: true },
  1210: { kind: 'invalid-request' },
  1211: { kind: 'invalid-request', advice: 'choose-model' },
  1212: { kind: 'invalid-request', advice: 'choose-model' },
  1213: { kind: 'invalid-request' },
  1214: { kind: 'invalid-request', advice: 'history', adviceIf: /messages/i },
  1215: { kind: 'invalid-request' },
  1220: { kind: 'auth', advice: 'key-permission' },
  1221: { kind: 'invalid-request', advice: 'service-gone' },
  1222: { kind: 'invalid-request', advice: 'service-gone' },
  1230: { kind: 'unavailable', retryable: true },
  // A request id that is in use: the server makes another one when the request is repeated.
  1231: { kind: 'unavailable', retryable: true },
  1234: { kind: 'unavailable', retryable: true },
  1261: { kind: 'context-length' },
  // Policy, rates and plans
  1300: { kind: 'content-filter' },
  1301: { kind: 'content-filter' },
  1302: { kind: 'rate-limit', retryable: true },
  1303: { kind: 'rate-limit', retryable: true },
  1304: { kind: 'quota', advice: 'wait-for-reset' },
  1305: { kind: 'rate-limit', retryable: true },
  1308: { kind: 'quota', advice: 'wait-for-reset' },
  1309: { kind: 'quota', advice: 'renew-plan' },
  1310: { kind: 'quota', advice: 'wait-for-reset' },
  1311: { kind: 'quota', advice: 'plan-lacks-model' },
  1312: { kind: 'rate-limit', retryable: true },
  1313: { kind: 'quota', advice: 'fair-use' },
  1314: { kind: 'auth', advice: 'key-permission' },
  1315: { kind: 'auth', advice: 'key-permission' },
  1316: { kind: 'quota', advice: 'wait-for-reset' },
  1317: { kind: 'quota', advice: 'wait-for-reset' },
  1318: { kind: 'quota', advice: 'wait-for-reset' },
  1319: { kind: 'quota', advice: 'wait-for-reset' },
  1320: { kind: 'quota', advice: 'wait-for-reset' },
  1321: { kind: 'quota', advice: 'wait-for-reset' },
};

/** The error for what BigModel reported, with the time at which a limit is lifted if its message names one. */
export function zhipuError(failure: VendorFailure): ProviderError {
  const error = vendorError(failure, errorTable);
  const resetsAt = error.details.advice === 'wait-for-reset' ? parseResetTime(failure.message) : undefined;
  return resetsAt === undefined ? error : vendorError({ ...failure, resetsAt }, errorTable);
}

/** A date with a time as the messages have it: `2026-08-25 07:41:44` or `2026-08-14T00:00:00Z`. */
export function parseResetTime(message: string): string | undefined {
  return /\d{4}[-/]\d{1,2}[-/]\d{1,2}[T ]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:Z|\s?(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?|\s(?:UTC|GMT))?/.exec(
    message,
  )?.[0];
}
