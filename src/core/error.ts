/** What went wrong, in the terms that decide what happens next. */
export type ErrorKind =
  /** The credentials are wrong, expired or not allowed to do this. */
  | 'auth'
  /** Nothing left to spend: balance, package or plan. Waiting some seconds does not help. */
  | 'quota'
  /** Too many requests just now. */
  | 'rate-limit'
  /** The vendor's content rules refused the question or the reply. */
  | 'content-filter'
  /** The question does not fit the model's window. */
  | 'context-length'
  /** The vendor did not accept the request: an unknown model, a bad parameter, a feature that is gone. */
  | 'invalid-request'
  /** The vendor's service failed. */
  | 'unavailable'
  /** The vendor could not be reached: DNS, connection, proxy, TLS, or the line was cut. */
  | 'network'
  /** The vendor was reached but stayed silent for too long. */
  | 'timeout'
  /** The answer was not what the vendor's documents describe (an HTML page, a broken event…). */
  | 'protocol'
  /** The user stopped the request. */
  | 'cancelled';

/** The advice that fits better than the one which goes with the kind alone. */
export type Advice =
  | 'account-state'
  | 'activate-model'
  | 'certificate'
  | 'choose-model'
  | 'clock'
  | 'environment-address'
  | 'fair-use'
  | 'history'
  | 'host-not-found'
  | 'key-permission'
  | 'key-kind'
  | 'no-key'
  | 'option'
  | 'other-address'
  | 'plan-lacks-model'
  | 'plan-or-balance'
  | 'proxy'
  | 'refused'
  | 'renew-plan'
  | 'second-factor'
  | 'swapped-keys'
  | 'unreadable-key'
  | 'service-gone'
  | 'wait-for-reset'
  | 'wrong-region';

export interface ProviderErrorDetails {
  /** True when the same request may succeed later without anybody changing anything. */
  readonly retryable?: boolean;
  readonly advice?: Advice;
  /** How long the vendor asks to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  /** When a limit is lifted, in the vendor's own words and time zone. */
  readonly resetsAt?: string;
  readonly status?: number;
  /** The vendor's error code, unchanged. */
  readonly code?: string;
  /** By how much this computer's clock differs from the vendor's, in milliseconds; positive: it is ahead. */
  readonly clockSkewMs?: number;
  /** The vendor's id of the failed request, for its support. */
  readonly requestId?: string;
  readonly cause?: unknown;
}

/**
 * The one error that providers throw. `message` is the vendor's own text where there is one, and never holds a key,
 * a token or the text of the conversation.
 */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  readonly kind: ErrorKind;
  readonly details: ProviderErrorDetails;

  constructor(kind: ErrorKind, message: string, details: ProviderErrorDetails = {}) {
    super(message, details);
    this.kind = kind;
    this.details = details;
  }
}
