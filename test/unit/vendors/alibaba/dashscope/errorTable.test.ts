import assert from 'node:assert/strict';
import { dashScopeError, errorTable } from '../../../../../src/vendors/alibaba/dashscope/errorTable.ts';

describe('DashScope error codes', () => {
  // The documented table, written down a second time on purpose: native codes and those of the OpenAI dialect.
  const documented: readonly (readonly [
    codes: readonly string[],
    status: number,
    kind: string,
    retryable: boolean,
    advice?: string,
  ])[] = [
    [['InvalidApiKey', 'invalid_api_key'], 401, 'auth', false, 'wrong-region'],
    [['AccessDenied', 'access_denied'], 403, 'auth', false, 'key-permission'],
    [['AccessDenied.Unpurchased', 'Model.AccessDenied'], 403, 'auth', false, 'activate-model'],
    [['model_access_denied'], 403, 'auth', false, 'activate-model'],
    [['Arrearage'], 400, 'quota', false, 'plan-or-balance'],
    [['AllocationQuota.FreeTierOnly'], 403, 'quota', false, 'plan-or-balance'],
    [
      ['ModelNotFound', 'model_not_found', 'model_not_supported'],
      404,
      'invalid-request',
      false,
      'choose-model',
    ],
    [['InvalidParameter', 'invalid_parameter_error'], 400, 'invalid-request', false],
    [['DataInspectionFailed', 'data_inspection_failed'], 400, 'content-filter', false],
    [['Throttling', 'Throttling.RateQuota', 'limit_requests'], 429, 'rate-limit', true],
    [['Throttling.BurstRate', 'limit_burst_rate'], 429, 'rate-limit', true],
    [['Throttling.AllocationQuota', 'insufficient_quota'], 429, 'quota', false],
    [['RequestTimeOut', 'request_timeout', 'InternalError', 'internal_error'], 500, 'unavailable', true],
    [['ModelServingError', 'model_serving_error'], 503, 'unavailable', true],
    [['ServiceUnavailable', 'service_unavailable'], 503, 'unavailable', true],
  ];

  for (const [codes, status, kind, retryable, advice] of documented) {
    for (const code of codes) {
      it(`${code}: ${kind}${retryable ? ', may be repeated' : ''}${advice ? `, ${advice}` : ''}`, () => {
        const { kind: found, message, details } = dashScopeError({ status, code, message: '原文' }, 'sk-1');
        assert.deepEqual([found, details.retryable, details.advice], [kind, retryable, advice]);
        assert.deepEqual([message, details.code, details.status], ['原文', code, status]);
      });
    }
  }

  it('are all of these', () => {
    const codes = documented.flatMap(([row]) => row);
    assert.deepEqual(Object.keys(errorTable).toSorted(), codes.toSorted());
  });

  const judge = (code: string, message: string, key = 'sk-1') => {
    const { kind, details } = dashScopeError({ status: 400, code, message }, key);
    return [kind, details.advice];
  };

  it('a key that is none of this vendor’s is the wrong kind, not of the wrong region', () => {
    assert.deepEqual(judge('invalid_api_key', '', 'LTAI5t'), ['auth', 'key-kind']);
    assert.deepEqual(judge('invalid_api_key', '', 'sk-sp-1'), ['auth', 'wrong-region']);
  });

  it('messages make a code more precise', () => {
    assert.deepEqual(judge('InvalidParameter', 'Range of input length should be [1, 30720]'), [
      'context-length',
      undefined,
    ]);
    assert.deepEqual(judge('access_denied', 'Please make sure you are eligible for using the model.'), [
      'auth',
      'activate-model',
    ]);
  });

  const precise: readonly (readonly [
    code: string,
    messages: readonly string[],
    kind: string,
    advice?: string,
  ])[] = [
    [
      'InvalidParameter',
      ['the INPUT LENGTH is 5', 'over the context length', 'above the maximum context'],
      'context-length',
    ],
    ['InvalidParameter', ['input', 'the length', 'maximum', 'not eligible'], 'invalid-request'],
    // Only what was wrong with the request can have been too long.
    ['InternalError', ['input length'], 'unavailable'],
    [
      'access_denied',
      ['not ELIGIBLE', 'unpurchased', 'please activate it', 'no access to model'],
      'auth',
      'activate-model',
    ],
    ['access_denied', ['', 'no access', 'no model'], 'auth', 'key-permission'],
    ['AccessDenied', ['please activate it'], 'auth', 'key-permission'],
  ];

  for (const [code, messages, kind, advice] of precise) {
    it(`${code} ${messages.join(', ')}: ${kind}${advice ? `, ${advice}` : ''}`, () => {
      for (const message of messages) assert.deepEqual(judge(code, message), [kind, advice], message);
    });
  }

  it('made more precise they keep what else is known', () => {
    const failure = { status: 401, message: 'no', requestId: 'r-1', retryAfterMs: 7 };
    const { message, details } = dashScopeError(failure, 'sk-1');
    assert.deepEqual(
      [message, details.status, details.requestId, details.retryAfterMs, details.retryable],
      ['no', 401, 'r-1', 7, false],
    );
    for (const key of ['', 'x-sk-1', 'LTAI5t']) {
      assert.equal(dashScopeError(failure, key).details.advice, 'key-kind', key);
    }
  });

  it('an unknown one is judged by its status', () => {
    assert.equal(dashScopeError({ status: 429, code: 'New', message: '' }, '').kind, 'rate-limit');
    assert.equal(dashScopeError({ status: 401, message: '' }, 'sk-1').details.advice, 'wrong-region');
    assert.equal(dashScopeError({ status: 500, code: 'constructor', message: '' }, '').kind, 'unavailable');
  });
});
