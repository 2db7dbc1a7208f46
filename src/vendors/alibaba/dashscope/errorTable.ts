import { ProviderError } from '../../../core/error.ts';
import { type ErrorRule, type ErrorTable, type VendorFailure, vendorError } from '../../../net/errorTable.ts';

const overdue: ErrorRule = { kind: 'quota', advice: 'plan-or-balance' };
const filtered: ErrorRule = { kind: 'content-filter' };
const limited: ErrorRule = { kind: 'rate-limit', retryable: true };
const down: ErrorRule = { kind: 'unavailable', retryable: true };
const notFound: ErrorRule = { kind: 'invalid-request', advice: 'choose-model' };
const wrongKey: ErrorRule = { kind: 'auth' };
const denied: ErrorRule = { kind: 'auth', advice: 'key-permission' };
const notActivated: ErrorRule = { kind: 'auth', advice: 'activate-model' };
/** Of tokens per minute, of a plan's period, or of everything: the message says which. */
const usedUp: ErrorRule = { kind: 'quota' };

/**
 * Error codes of Model Studio: the native ones, and what the OpenAI dialect has in their place.
 *
 * @see https://help.aliyun.com/zh/model-studio/error-code
 */
export const errorTable: ErrorTable = {
  InvalidApiKey: wrongKey,
  invalid_api_key: wrongKey,
  AccessDenied: denied,
  access_denied: denied,
  'AccessDenied.Unpurchased': notActivated,
  'Model.AccessDenied': notActivated,
  model_access_denied: notActivated,
  Arrearage: overdue,
  'AllocationQuota.FreeTierOnly': overdue,
  ModelNotFound: notFound,
  model_not_found: notFound,
  model_not_supported: notFound,
  InvalidParameter: { kind: 'invalid-request' },
  invalid_parameter_error: { kind: 'invalid-request' },
  DataInspectionFailed: filtered,
  data_inspection_failed: filtered,
  Throttling: limited,
  'Throttling.RateQuota': limited,
  limit_requests: limited,
  'Throttling.BurstRate': limited,
  limit_burst_rate: limited,
  'Throttling.AllocationQuota': usedUp,
  insufficient_quota: usedUp,
  RequestTimeOut: down,
  request_timeout: down,
  InternalError: down,
  internal_error: down,
  ModelServingError: down,
  model_serving_error: down,
  ServiceUnavailable: down,
  service_unavailable: down,
};

/** The error for what Model Studio reported about a request with this key. */
export function dashScopeError(failure: VendorFailure, key: string): ProviderError {
  const { code, message } = failure;
  const error = vendorError(failure, errorTable);
  const change = (kind: ProviderError['kind'], advice?: ProviderError['details']['advice']) =>
    new ProviderError(kind, error.message, { ...error.details, ...(advice && { advice }) });

  if (error.kind === 'invalid-request' && /input length|context length|maximum context/i.test(message)) {
    return change('context-length');
  }
  // The dialect has one code for both.
  if (code === 'access_denied' && /eligible|purchas|activate|access to model/i.test(message)) {
    return change('auth', 'activate-model');
  }
  const isWrongKey = error.kind === 'auth' && error.details.advice === undefined;
  if (!isWrongKey) return error;
  // A key of another region or plan is like no key at all.
  return change('auth', key.startsWith('sk-') ? 'wrong-region' : 'key-kind');
}
