import { createHash, createHmac } from 'node:crypto';
import { canonicalQuery } from './percentEncode.ts';

/** A call of Alibaba Cloud’s OpenAPI, to be signed. */
export interface Acs3Request {
  readonly method: 'GET' | 'POST';
  /** With the port, where it is not the usual one. */
  readonly host: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case; those that are signed: every `x-acs-…` and, with a body, `content-type`. */
  readonly headers: Readonly<Record<string, string>>;
}

const algorithm = 'ACS3-HMAC-SHA256';

/** SHA-256 of an empty body, as `x-acs-content-sha256` wants it. */
export const emptyBodyHash = sha256('');

/**
 * The `Authorization` header of a call. `headers` must hold `x-acs-content-sha256`.
 *
 * @param accessKeySecret is the HMAC key as it is, unlike in the classic scheme.
 * @see https://help.aliyun.com/document_detail/2593177.html
 */
export function signAcs3(request: Acs3Request, accessKeyId: string, accessKeySecret: string): string {
  const headers: Readonly<Record<string, string>> = { ...request.headers, host: request.host };
  const names = Object.keys(headers).sort();
  const signedHeaders = names.join(';');
  const canonicalRequest = [
    request.method,
    request.path,
    canonicalQuery(request.query),
    names.map((name) => `${name}:${(headers[name] ?? '').trim()}\n`).join(''),
    signedHeaders,
    headers['x-acs-content-sha256'],
  ].join('\n');
  const signature = createHmac('sha256', accessKeySecret)
    .update(`${algorithm}\n${sha256(canonicalRequest)}`)
    .digest('hex');
  return `${algorithm} Credential=${accessKeyId},SignedHeaders=${signedHeaders},Signature=${signature}`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
