import assert from 'node:assert/strict';
import { readV2Failure, v2Error, v2Errors } from '../../../../../src/vendors/qianfan/v2/errorTable.ts';
import { v2Errors as served } from '../../../../vendors/qianfan/v2Errors.ts';

describe('V2 error codes', () => {
  // The documented table with its HTTP statuses, written down a second time on purpose.
  const documented: readonly (readonly [
    codes: readonly string[],
    status: number,
    kind: string,
    retryable: boolean,
    advice?: string,
  ])[] = [
    [['malformed_json', 'invalid_argument', 'invalid_plugin_argument'], 400, 'invalid-request', false],
    [['invalid_model'], 400, 'invalid-request', false, 'choose-model'],
    [['invalid_model'], 401, 'auth', false, 'activate-model'],
    [['invalid_messages'], 400, 'invalid-request', false, 'history'],
    [['characters_too_long', 'tokens_too_long'], 400, 'context-length', false],
    [['invalid_image_url', 'invalid_image_base64'], 400, 'invalid-request', false],
    [['image_url_unsafe', 'prompt_unsafe'], 400, 'content-filter', false],
    [['system_unsafe', 'user_setting_unsafe', 'functions_unsafe'], 403, 'content-filter', false],
    [['invalid_iam_token'], 401, 'auth', false],
    [['invalid_appid', 'access_denied', 'no_parameter_permission'], 401, 'auth', false, 'key-permission'],
    [['method_not_supported'], 405, 'invalid-request', false],
    [['not_found'], 404, 'invalid-request', false],
    [
      [
        'rpm_rate_limit_exceeded',
        'tpm_rate_limit_exceeded',
        'input_tpm_rate_limit_exceeded',
        'output_tpm_rate_limit_exceeded',
        'user_rate_limit_exceeded',
        'cluster_rate_limit_exceeded',
        'preemptible_rate_limit_exceeded',
        'rate_limit_exceeded',
        'Offline_batch_reasoning_refused',
      ],
      429,
      'rate-limit',
      true,
    ],
    [['internal_error', 'dispatch_internal_error'], 500, 'unavailable', true],
    [
      [
        'coding_plan_api_key_required',
        'coding_plan_api_key_not_allowed',
        'token_plan_person_api_key_required',
        'token_plan_person_api_key_not_allowed',
      ],
      401,
      'auth',
      false,
      'wrong-region',
    ],
    [
      ['coding_plan_not_subscribed', 'token_plan_person_not_subscribed'],
      401,
      'quota',
      false,
      'plan-or-balance',
    ],
    [
      ['coding_plan_subscription_expired', 'token_plan_person_subscription_expired'],
      401,
      'quota',
      false,
      'renew-plan',
    ],
    [['coding_plan_model_not_supported'], 400, 'quota', false, 'plan-lacks-model'],
    [
      [
        'coding_plan_hour_quota_exceeded',
        'coding_plan_week_quota_exceeded',
        'coding_plan_month_quota_exceeded',
        'token_quota_exceeded',
      ],
      429,
      'quota',
      false,
      'wait-for-reset',
    ],
  ];

  for (const [codes, status, kind, retryable, advice] of documented) {
    for (const code of codes) {
      it(`${code} (${status}): ${kind}${retryable ? ', may be repeated' : ''}${advice ? `, ${advice}` : ''}`, () => {
        const error = v2Error({ status, code, message: '原文' });
        const { details } = error;
        assert.deepEqual([error.kind, details.retryable, details.advice], [kind, retryable, advice]);
        assert.deepEqual([error.message, details.code, details.status], ['原文', code, status]);
      });
    }
  }

  it('are all of the table, and all that a server sends', () => {
    const codes = new Set(documented.flatMap(([row]) => row));
    for (const code of [...Object.keys(v2Errors), ...Object.keys(served)]) assert.ok(codes.has(code), code);
  });

  it('of a family are known by how they begin and end', () => {
    const families: readonly (readonly [code: string, kind: string, advice?: string])[] = [
      ['new_rate_limit_exceeded', 'rate-limit'],
      ['rate_limit_exceeded', 'rate-limit'],
      ['new_plan_day_quota_exceeded', 'quota', 'wait-for-reset'],
      ['video_unsafe', 'content-filter'],
      ['invalid_image_size', 'invalid-request'],
      ['images_too_long', 'context-length'],
      ['new_plan_api_key_required', 'auth', 'wrong-region'],
      ['new_plan_api_key_not_allowed', 'auth', 'wrong-region'],
      ['new_plan_not_subscribed', 'quota', 'plan-or-balance'],
      ['new_plan_subscription_expired', 'quota', 'renew-plan'],
      ['new_plan_model_not_supported', 'quota', 'plan-lacks-model'],
    ];
    const judge = (code: string) => {
      const { kind, details } = v2Error({ status: 418, code, message: '' });
      return details.advice ? [kind, details.advice] : [kind];
    };
    for (const [code, ...expected] of families) {
      assert.deepEqual(judge(code), expected, code);
      const { details } = v2Error({ status: 418, code, message: '' });
      assert.equal(details.retryable, code.endsWith('rate_limit_exceeded'), code);
      if (!code.startsWith('invalid_image')) assert.deepEqual(judge(`${code}_x`), ['invalid-request'], code);
    }
    for (const code of ['xrate_limit_exceeded', 'quota_exceeded', 'unsafe', 'too_long']) {
      assert.deepEqual(judge(code), ['invalid-request'], code);
    }
    assert.equal(v2Error({ status: 503, code: 'my_invalid_image_url', message: '' }).kind, 'unavailable');
    assert.equal(v2Error({ status: 503, code: 'invalid_image_url', message: '' }).kind, 'invalid-request');
  });

  it('mean another thing where the account has no right to the model, by the status', () => {
    const kind = (status: number, code: string) => v2Error({ status, code, message: '' }).kind;
    assert.equal(kind(401, 'invalid_model'), 'auth');
    assert.equal(kind(403, 'invalid_model'), 'invalid-request');
    assert.equal(kind(401, 'constructor'), 'auth');
    assert.equal(kind(401, 'internal_error'), 'unavailable');
    assert.equal(v2Error({ status: 503, message: '' }).details.retryable, true);
  });

  it('that are unknown are judged by the status', () => {
    assert.equal(v2Error({ status: 503, code: 'new_code', message: '' }).details.retryable, true);
    assert.equal(v2Error({ status: 400, code: 'constructor', message: '' }).kind, 'invalid-request');
  });

  it('come in three shapes, with the id of the call', () => {
    const error = { code: 'internal_error', message: 'x', type: 'internal_error' };
    assert.deepEqual(readV2Failure({ error, id: 'as-1' }), {
      code: 'internal_error',
      message: 'x',
      requestId: 'as-1',
    });
    assert.deepEqual(readV2Failure({ code: 'internal_error', msg: 'x' }), {
      code: 'internal_error',
      message: 'x',
    });
    assert.equal(readV2Failure({ choices: [], error })?.code, 'internal_error');
    assert.equal(readV2Failure({ id: 'as-1', choices: [] }), undefined);
    assert.equal(readV2Failure({ id: 'as-1', choices: [], error: null, code: 1 }), undefined);
    assert.equal(readV2Failure({ choices: null, error })?.code, 'internal_error');
    assert.equal(readV2Failure({ error, id: 7 })?.requestId, '7');
    const none = readV2Failure({ error, id: '' }) ?? assert.fail();
    assert.ok(!('requestId' in none));
    for (const value of [null, undefined, 'x', [error], {}]) assert.equal(readV2Failure(value), undefined);
  });
});
