import { createHmac, timingSafeEqual } from 'node:crypto';

/** A key the server accepts, `id.secret`, and what the account behind it has bought. */
export interface AcceptedKey {
  readonly key: string;
  /** `both` pays on either base; the other two are refused with 1113 on the base they have not paid for. */
  readonly plan: 'pay-as-you-go' | 'coding' | 'both';
  /** A code of the vendor's table (1005, 1110, 1112…) with which every use of the key is refused. */
  readonly refusedWith?: string;
}

export type TimeUnit = 'seconds' | 'milliseconds' | 'microseconds';

/** How a request proved who it is, or the vendor's code for why it did not. */
export type Authentication =
  | { readonly type: 'key'; readonly accepted: AcceptedKey }
  | {
      readonly type: 'jwt';
      readonly accepted: AcceptedKey;
      readonly token: string;
      /** False when the token stood alone in the header, which the vendor accepts too. */
      readonly bearer: boolean;
      readonly expiresAt: number;
      readonly issuedAt: number;
      readonly unit: TimeUnit;
    }
  | { readonly type: 'refused'; readonly code: string; readonly reason: string };

/** A token minted by a clock that is ahead by more than this (ms) fails verification. */
const clockTolerance = 5 * 60_000;

const base64Url = /^[A-Za-z0-9_-]+$/;

/**
 * Judges an `Authorization` header the way BigModel does: the plain key as bearer, or a JWT (HS256, header
 * `sign_type: SIGN`, payload `api_key`, `exp`, `timestamp`) signed with the key's secret, with or without
 * the word Bearer. `exp` and `timestamp` may each be in s, ms or µs, told apart by size.
 * `now` is in milliseconds since 1970. Source: docs.bigmodel.cn, API authentication; RFC 7515 and 7519.
 */
export function authenticate(
  header: string | undefined,
  keys: readonly AcceptedKey[],
  now: number,
): Authentication {
  if (header === undefined || header.trim() === '') return refused('1001', 'no Authorization header');
  const bearer = /^bearer(\s|$)/i.test(header);
  const credential = header.replace(/^bearer\s*/i, '').trim();
  if (credential === '') return refused('1001', 'an empty Authorization header');

  const parts = credential.split('.');
  const authentication =
    parts.length === 3 ? judgeToken(credential, bearer, keys, now) : judgeKey(credential, bearer, keys);
  if (authentication.type === 'refused') return authentication;
  const code = authentication.accepted.refusedWith;
  return code === undefined ? authentication : refused(code, 'the account behind the key is refused');
}

function judgeKey(credential: string, bearer: boolean, keys: readonly AcceptedKey[]): Authentication {
  const accepted = keys.find((candidate) => candidate.key === credential);
  if (accepted === undefined || !bearer) return refused('1000', 'not a known key');
  return { type: 'key', accepted };
}

function judgeToken(
  token: string,
  bearer: boolean,
  keys: readonly AcceptedKey[],
  now: number,
): Authentication {
  const [encodedHeader = '', encodedPayload = '', encodedSignature = ''] = token.split('.');
  for (const part of [encodedHeader, encodedPayload, encodedSignature]) {
    if (!base64Url.test(part)) return refused('1002', 'a part is not unpadded base64url');
  }
  const header = decodeObject(encodedHeader);
  const payload = decodeObject(encodedPayload);
  if (header === undefined || payload === undefined) return refused('1002', 'a part is not a JSON object');
  if (header['alg'] !== 'HS256') return refused('1002', 'alg is not HS256');
  if (header['sign_type'] !== 'SIGN') return refused('1002', 'sign_type is not SIGN');

  const { api_key: apiKey, exp, timestamp } = payload;
  if (typeof apiKey !== 'string') return refused('1002', 'api_key is missing');
  if (typeof exp !== 'number' || !Number.isInteger(exp)) return refused('1002', 'exp is not an integer');
  if (typeof timestamp !== 'number' || !Number.isInteger(timestamp)) {
    return refused('1002', 'timestamp is not an integer');
  }

  const accepted = keys.find((candidate) => splitKey(candidate.key).id === apiKey);
  if (accepted === undefined) return refused('1004', 'no account has this api_key');
  const expected = createHmac('sha256', splitKey(accepted.key).secret)
    .update(`${encodedHeader}.${encodedPayload}`)
    .digest();
  const signature = Buffer.from(encodedSignature, 'base64url');
  // The text is compared too: a last character may differ in bits that decoding drops.
  const canonical = signature.toString('base64url') === encodedSignature;
  if (!canonical || signature.length !== expected.length || !timingSafeEqual(signature, expected)) {
    return refused('1004', 'the signature does not match');
  }

  const expiresAt = toMilliseconds(exp);
  const issuedAt = toMilliseconds(timestamp);
  if (expiresAt <= now) return refused('1003', 'the token has expired');
  if (issuedAt > now + clockTolerance) return refused('1004', 'the token comes from the future');
  return { type: 'jwt', accepted, token, bearer, expiresAt, issuedAt, unit: timeUnit(exp) };
}

function splitKey(key: string): { id: string; secret: string } {
  const dot = key.indexOf('.');
  return { id: key.slice(0, dot), secret: key.slice(dot + 1) };
}

function timeUnit(time: number): TimeUnit {
  if (time < 1e11) return 'seconds';
  return time < 1e14 ? 'milliseconds' : 'microseconds';
}

function toMilliseconds(time: number): number {
  const factor = { seconds: 1000, milliseconds: 1, microseconds: 0.001 }[timeUnit(time)];
  return time * factor;
}

function decodeObject(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function refused(code: string, reason: string): Authentication {
  return { type: 'refused', code, reason };
}
