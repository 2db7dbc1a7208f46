import { head, json, type Step } from '../loopback/step.ts';
import type { CustomErrorShape } from './peculiarities.ts';

/** A refusal instead of an answer. */
export interface CustomErrorScenario {
  readonly type: 'error';
  /** A key of `customErrors`, or any other. */
  readonly code: string;
  readonly status?: number;
  readonly message?: string;
  /** Such as `Retry-After`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The server's own when absent. */
  readonly shape?: CustomErrorShape;
}

interface KnownError {
  readonly status: number;
  readonly type: string;
  readonly message: string;
}

/** What such servers refuse, with the status they have in common. The wording is anybody's. */
export const customErrors: Readonly<Record<string, KnownError>> = {
  invalid_request: { status: 400, type: 'invalid_request_error', message: 'The request is not valid.' },
  context_length_exceeded: {
    status: 400,
    type: 'invalid_request_error',
    message: "This model's maximum context length is 4096 tokens.",
  },
  invalid_api_key: { status: 401, type: 'authentication_error', message: 'Invalid API key.' },
  insufficient_balance: { status: 402, type: 'billing_error', message: 'Insufficient balance.' },
  forbidden: { status: 403, type: 'permission_error', message: 'Forbidden.' },
  not_found: { status: 404, type: 'not_found_error', message: 'Not found.' },
  model_not_found: { status: 404, type: 'not_found_error', message: 'The model does not exist.' },
  method_not_allowed: { status: 405, type: 'invalid_request_error', message: 'Method not allowed.' },
  rate_limit_exceeded: { status: 429, type: 'rate_limit_error', message: 'Rate limit reached.' },
  internal_error: { status: 500, type: 'server_error', message: 'Internal server error.' },
  overloaded: { status: 503, type: 'server_error', message: 'The server is busy. Please try again later.' },
};

/** The steps of a refusal by a server whose errors have `ownShape`. */
export function customErrorSteps(scenario: CustomErrorScenario, ownShape: CustomErrorShape): readonly Step[] {
  const status = scenario.status ?? knownError(scenario.code).status;
  return [
    head(status, { 'Content-Type': 'application/json', ...scenario.headers }),
    json(customError(scenario.code, scenario.message, scenario.shape ?? ownShape, status)),
  ];
}

/** The error object alone; the usual wording unless `message` is given. */
export function customError(
  code: string,
  message: string | undefined,
  shape: CustomErrorShape,
  status = knownError(code).status,
): object {
  const { type, message: usual } = knownError(code);
  const text = message ?? usual;
  switch (shape) {
    case 'openai':
      return { error: { message: text, type, param: null, code } };
    case 'text':
      return { error: text };
    case 'flat':
      return { object: 'error', message: text, type, param: null, code: status };
    case 'detail':
      return { detail: text };
  }
}

function knownError(code: string): KnownError {
  return customErrors[code] ?? { status: 400, type: 'invalid_request_error', message: `Refused: ${code}.` };
}
