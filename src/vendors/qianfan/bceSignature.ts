import { createHmac } from 'node:crypto';
import type { HttpRequest } from '../../core/transport.ts';

/** A pair of IAM keys. */
export interface AccessKeyPair {
  readonly accessKey: string;
  readonly secretKey: string;
}

/** What a signature covers. */
export interface SignableRequest {
  readonly method: HttpRequest['method'] | 'PUT';
  readonly url: URL;
  /** The headers to sign, names in any letter case; `host` is signed even if it is not among them. */
  readonly headers: Readonly<Record<string, string>>;
}

/** How long a signature holds, in seconds: what the vendor's own clients ask for. */
const lifeSeconds = 1800;

/**
 * The `Authorization` header of a request, scheme `bce-auth-v1`.
 *
 * @param now milliseconds since 1970 UTC; the signature counts from the second it falls into.
 * @param expirySeconds how long the signature holds.
 * @see https://cloud.baidu.com/doc/Reference/s/njwvz1yfu
 */
export function bceAuthorization(
  request: SignableRequest,
  { accessKey, secretKey }: AccessKeyPair,
  now: number,
  expirySeconds = lifeSeconds,
): string {
  const prefix = `bce-auth-v1/${accessKey}/${bceTime(now)}/${expirySeconds}`;
  const headers = headersToSign(request);
  // The derived key is used as the text of its hex digits, not as the bytes they stand for.
  const signature = hmac(hmac(secretKey, prefix), canonicalRequest(request, headers));
  const names = headers.map(([name]) => name).sort(byBytes);
  return `${prefix}/${names.join(';')}/${signature}`;
}

/** A time as signatures and `x-bce-date` have it: UTC in whole seconds. */
export function bceTime(now: number): string {
  return new Date(now).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Percent-encodes all but letters, digits and `-_.~`. */
export function bceEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

type Header = readonly [name: string, value: string];

/** An empty header is left out, since it may get lost on the way. */
function headersToSign({ url, headers }: SignableRequest): readonly Header[] {
  // The port is a part of the Host header unless it is the scheme's own.
  const all = new Map([['host', url.host]]);
  for (const [name, value] of Object.entries(headers)) all.set(name.toLowerCase(), value.trim());
  return [...all].filter(([, value]) => value !== '');
}

function canonicalRequest({ method, url }: SignableRequest, headers: readonly Header[]): string {
  // The path of a URL is encoded, but less than a signature asks for.
  const path = url.pathname.split('/').map((segment) => bceEncode(decodeURIComponent(segment)));
  const query = [...queryParameters(url)]
    .filter(([name]) => name.toLowerCase() !== 'authorization')
    .map(([name, value]) => `${bceEncode(name)}=${bceEncode(value)}`);
  // Whole strings are sorted, not names: `text10=` comes before `text1=`.
  return [
    method,
    path.join('/'),
    query.sort(byBytes).join('&'),
    headers
      .map(([name, value]) => `${bceEncode(name)}:${bceEncode(value)}`)
      .sort(byBytes)
      .join('\n'),
  ].join('\n');
}

/** Unlike `URLSearchParams`, leaves a plus sign what it is. */
function* queryParameters({ search }: URL): Generator<Header> {
  for (const parameter of search.slice(1).split('&')) {
    if (parameter === '') continue;
    const [name = '', ...value] = parameter.split('=');
    yield [decodeURIComponent(name), decodeURIComponent(value.join('='))];
  }
}

/** All that is sorted is ASCII by then, so that code units and bytes are the same. */
function byBytes(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}

function hmac(key: string, data: string): string {
  return createHmac('sha256', key).update(data).digest('hex');
}
