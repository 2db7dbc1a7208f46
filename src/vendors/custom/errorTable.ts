import { ProviderError } from '../../core/error.ts';
import { type ErrorRule, type ErrorTable, type VendorFailure, vendorError } from '../../net/errorTable.ts';
import { hasInOrder } from '../../net/wordsInOrder.ts';

const wrongKey: ErrorRule = { kind: 'auth' };
const denied: ErrorRule = { kind: 'auth', advice: 'key-permission' };
const usedUp: ErrorRule = { kind: 'quota', advice: 'plan-or-balance' };
const limited: ErrorRule = { kind: 'rate-limit', retryable: true };
const down: ErrorRule = { kind: 'unavailable', retryable: true };
const noModel: ErrorRule = { kind: 'invalid-request', advice: 'choose-model' };

/**
 * Words that such servers use for codes and types of errors, where they say more than the HTTP status.
 *
 * @see https://platform.openai.com/docs/guides/error-codes
 * @see https://platform.moonshot.cn/docs/api/chat#错误说明
 */
export const errorTable: ErrorTable = {
  invalid_api_key: wrongKey,
  invalid_authentication_error: wrongKey,
  incorrect_api_key_error: wrongKey,
  authentication_error: wrongKey,
  forbidden: denied,
  permission_error: denied,
  permission_denied_error: denied,
  insufficient_quota: usedUp,
  insufficient_balance: usedUp,
  billing_error: usedUp,
  exceeded_current_quota_error: usedUp,
  rate_limit_exceeded: limited,
  rate_limit_error: limited,
  rate_limit_reached_error: limited,
  engine_overloaded_error: down,
  overloaded: down,
  server_error: down,
  internal_error: down,
  model_not_found: noModel,
  resource_not_found_error: noModel,
  context_length_exceeded: { kind: 'context-length' },
  content_filter: { kind: 'content-filter' },
  content_policy_violation: { kind: 'content-filter' },
};

/**
 * What the text of a failure says where neither code nor status does; the first counts of which all words are there, in
 * their order.
 */
const byText: readonly (readonly [words: readonly RegExp[], rule: ErrorRule])[] = [
  [
    [/context (?:length|window|size)|maximum context|n_ctx|prompt is too long|too many tokens/i],
    { kind: 'context-length' },
  ],
  [[/exceed/i, /tokens/i], { kind: 'context-length' }],
  [[/model\b/i, /not found|does not exist|not exist|not loaded/i], noModel],
  [[/no models? loaded/i], noModel],
  // Ollama, of a model that was not taught to fill in the middle.
  [[/does not support insert/i], noModel],
];

/**
 * The error for what a server reported.
 *
 * @param hasKey whether a key was sent: where one is missing, it is not wrong.
 */
export function customError(failure: VendorFailure, hasKey: boolean): ProviderError {
  const error = vendorError(failure, errorTable);
  const { kind, details, message } = error;
  if (kind === 'auth' && !hasKey && details.advice === undefined) {
    return new ProviderError('auth', message, { ...details, advice: 'no-key' });
  }
  // Some answer 200 and say no more than what is wrong.
  const isVague = kind === 'invalid-request' || (kind === 'unavailable' && failure.status < 400);
  if (!isVague) return error;
  const rule = byText.find(([words]) => hasInOrder(failure.message, words))?.[1];
  if (!rule) {
    const isKnown = failure.code !== undefined && Object.hasOwn(errorTable, failure.code);
    return isKnown ? error : new ProviderError('invalid-request', message, { ...details, retryable: false });
  }
  return new ProviderError(rule.kind, message, { ...details, ...(rule.advice && { advice: rule.advice }) });
}
