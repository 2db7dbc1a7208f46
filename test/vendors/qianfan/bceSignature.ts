import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** An IAM pair of a made-up account. */
export interface AccessKeyPair {
  readonly accessKey: string;
  readonly secretKey: string;
}

/** What a `bce-auth-v1` signature covers. */
export interface SignedRequest {
  readonly method: string;
  /** Percent-encoded as it came, without the query. */
  readonly path: string;
  /** As it came, without the question mark. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
}

/** Who signed a request, or the name that IAM hosts give to the fault. */
export type SignatureJudgement =
  | {
      readonly type: 'signed';
      readonly pair: AccessKeyPair;
      /** When it was signed, ms since 1970. */
      readonly signedAt: number;
      readonly expiresInSeconds: number;
      readonly signedHeaders: readonly string[];
    }
  | { readonly type: 'refused'; readonly code: SignatureFault; readonly reason: string };

export type SignatureFault =
  | 'InvalidHTTPAuthHeader'
  | 'InvalidAccessKeyId'
  | 'RequestExpired'
  | 'SignatureDoesNotMatch';

/** A signature from a clock that is ahead by more than this (ms) is not valid yet. */
const clockTolerance = 5 * 60_000;

/** How far `x-bce-date` may be from the time in the signature (ms). */
const dateTolerance = 60_000;

const timestamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const defaultHeaders = ['host', 'content-length', 'content-type', 'content-md5'];

/**
 * Judges the `Authorization` header of a request by recomputing its signature. `now` is in ms since 1970.
 * Stricter than the document in one thing: what it only recommends, signing every `x-bce-*` header, is asked for.
 * Source: cloud.baidu.com/doc/Reference, "Generating an authentication string", V1.
 */
export function judgeSignature(
  request: SignedRequest,
  pairs: readonly AccessKeyPair[],
  now: number,
): SignatureJudgement {
  const parts = (request.headers.authorization ?? '').split('/');
  const [scheme, accessKey = '', time = '', expiry = '', headerList = '', signature = ''] = parts;
  if (parts.length !== 6 || scheme !== 'bce-auth-v1') {
    return refused('InvalidHTTPAuthHeader', 'not bce-auth-v1 with its five parts');
  }
  const signedAt = timestamp.test(time) ? Date.parse(time) : Number.NaN;
  if (Number.isNaN(signedAt)) return refused('InvalidHTTPAuthHeader', 'the time is not yyyy-mm-ddThh:mm:ssZ');
  if (!/^[1-9]\d*$/.test(expiry)) return refused('InvalidHTTPAuthHeader', 'the expiry is not a number');
  if (!/^[0-9a-f]{64}$/.test(signature)) return refused('InvalidHTTPAuthHeader', 'the signature is not hex');

  const names = headerList === '' ? defaultSet(request.headers) : headerList.split(';');
  const fault = faultInNames(names, request.headers);
  if (fault !== undefined) return refused('SignatureDoesNotMatch', fault);
  const pair = pairs.find((candidate) => candidate.accessKey === accessKey);
  if (pair === undefined) return refused('InvalidAccessKeyId', 'no account has this access key');

  const expected = sign(request, names, pair.secretKey, `bce-auth-v1/${accessKey}/${time}/${expiry}`);
  if (!timingSafeEqual(Buffer.from(expected), Buffer.from(signature))) {
    return refused('SignatureDoesNotMatch', 'another signature was expected');
  }
  if (signedAt > now + clockTolerance) return refused('RequestExpired', 'signed in the future');
  if (now > signedAt + Number(expiry) * 1000) return refused('RequestExpired', 'the signature has expired');
  const date = headerValue(request.headers, 'x-bce-date');
  if (date !== '' && !(Math.abs(Date.parse(date) - signedAt) <= dateTolerance)) {
    return refused('RequestExpired', 'x-bce-date is another time than that of the signature');
  }
  return { type: 'signed', pair, signedAt, expiresInSeconds: Number(expiry), signedHeaders: names };
}

/** The canonical request, exactly as it is signed. `names` are the signed headers. */
export function canonicalRequest(request: SignedRequest, names: readonly string[]): string {
  const uri = request.path
    .split('/')
    .map((segment) => encode(decode(segment)))
    .join('/');
  const headers = names
    .map((name) => [name, headerValue(request.headers, name)] as const)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${encode(name)}:${encode(value)}`)
    .sort(byBytes);
  return [
    request.method.toUpperCase(),
    uri === '' ? '/' : uri,
    canonicalQuery(request.query),
    headers.join('\n'),
  ].join('\n');
}

function canonicalQuery(query: string): string {
  return query
    .split('&')
    .filter((parameter) => parameter !== '')
    .map((parameter) => {
      const equals = parameter.indexOf('=');
      const name = decode(equals < 0 ? parameter : parameter.slice(0, equals));
      const value = equals < 0 ? '' : decode(parameter.slice(equals + 1));
      return { name, text: `${encode(name)}=${encode(value)}` };
    })
    .filter(({ name }) => name.toLowerCase() !== 'authorization')
    .map(({ text }) => text)
    .sort(byBytes)
    .join('&');
}

function sign(request: SignedRequest, names: readonly string[], secretKey: string, prefix: string): string {
  // The derived key is used as the text of its hex digits, not as the bytes they stand for.
  return hmac(hmac(secretKey, prefix), canonicalRequest(request, names));
}

function hmac(key: string, data: string): string {
  return createHmac('sha256', key).update(data).digest('hex');
}

function faultInNames(names: readonly string[], headers: IncomingHttpHeaders): string | undefined {
  if (names.some((name) => name !== name.toLowerCase() || headerValue(headers, name) === '')) {
    return 'a signed header is missing or not in lower case';
  }
  if (names.some((name, index) => index > 0 && name <= (names[index - 1] ?? ''))) {
    return 'the signed headers are not in order';
  }
  if (!names.includes('host')) return 'host is not signed';
  const unsigned = Object.keys(headers).find((name) => name.startsWith('x-bce-') && !names.includes(name));
  return unsigned === undefined ? undefined : `${unsigned} is not signed`;
}

function defaultSet(headers: IncomingHttpHeaders): readonly string[] {
  return Object.keys(headers)
    .filter((name) => defaultHeaders.includes(name) || name.startsWith('x-bce-'))
    .filter((name) => headerValue(headers, name) !== '')
    .sort(byBytes);
}

function headerValue(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return (Array.isArray(value) ? value.join(', ') : (value ?? '')).trim();
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** A plus sign stays one; what is not sound percent-encoding stays as it is. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function byBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

function refused(code: SignatureFault, reason: string): SignatureJudgement {
  return { type: 'refused', code, reason };
}
