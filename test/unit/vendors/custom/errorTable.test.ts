import assert from 'node:assert/strict';
import type { ProviderError } from '../../../../src/core/error.ts';
import type { VendorFailure } from '../../../../src/net/errorTable.ts';
import { customError } from '../../../../src/vendors/custom/errorTable.ts';

describe('errors of OpenAI-compatible servers', () => {
  type Row = readonly [
    failure: Partial<VendorFailure>,
    kind: ProviderError['kind'],
    retryable: boolean,
    advice?: string,
  ];
  const rows: readonly Row[] = [
    [{ status: 401, code: 'invalid_api_key' }, 'auth', false],
    [{ status: 401, code: 'authentication_error' }, 'auth', false],
    [{ status: 401, code: 'invalid_authentication_error' }, 'auth', false],
    [{ status: 401, code: 'incorrect_api_key_error' }, 'auth', false],
    [{ status: 401 }, 'auth', false],
    [{ status: 403, code: 'permission_denied_error' }, 'auth', false, 'key-permission'],
    [{ status: 403, code: 'permission_error' }, 'auth', false, 'key-permission'],
    [{ status: 403, code: 'forbidden' }, 'auth', false, 'key-permission'],
    [{ status: 402 }, 'quota', false, 'plan-or-balance'],
    [{ status: 402, code: 'insufficient_balance' }, 'quota', false, 'plan-or-balance'],
    [{ status: 402, code: 'billing_error' }, 'quota', false, 'plan-or-balance'],
    [{ status: 429, code: 'insufficient_quota' }, 'quota', false, 'plan-or-balance'],
    [{ status: 429, code: 'exceeded_current_quota_error' }, 'quota', false, 'plan-or-balance'],
    [{ status: 429, code: 'rate_limit_exceeded' }, 'rate-limit', true],
    [{ status: 429, code: 'rate_limit_error' }, 'rate-limit', true],
    [{ status: 429, code: 'rate_limit_reached_error' }, 'rate-limit', true],
    [{ status: 429, code: 'engine_overloaded_error' }, 'unavailable', true],
    [{ status: 429 }, 'rate-limit', true],
    [{ status: 500, code: 'server_error' }, 'unavailable', true],
    [{ status: 500, code: 'internal_error' }, 'unavailable', true],
    [{ status: 503, code: 'overloaded' }, 'unavailable', true],
    [{ status: 404, code: 'model_not_found' }, 'invalid-request', false, 'choose-model'],
    [{ status: 404, code: 'resource_not_found_error' }, 'invalid-request', false, 'choose-model'],
    [
      { status: 404, message: 'model "x" not found, try pulling it first' },
      'invalid-request',
      false,
      'choose-model',
    ],
    [{ status: 400, message: 'No models loaded.' }, 'invalid-request', false, 'choose-model'],
    [{ status: 404, message: 'Not found.' }, 'invalid-request', false],
    [{ status: 422, message: 'field required' }, 'invalid-request', false],
    [{ status: 400, code: 'context_length_exceeded' }, 'context-length', false],
    [
      { status: 400, message: "This model's maximum context length is 4096 tokens." },
      'context-length',
      false,
    ],
    [{ status: 400, code: 'content_filter' }, 'content-filter', false],
    [{ status: 400, code: 'content_policy_violation' }, 'content-filter', false],
    // LM Studio and vLLM report some errors with status 200.
    [{ status: 200, message: 'Unexpected endpoint or method. (POST /chat)' }, 'invalid-request', false],
    [{ status: 200, message: 'the prompt exceeds n_ctx' }, 'context-length', false],
    [
      { status: 200, code: '404', message: 'The model `x` does not exist.' },
      'invalid-request',
      false,
      'choose-model',
    ],
    [{ status: 200, code: 'server_error' }, 'unavailable', true],
    [{ status: 200, code: 'X-17' }, 'invalid-request', false],
    [{ status: 200, code: 'constructor' }, 'invalid-request', false],
    [{ status: 399 }, 'invalid-request', false],
    // What a status or a code says counts for more than such words.
    [{ status: 400, code: 'overloaded', message: 'model not loaded' }, 'unavailable', true],
    [{ status: 500, message: 'the prompt is too long' }, 'unavailable', true],
    [{ status: 429, message: 'too many tokens' }, 'rate-limit', true],
    [{ status: 401, message: 'model not found' }, 'auth', false],
  ];

  const texts: readonly (readonly [messages: readonly string[], kind: string, advice?: string])[] = [
    [
      [
        'the context length is 4096',
        'Context window full',
        'larger than the context size',
        'over the MAXIMUM CONTEXT of the model',
        'above n_ctx',
        'prompt is too long: 5000',
        'too many tokens',
        'this exceeds what a model takes: 4096 tokens',
      ],
      'context-length',
    ],
    [
      [
        'model "x" not found',
        'The model `x` does not exist',
        'Model not exist',
        'the model is not loaded',
        'No models loaded',
        'no model loaded',
        'x does not support insert',
      ],
      'invalid-request',
      'choose-model',
    ],
    [
      [
        'the tokens exceed it',
        'it exceeds the limit',
        'too many messages',
        'context',
        'Not found: no such model',
        'models not found',
        'model is fine',
        'models loaded',
        'does not support this',
      ],
      'invalid-request',
    ],
  ];

  for (const [messages, kind, advice] of texts) {
    for (const message of messages) {
      it(`say by their text: ${kind}${advice ? `, ${advice}` : ''}: ${message}`, () => {
        for (const status of [200, 400]) {
          const error = customError({ status, message, requestId: 'r-1' }, true);
          assert.deepEqual(
            [error.kind, error.details.advice, error.details.retryable, error.message],
            [kind, advice, false, message],
          );
          assert.deepEqual([error.details.status, error.details.requestId], [status, 'r-1']);
        }
      });
    }
  }

  for (const [{ status = 400, code, message = 'no' }, kind, retryable, advice] of rows) {
    it(`${status} ${code ?? message}: ${kind}${retryable ? ', may be repeated' : ''}`, () => {
      const error = customError({ status, message, ...(code && { code }) }, true);
      assert.deepEqual(
        [error.kind, error.details.retryable ?? false, error.details.advice],
        [kind, retryable, advice],
      );
      assert.equal(error.message, message);
    });
  }

  it('say that a key is missing rather than wrong', () => {
    assert.equal(customError({ status: 401, message: '' }, false).details.advice, 'no-key');
    assert.equal(customError({ status: 403, message: '' }, false).details.advice, 'key-permission');
    assert.equal(customError({ status: 400, message: 'no' }, false).details.advice, undefined);
    const { kind, message, details } = customError({ status: 401, message: 'no', requestId: 'r-1' }, false);
    assert.deepEqual([kind, message, details.status, details.requestId], ['auth', 'no', 401, 'r-1']);
  });
});
