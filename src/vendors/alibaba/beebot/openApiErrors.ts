import type { ProviderError } from '../../../core/error.ts';
import {
  type ErrorRule,
  type ErrorTable,
  errorByRule,
  type VendorFailure,
  vendorError,
} from '../../../net/errorTable.ts';

/**
 * Codes of Alibaba Cloud’s OpenAPI. A row also holds for the codes that refine it: `Throttling` for `Throttling.User`.
 * The HTTP status differs between products for the same code and decides nothing.
 *
 * @see https://help.aliyun.com/document_detail/434846.html
 */
export const openApiErrors: ErrorTable = {
  // Who you are
  InvalidAccessKeyId: { kind: 'auth' },
  SignatureDoesNotMatch: { kind: 'auth' },
  IncompleteSignature: { kind: 'auth' },
  InvalidSignatureMethod: { kind: 'auth' },
  InvalidSecurityToken: { kind: 'auth', advice: 'key-kind' },
  MissingSecurityToken: { kind: 'auth', advice: 'key-kind' },
  InvalidTimeStamp: { kind: 'auth', advice: 'clock' },
  IllegalTimestamp: { kind: 'auth', advice: 'clock' },
  // A new one is made when the request is repeated.
  SignatureNonceUsed: { kind: 'unavailable', retryable: true },
  // The account
  Forbidden: { kind: 'auth', advice: 'key-permission' },
  'Forbidden.RiskControl': { kind: 'auth', advice: 'account-state' },
  NoPermission: { kind: 'auth', advice: 'key-permission' },
  InsufficientBalance: { kind: 'quota', advice: 'plan-or-balance' },
  Throttling: { kind: 'rate-limit', retryable: true },
  // The request
  InvalidApi: { kind: 'invalid-request' },
  InvalidAction: { kind: 'invalid-request' },
  InvalidVersion: { kind: 'invalid-request' },
  InvalidProduct: { kind: 'invalid-request' },
  InvalidProtocol: { kind: 'invalid-request' },
  UnsupportedHTTPMethod: { kind: 'invalid-request' },
  InvalidParameter: { kind: 'invalid-request' },
  // The service
  InternalError: { kind: 'unavailable', retryable: true },
  ServiceUnavailable: { kind: 'unavailable', retryable: true },
};

/** The error for what the OpenAPI reported. */
export function openApiError(failure: VendorFailure): ProviderError {
  const told = { ...failure, message: withoutCanonicalRequest(failure.message) };
  const rule = failure.code === undefined ? undefined : findRule(failure.code);
  return rule ? errorByRule(told, rule) : vendorError(told, {});
}

function findRule(code: string): ErrorRule | undefined {
  for (let name = code; name !== ''; name = name.slice(0, Math.max(0, name.lastIndexOf('.')))) {
    if (Object.hasOwn(openApiErrors, name)) return openApiErrors[name];
  }
  return /^(?:Missing|Invalid)/.test(code) ? { kind: 'invalid-request' } : undefined;
}

/** The server may quote what it has signed, with every header and parameter in it. */
function withoutCanonicalRequest(message: string): string {
  return (message.split(/(?:server string ?to ?sign|string ?to ?sign|canonical ?request)/i)[0] ?? '').trim();
}
