import assert from 'node:assert/strict';
import {
  conversationError,
  isBadCredentials,
  isUnknownSession,
} from '../../../../../src/vendors/alibaba/beebot/conversationErrors.ts';
import { openApiError, openApiErrors } from '../../../../../src/vendors/alibaba/beebot/openApiErrors.ts';

describe('Alibaba OpenAPI error codes', () => {
  // The documented table, written down a second time on purpose: statuses differ between products and mean nothing.
  const documented: readonly (readonly [
    codes: readonly string[],
    kind: string,
    retryable: boolean,
    advice?: string,
  ])[] = [
    [['InvalidAccessKeyId.NotFound', 'InvalidAccessKeyId.Inactive'], 'auth', false],
    [['SignatureDoesNotMatch', 'IncompleteSignature', 'InvalidSignatureMethod'], 'auth', false],
    [['InvalidTimeStamp.Expired', 'InvalidTimeStamp.Format', 'IllegalTimestamp'], 'auth', false, 'clock'],
    [['InvalidSecurityToken.Expired', 'MissingSecurityToken'], 'auth', false, 'key-kind'],
    [['SignatureNonceUsed'], 'unavailable', true],
    [['Throttling', 'Throttling.User', 'Throttling.Api'], 'rate-limit', true],
    [['Forbidden', 'Forbidden.RAM', 'NoPermission'], 'auth', false, 'key-permission'],
    [['Forbidden.RiskControl'], 'auth', false, 'account-state'],
    [['InsufficientBalance'], 'quota', false, 'plan-or-balance'],
    [['InvalidApi.NotFound', 'InvalidAction.NotFound', 'InvalidVersion'], 'invalid-request', false],
    [['InvalidProduct.NotFound', 'InvalidProtocol.NeedSsl'], 'invalid-request', false],
    [['UnsupportedHTTPMethod', 'InvalidParameter.AgentKey'], 'invalid-request', false],
    [['MissingInstanceId', 'InvalidUtterance.TooLong'], 'invalid-request', false],
    [['InternalError', 'InternalError.Something', 'ServiceUnavailable'], 'unavailable', true],
  ];

  for (const [codes, kind, retryable, advice] of documented) {
    for (const code of codes) {
      it(`${code}: ${kind}${retryable ? ', may be repeated' : ''}${advice ? `, ${advice}` : ''}`, () => {
        for (const status of [200, 400, 403, 404, 429, 503]) {
          const { kind: found, details } = openApiError({ status, code, message: 'no' });
          assert.deepEqual([found, details.retryable, details.advice], [kind, retryable, advice]);
          assert.deepEqual([details.code, details.status], [code, status]);
        }
      });
    }
  }

  it('are all of these', () => {
    const codes = documented.flatMap(([row]) => row);
    for (const code of Object.keys(openApiErrors)) {
      assert.ok(
        codes.some((each) => each === code || each.startsWith(`${code}.`)),
        code,
      );
    }
  });

  it('an unknown one is judged by its status', () => {
    assert.equal(openApiError({ status: 503, code: 'Whatever', message: '' }).kind, 'unavailable');
    assert.equal(openApiError({ status: 400, code: 'constructor', message: '' }).kind, 'invalid-request');
  });

  it('never repeats what the server has signed', () => {
    const quoted =
      'Specified signature is not matched with our calculation. server string to sign is:POST&%2F&AccessKeyId%3Dme';
    assert.equal(
      openApiError({ status: 400, code: 'SignatureDoesNotMatch', message: quoted }).message,
      'Specified signature is not matched with our calculation.',
    );
  });
});

describe('Beebot conversation failures', () => {
  // The vendor documents none: what such texts say, in either language.
  const plausible: readonly (readonly [
    failures: readonly (readonly [code: string, message: string])[],
    kind: string,
    retryable: boolean,
    advice?: string,
  ])[] = [
    [
      [
        ['SESSION_ERROR', 'access token is expired'],
        ['INVALID_SIGN', 'sign error'],
        ['401', '签名错误'],
        ['TOKEN_INVALID', ''],
      ],
      'auth',
      false,
    ],
    [
      [
        ['SESSION_NOT_FOUND', 'SessionId was never issued'],
        ['1', '会话不存在'],
      ],
      'invalid-request',
      false,
      'history',
    ],
    [[['INSTANCE_NOT_FOUND', 'the robot does not exist']], 'invalid-request', false, 'choose-model'],
    [
      [
        ['UTTERANCE_TOO_LONG', 'Utterance: 600 > 512'],
        ['2', '问题长度超过限制'],
      ],
      'context-length',
      false,
    ],
    [
      [
        ['QPS_LIMIT', 'request throttled'],
        ['CHANNEL_BUSY', ''],
        ['3', '并发超限'],
      ],
      'rate-limit',
      true,
    ],
    [[['NO_PERMISSION', 'forbidden']], 'auth', false, 'key-permission'],
    [[['ARREARAGE', '账户已欠费']], 'quota', false, 'plan-or-balance'],
    [[['SENSITIVE_WORD', '包含敏感内容']], 'content-filter', false],
    [[['PARAM_ERROR', 'messageId']], 'invalid-request', false],
    [
      [
        ['LLM_TIMEOUT', 'model timeout'],
        ['SYSTEM_ERROR', '系统异常'],
      ],
      'unavailable',
      true,
    ],
    [[['X-17', 'no words for it']], 'unavailable', false],
  ];

  for (const [failures, kind, retryable, advice] of plausible) {
    for (const [code, message] of failures) {
      it(`${code} ${message}: ${kind}${advice ? `, ${advice}` : ''}`, () => {
        const { kind: found, details } = conversationError({ status: 200, code, message });
        assert.deepEqual([found, details.retryable, details.advice], [kind, retryable, advice]);
      });
    }
  }

  it('tells worthless credentials and forgotten sessions from the rest', () => {
    const judge = (code: string, message = '') => {
      const error = conversationError({ status: 200, code, message });
      return [isBadCredentials(error), isUnknownSession(error)];
    };
    assert.deepEqual(judge('SESSION_ERROR', 'access token is expired'), [true, false]);
    assert.deepEqual(judge('SESSION_NOT_FOUND'), [false, true]);
    assert.deepEqual(judge('NO_PERMISSION'), [false, false]);
    assert.deepEqual(judge('PARAM_ERROR'), [false, false]);
  });
});
