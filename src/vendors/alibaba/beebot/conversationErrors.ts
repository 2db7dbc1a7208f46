import { ProviderError } from '../../../core/error.ts';
import { type ErrorRule, errorByRule, type VendorFailure } from '../../../net/errorTable.ts';
import { hasInOrder } from '../../../net/wordsInOrder.ts';

const tooLong: ErrorRule = { kind: 'context-length' };

/**
 * What a conversation reports by `success:false`. The vendor publishes no codes, so its words decide: the first rule
 * counts of which all words are there, in their order. A failure that fits none is not repeated.
 */
const rules: readonly (readonly [words: readonly RegExp[], rule: ErrorRule])[] = [
  [[/too.?long|过长|超长/i], tooLong],
  [[/exceed/i, /length/i], tooLong],
  [[/length/i, /exceed/i], tooLong],
  [[/超过/, /长度/], tooLong],
  [[/长度/, /超过/], tooLong],
  [[/sensitive|illegal content|inspection|敏感|违规/i], { kind: 'content-filter' }],
  [
    [/throttl|rate.?limit|too many|qps|concurren|busy|限流|并发|频繁|繁忙/i],
    { kind: 'rate-limit', retryable: true },
  ],
  [[/token|\bsign\b|signature|credential|expired?|令牌|签名|过期/i], { kind: 'auth' }],
  [[/permission|forbidden|denied|unauthori[sz]ed|权限/i], { kind: 'auth', advice: 'key-permission' }],
  [[/arrear|balance|overdue|欠费|余额/i], { kind: 'quota', advice: 'plan-or-balance' }],
  [[/instance|robot|机器人/i], { kind: 'invalid-request', advice: 'choose-model' }],
  [[/session|会话/i], { kind: 'invalid-request', advice: 'history' }],
  [[/param|invalid|missing|illegal|参数/i], { kind: 'invalid-request' }],
  [
    [/time.?out|timed out|internal|system|unavailable|超时|系统|异常/i],
    { kind: 'unavailable', retryable: true },
  ],
];

/** The error for what a conversation reported. */
export function conversationError(failure: VendorFailure): ProviderError {
  const text = [failure.code, failure.message].join(' ');
  const found = rules.find(([words]) => hasInOrder(text, words));
  return errorByRule(failure, found?.[1] ?? { kind: 'unavailable' });
}

/**
 * Whether the credentials of the stream are to be fetched anew. A wrong address is answered with a page instead of an
 * error; so is one whose credentials have expired.
 */
export function isBadCredentials(error: ProviderError): boolean {
  return error instanceof WrongAddress || (error.kind === 'auth' && error.details.advice === undefined);
}

/** Whether the server does not know the conversation (any more) that the question was to continue. */
export function isUnknownSession({ kind, details }: ProviderError): boolean {
  return kind === 'invalid-request' && details.advice === 'history';
}

/** The answer was not a conversation at all. */
export class WrongAddress extends ProviderError {}
