import type { ProviderError } from '../../../core/error.ts';
import { parseFailure } from '../../../net/errorResponse.ts';
import { type ErrorRule, type ErrorTable, type VendorFailure, vendorError } from '../../../net/errorTable.ts';
import { isJsonObject, textOf } from '../../../net/json.ts';

const limited: ErrorRule = { kind: 'rate-limit', retryable: true };
const unsafe: ErrorRule = { kind: 'content-filter' };
const failed: ErrorRule = { kind: 'unavailable', retryable: true };
const invalid: ErrorRule = { kind: 'invalid-request' };
const otherPlan: ErrorRule = { kind: 'auth', advice: 'wrong-region' };
const notSubscribed: ErrorRule = { kind: 'quota', advice: 'plan-or-balance' };
const planEnded: ErrorRule = { kind: 'quota', advice: 'renew-plan' };
const usedUp: ErrorRule = { kind: 'quota', advice: 'wait-for-reset' };

/**
 * V2's error codes. Those of the plans are from public reports.
 *
 * @see https://cloud.baidu.com/doc/qianfan/s/Om9b4yj3w
 */
export const v2Errors: ErrorTable = {
  // The request
  malformed_json: invalid,
  invalid_model: { kind: 'invalid-request', advice: 'choose-model' },
  invalid_messages: { kind: 'invalid-request', advice: 'history' },
  characters_too_long: { kind: 'context-length' },
  tokens_too_long: { kind: 'context-length' },
  invalid_argument: invalid,
  invalid_plugin_argument: invalid,
  method_not_supported: invalid,
  system_unsafe: unsafe,
  user_setting_unsafe: unsafe,
  functions_unsafe: unsafe,
  // Who you are
  invalid_iam_token: { kind: 'auth' },
  invalid_appid: { kind: 'auth', advice: 'key-permission' },
  access_denied: { kind: 'auth', advice: 'key-permission' },
  no_parameter_permission: { kind: 'auth', advice: 'key-permission' },
  // Rates
  rpm_rate_limit_exceeded: limited,
  tpm_rate_limit_exceeded: limited,
  input_tpm_rate_limit_exceeded: limited,
  output_tpm_rate_limit_exceeded: limited,
  Offline_batch_reasoning_refused: limited,
  // The service
  internal_error: failed,
  dispatch_internal_error: failed,
  // Plans
  coding_plan_api_key_required: otherPlan,
  coding_plan_api_key_not_allowed: otherPlan,
  token_plan_person_api_key_required: otherPlan,
  token_plan_person_api_key_not_allowed: otherPlan,
  coding_plan_not_subscribed: notSubscribed,
  token_plan_person_not_subscribed: notSubscribed,
  coding_plan_subscription_expired: planEnded,
  token_plan_person_subscription_expired: planEnded,
  coding_plan_model_not_supported: { kind: 'quota', advice: 'plan-lacks-model' },
  coding_plan_hour_quota_exceeded: usedUp,
  coding_plan_week_quota_exceeded: usedUp,
  coding_plan_month_quota_exceeded: usedUp,
  token_quota_exceeded: usedUp,
};

/** Codes that the document gives as families, such as `user_…` and `cluster_…` for limits; new members come and go. */
const families: readonly (readonly [RegExp, ErrorRule])[] = [
  [/_rate_limit_exceeded$|^rate_limit_exceeded$/, limited],
  [/_quota_exceeded$/, usedUp],
  [/_unsafe$/, unsafe],
  [/^invalid_image_/, invalid],
  [/_too_long$/, { kind: 'context-length' }],
  [/_api_key_(?:required|not_allowed)$/, otherPlan],
  [/_not_subscribed$/, notSubscribed],
  [/_subscription_expired$/, planEnded],
  [/_model_not_supported$/, { kind: 'quota', advice: 'plan-lacks-model' }],
];

/** The same code for a model that there is, but not for this account. */
const noRight: ErrorTable = { invalid_model: { kind: 'auth', advice: 'activate-model' } };

/** The error for what V2 reported. */
export function v2Error(failure: VendorFailure): ProviderError {
  const { code, status } = failure;
  if (code === undefined) return vendorError(failure, v2Errors);
  if (status === 401 && Object.hasOwn(noRight, code)) return vendorError(failure, noRight);
  if (Object.hasOwn(v2Errors, code)) return vendorError(failure, v2Errors);
  const family = families.find(([pattern]) => pattern.test(code));
  return vendorError(failure, family ? { [code]: family[1] } : {});
}

/** The failure in an answer or an event; the call is known by the `id` beside it. */
export function readV2Failure(value: unknown): Omit<VendorFailure, 'status'> | undefined {
  if (!isJsonObject(value) || (Array.isArray(value['choices']) && value['error'] == null)) return undefined;
  const failure = parseFailure(value);
  const requestId = textOf(value['id']);
  return failure && { ...(requestId !== undefined && { requestId }), ...failure };
}
