import { head, json, type Step, write } from '../loopback/step.ts';

/** A refusal instead of an answer. */
export interface DashScopeErrorScenario {
  readonly type: 'error';
  /** The code of the native API, a key of `dashScopeErrors`, or any other. */
  readonly code: string;
  readonly status?: number;
  readonly message?: string;
  /** Such as `Retry-After`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** `openai` when absent. */
  readonly shape?: DashScopeErrorShape;
}

/**
 * `openai`: `{error:{message,type,param,code},request_id}`; `openai-id`: the same with `id` for `request_id`;
 * `native`: `{code,message,request_id}`; `text`: the bare message; `empty`: no body.
 */
export type DashScopeErrorShape = 'openai' | 'openai-id' | 'native' | 'text' | 'empty';

interface DocumentedError {
  readonly status: number;
  /** What the OpenAI shape says instead of the native code. */
  readonly code: string;
  readonly type: string;
  readonly message: string;
}

/** By the code of the native API. Source: Alibaba Cloud Model Studio, error codes. */
export const dashScopeErrors: Readonly<Record<string, DocumentedError>> = {
  InvalidApiKey: error(401, 'invalid_api_key', 'Incorrect API key provided.'),
  AccessDenied: error(403, 'access_denied', 'Access denied.', 'access_denied'),
  'AccessDenied.Unpurchased': error(
    403,
    'access_denied',
    'Access to model denied. Please make sure you are eligible for using the model.',
    'access_denied',
  ),
  'Model.AccessDenied': error(403, 'model_access_denied', 'Model access denied.', 'access_denied'),
  'AllocationQuota.FreeTierOnly': error(
    403,
    'AllocationQuota.FreeTierOnly',
    'The free tier of the model has been exhausted.',
    'AllocationQuota.FreeTierOnly',
  ),
  Arrearage: error(
    400,
    'Arrearage',
    'Access denied, please make sure your account is in good standing.',
    'Arrearage',
  ),
  ModelNotFound: error(404, 'model_not_found', 'The model does not exist or you do not have access to it.'),
  InvalidParameter: error(400, 'invalid_parameter_error', 'A parameter is not valid.'),
  DataInspectionFailed: error(
    400,
    'data_inspection_failed',
    'Input data may contain inappropriate content.',
    'data_inspection_failed',
  ),
  Throttling: error(429, 'Throttling', 'Requests throttling triggered.', 'Throttling'),
  'Throttling.RateQuota': error(
    429,
    'limit_requests',
    'You exceeded your current requests list.',
    'limit_requests',
  ),
  'Throttling.BurstRate': error(
    429,
    'limit_burst_rate',
    'Request rate increased too quickly. Please scale requests more smoothly.',
    'limit_burst_rate',
  ),
  'Throttling.AllocationQuota': error(
    429,
    'insufficient_quota',
    'You exceeded your current quota, please check your plan and billing details.',
    'insufficient_quota',
  ),
  NotFound: error(404, 'not_found', 'The requested URL was not found.'),
  MethodNotAllowed: error(405, 'method_not_allowed', 'The method is not allowed for the requested URL.'),
  RequestTimeOut: error(500, 'request_timeout', 'Request timed out, please try again later.', 'server_error'),
  InternalError: error(500, 'internal_error', 'An internal error has occurred.', 'internal_error'),
  ModelServingError: error(
    503,
    'model_serving_error',
    'Too many requests. Your requests are being throttled due to system capacity limits.',
    'server_error',
  ),
  ServiceUnavailable: error(503, 'service_unavailable', 'The service is unavailable.', 'server_error'),
};

/** The steps of a refusal. */
export function dashScopeErrorSteps(scenario: DashScopeErrorScenario, requestId: string): readonly Step[] {
  const documented = documentedError(scenario.code);
  const message = scenario.message ?? documented.message;
  const shape = scenario.shape ?? 'openai';
  const type = shape === 'text' ? 'text/plain; charset=utf-8' : 'application/json';
  const opening = head(scenario.status ?? documented.status, {
    'Content-Type': type,
    'X-Request-Id': requestId,
    ...scenario.headers,
  });
  switch (shape) {
    case 'openai':
      return [opening, json({ ...openAiError(scenario.code, message), request_id: requestId })];
    case 'openai-id':
      return [opening, json({ ...openAiError(scenario.code, message), id: requestId })];
    case 'native':
      return [opening, json({ code: scenario.code, message, request_id: requestId })];
    case 'text':
      return [opening, write(message)];
    case 'empty':
      return [opening];
  }
}

/** The error object of the OpenAI shape; the documented wording unless `message` is given. */
export function openAiError(code: string, message: string | undefined): object {
  const documented = documentedError(code);
  return {
    error: {
      message: message ?? documented.message,
      type: documented.type,
      param: null,
      code: documented.code,
    },
  };
}

function documentedError(code: string): DocumentedError {
  return dashScopeErrors[code] ?? error(400, code, `The request is refused: ${code}.`, code);
}

function error(
  status: number,
  code: string,
  message: string,
  type = 'invalid_request_error',
): DocumentedError {
  return { status, code, type, message };
}
