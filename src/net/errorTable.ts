import { type Advice, type ErrorKind, ProviderError } from '../core/error.ts';
import { longestCode, longestFailureMessage } from '../core/limits.ts';

/** What a vendor's error code means. */
export interface ErrorRule {
  readonly kind: ErrorKind;
  /** Absent: no. */
  readonly retryable?: boolean;
  readonly advice?: Advice;
  /** Where `advice` holds only for some messages of this code. */
  readonly adviceIf?: RegExp;
}

/** A vendor's documented error codes. */
export type ErrorTable = Readonly<Record<string, ErrorRule>>;

/** An error as the vendor reported it. */
export interface VendorFailure {
  /** The vendor's text; empty if there is none. */
  readonly message: string;
  /** The HTTP status; also of a response that reports its error in a body with status 200. */
  readonly status: number;
  readonly code?: string;
  readonly requestId?: string;
  /** Milliseconds. */
  readonly retryAfterMs?: number;
  readonly resetsAt?: string;
  /** By how much this computer's clock is ahead of the vendor's, in milliseconds, if that is worth a word. */
  readonly clockSkewMs?: number;
}

/** The error for a failure: by the vendor's code where the table has it, by the HTTP status otherwise. */
export function vendorError(failure: VendorFailure, table: ErrorTable): ProviderError {
  const { code } = failure;
  const known = code !== undefined && Object.hasOwn(table, code) ? table[code] : undefined;
  return errorByRule(failure, known ?? ruleByStatus(impliedStatus(failure)));
}

/** The error for a failure of which it is known what it means. */
export function errorByRule(failure: VendorFailure, rule: ErrorRule): ProviderError {
  const { message, ...details } = failure;
  const { code, requestId } = failure;
  const adviceHolds = rule.advice && (rule.adviceIf?.test(message) ?? true);
  return new ProviderError(rule.kind, message.slice(0, longestFailureMessage) || `HTTP ${failure.status}`, {
    ...details,
    ...(code !== undefined && { code: code.slice(0, longestCode) }),
    ...(requestId !== undefined && { requestId: requestId.slice(0, longestCode) }),
    retryable: rule.retryable ?? false,
    ...(adviceHolds && { advice: rule.advice }),
  });
}

/** Some gateways answer 200 and put the status into the body, as the code. */
function impliedStatus({ status, code }: VendorFailure): number {
  return status < 400 && /^[45]\d\d$/.test(code ?? '') ? Number(code) : status;
}

/** What an HTTP status alone says. */
export function ruleByStatus(status: number): ErrorRule {
  switch (status) {
    case 401:
      return { kind: 'auth' };
    case 402:
      return { kind: 'quota', advice: 'plan-or-balance' };
    case 403:
      return { kind: 'auth', advice: 'key-permission' };
    case 407:
      return { kind: 'network', advice: 'proxy' };
    case 408:
      return { kind: 'timeout', retryable: true };
    case 429:
      return { kind: 'rate-limit', retryable: true };
    default:
      if (status >= 500) return { kind: 'unavailable', retryable: true };
      if (status >= 400) return { kind: 'invalid-request' };
      return { kind: 'unavailable' };
  }
}
