/**
 * Error codes of the V2 API: HTTP status, type and wording in the manner of the service.
 * Source: cloud.baidu.com/doc/qianfan, error codes (Om9b4yj3w). The codes of the plans are from public
 * reports; their status on quotas is not confirmed.
 */

interface DocumentedError {
  readonly status: number;
  readonly type: string;
  readonly message: string;
}

const denied = 'access_denied';
const invalid = 'invalid_request_error';
const limited = 'rate_limit_exceeded';
const unsafe = 'unsafe_request';
const quota = 'quota_exceeded';

export const v2Errors: Readonly<Record<string, DocumentedError>> = {
  malformed_json: { status: 400, type: invalid, message: 'Invalid JSON' },
  invalid_model: { status: 400, type: invalid, message: 'The model is empty or does not exist' },
  invalid_messages: { status: 400, type: invalid, message: 'The messages are invalid' },
  characters_too_long: { status: 400, type: invalid, message: 'The input has too many characters' },
  tokens_too_long: { status: 400, type: invalid, message: 'The input has too many tokens' },
  invalid_argument: { status: 400, type: invalid, message: 'Invalid argument' },
  invalid_plugin_argument: { status: 400, type: invalid, message: 'Invalid argument of a plugin' },
  invalid_image_url: { status: 400, type: invalid, message: 'The image cannot be fetched' },
  invalid_image_base64: { status: 400, type: invalid, message: 'The image is not base64' },
  image_url_unsafe: { status: 400, type: unsafe, message: 'The image is not safe' },
  prompt_unsafe: { status: 400, type: unsafe, message: 'The question is not safe' },
  invalid_iam_token: { status: 401, type: invalid, message: 'IAM Certification failed' },
  invalid_appid: { status: 401, type: invalid, message: 'No permission to use the appid' },
  access_denied: { status: 401, type: denied, message: 'No permission' },
  no_parameter_permission: { status: 401, type: denied, message: 'No permission to use a parameter' },
  system_unsafe: { status: 403, type: unsafe, message: 'The system text is not safe' },
  user_setting_unsafe: { status: 403, type: unsafe, message: 'The user setting is not safe' },
  functions_unsafe: { status: 403, type: unsafe, message: 'The functions are not safe' },
  not_found: { status: 404, type: invalid, message: 'The resource is not found' },
  method_not_supported: { status: 405, type: invalid, message: 'Only POST requests are accepted' },
  rpm_rate_limit_exceeded: { status: 429, type: limited, message: 'Rate limit reached for RPM' },
  tpm_rate_limit_exceeded: { status: 429, type: limited, message: 'Rate limit reached for TPM' },
  input_tpm_rate_limit_exceeded: { status: 429, type: limited, message: 'Rate limit reached for input TPM' },
  output_tpm_rate_limit_exceeded: {
    status: 429,
    type: limited,
    message: 'Rate limit reached for output TPM',
  },
  user_rate_limit_exceeded: { status: 429, type: limited, message: 'Rate limit reached for the user' },
  cluster_rate_limit_exceeded: { status: 429, type: limited, message: 'The cluster is busy' },
  preemptible_rate_limit_exceeded: { status: 429, type: limited, message: 'Preemptible capacity is used up' },
  Offline_batch_reasoning_refused: { status: 429, type: limited, message: 'Offline inference is refused' },
  internal_error: { status: 500, type: 'internal_error', message: 'Internal error' },
  dispatch_internal_error: { status: 500, type: 'internal_error', message: 'Internal error in dispatching' },
  coding_plan_api_key_required: {
    status: 401,
    type: denied,
    message: 'A key of the Coding Plan is required',
  },
  coding_plan_api_key_not_allowed: {
    status: 401,
    type: denied,
    message: 'A key of the Coding Plan is not allowed here',
  },
  coding_plan_not_subscribed: { status: 401, type: denied, message: 'The Coding Plan is not subscribed' },
  coding_plan_subscription_expired: { status: 401, type: denied, message: 'The Coding Plan has expired' },
  coding_plan_model_not_supported: {
    status: 400,
    type: invalid,
    message: 'The Coding Plan does not include the model',
  },
  coding_plan_hour_quota_exceeded: { status: 429, type: quota, message: 'The 5 hour quota is used up' },
  coding_plan_week_quota_exceeded: { status: 429, type: quota, message: 'The weekly quota is used up' },
  coding_plan_month_quota_exceeded: { status: 429, type: quota, message: 'The monthly quota is used up' },
  token_plan_person_api_key_required: {
    status: 401,
    type: denied,
    message: 'A key of the Token Plan is required',
  },
  token_plan_person_api_key_not_allowed: {
    status: 401,
    type: denied,
    message: 'A key of the Token Plan is not allowed here',
  },
  token_plan_person_not_subscribed: {
    status: 401,
    type: denied,
    message: 'The Token Plan is not subscribed',
  },
  token_plan_person_subscription_expired: {
    status: 401,
    type: denied,
    message: 'The Token Plan has expired',
  },
  token_quota_exceeded: { status: 429, type: quota, message: 'The tokens of the month are used up' },
};

/** Status, type and wording of a code; a code that no table lists comes as HTTP 500. */
export function v2Error(code: string): DocumentedError {
  return v2Errors[code] ?? { status: 500, type: 'internal_error', message: code };
}
