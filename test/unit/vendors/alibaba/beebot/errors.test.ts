import assert from 'node:assert/strict';
import { ProviderError } from '../../../../../src/core/error.ts';
import {
  conversationError,
  isBadCredentials,
  isUnknownSession,
  WrongAddress,
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

  it('an unknown one is a wrong request if it begins like one, whatever its status', () => {
    const kinds = (...codes: string[]) =>
      codes.map((code) => openApiError({ status: 503, code, message: '' }).kind);
    assert.deepEqual(
      kinds('Missing', 'MissingParameter', 'InvalidX.Y', 'Invalid'),
      Array(4).fill('invalid-request'),
    );
    assert.deepEqual(
      kinds('missing', 'IsInvalid', 'NotMissing', 'ThrottlingX', 'XThrottling', '.Throttling', ''),
      Array(7).fill('unavailable'),
    );
    assert.equal(openApiError({ status: 429, message: 'no' }).kind, 'rate-limit');
    assert.equal(openApiError({ status: 400, code: 'Throttling.User.Deep', message: '' }).kind, 'rate-limit');
    assert.equal(
      openApiError({ status: 400, code: 'Forbidden.RiskControl.X', message: '' }).details.advice,
      'account-state',
    );
  });

  it('never repeats what the server has signed', () => {
    const quoted =
      'Specified signature is not matched with our calculation. server string to sign is:POST&%2F&AccessKeyId%3Dme';
    assert.equal(
      openApiError({ status: 400, code: 'SignatureDoesNotMatch', message: quoted }).message,
      'Specified signature is not matched with our calculation.',
    );
    for (const words of [
      'server string to sign',
      'Server StringToSign',
      'string to sign',
      'STRINGTOSIGN',
      'canonical request',
      'CanonicalRequest',
    ]) {
      for (const code of ['SignatureDoesNotMatch', 'X']) {
        const { message } = openApiError({ status: 400, code, message: `No match. ${words}: POST&x` });
        assert.equal(message, 'No match.', words);
      }
    }
    assert.equal(openApiError({ status: 400, message: 'server string to sign: POST&x' }).message, 'HTTP 400');
    assert.equal(
      openApiError({ status: 400, message: 'a string of canonical form' }).message,
      'a string of canonical form',
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

  const words: readonly (readonly [texts: string, kind: string, retryable: boolean, advice?: string])[] = [
    [
      'too long|TOO_LONG|toolong|too-long|过长|超长|exceeds the length|the length exceeds',
      'context-length',
      false,
    ],
    ['超过最大长度|长度超过', 'context-length', false],
    ['Sensitive|illegal content|data inspection|敏感|违规', 'content-filter', false],
    ['throttled|rate limit|RATE_LIMIT|ratelimit|too many|QPS|concurrency|busy', 'rate-limit', true],
    ['限流|并发|太频繁|繁忙', 'rate-limit', true],
    ['Token|bad sign|signature|credentials|expire|expired|令牌|签名|过期', 'auth', false],
    ['permission|Forbidden|denied|unauthorized|unauthorised|权限', 'auth', false, 'key-permission'],
    ['arrears|balance|overdue|欠费|余额', 'quota', false, 'plan-or-balance'],
    ['Instance|robot|机器人', 'invalid-request', false, 'choose-model'],
    ['Session|会话', 'invalid-request', false, 'history'],
    ['param|Invalid|missing|illegal|参数', 'invalid-request', false],
    ['timeout|time out|time-out|timed out|internal|System|unavailable|超时|系统|异常', 'unavailable', true],
    ['|design|signal|no|length|exceed|超过|长度|long|content|limit|time', 'unavailable', false],
    // The first rule that fits counts.
    ['the session token is too long', 'context-length', false],
    ['too many illegal tokens', 'rate-limit', true],
    ['the token has no permission', 'auth', false],
    ['no permission for the instance', 'auth', false, 'key-permission'],
    ['the instance has no session', 'invalid-request', false, 'choose-model'],
    ['invalid session', 'invalid-request', false, 'history'],
    ['invalid system', 'invalid-request', false],
  ];

  for (const [texts, kind, retryable, advice] of words) {
    it(`go by their words, with or without a code: ${texts}`, () => {
      for (const text of texts.split('|')) {
        for (const told of [{ message: text }, { code: text, message: '' }, { code: '7', message: text }]) {
          const { kind: found, details } = conversationError({ status: 200, requestId: 'r-1', ...told });
          assert.deepEqual([found, details.retryable, details.advice], [kind, retryable, advice], text);
          assert.deepEqual([details.code, details.requestId, details.status], [told.code, 'r-1', 200]);
        }
      }
    });
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
    assert.deepEqual(judge('INSTANCE_NOT_FOUND'), [false, false]);
    assert.deepEqual(judge('X-17'), [false, false]);
    const page = new WrongAddress('protocol', 'HTTP 200 with an HTML page');
    assert.deepEqual([isBadCredentials(page), isUnknownSession(page)], [true, false]);
    const denied = new WrongAddress('auth', 'HTTP 403', { advice: 'key-permission' });
    assert.equal(isBadCredentials(denied), true);
    const history = new ProviderError('context-length', 'no', { advice: 'history' });
    assert.equal(isUnknownSession(history), false);
  });
});
