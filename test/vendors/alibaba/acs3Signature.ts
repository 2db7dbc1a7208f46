import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import {
  type AcceptedAccessKey,
  canonicalQuery,
  judgeTime,
  type OpenApiRefusal,
  type OpenApiRequest,
  parseQuery,
  refuse,
} from './openApiRequest.ts';

/** Who signed, and with which nonce. */
export interface Acs3Identity {
  readonly type: 'acs3';
  readonly accessKey: AcceptedAccessKey;
  readonly nonce: string;
  readonly signedHeaders: readonly string[];
}

const algorithm = 'ACS3-HMAC-SHA256';
const authorizationForm =
  /^ACS3-HMAC-SHA256 Credential=([^,\s]+),SignedHeaders=([a-z0-9-]+(?:;[a-z0-9-]+)*),Signature=([0-9a-f]{64})$/;

/**
 * Judges an `Authorization: ACS3-HMAC-SHA256 …` the way the OpenAPI gateway documents it; `now` is in ms since
 * 1970. Whether the nonce was used before is for the caller to know.
 * Source: Alibaba Cloud, request syntax and signature method V3.
 */
export function judgeAcs3(
  request: OpenApiRequest,
  keys: readonly AcceptedAccessKey[],
  now: number,
): Acs3Identity | OpenApiRefusal {
  const { headers } = request;
  const form = authorizationForm.exec(headers.authorization ?? '');
  if (form === null) return refuse('IncompleteSignature', 'Authorization is not in the documented form');
  const [, credential = '', signedHeaderList = '', signature = ''] = form;

  const time = header(request, 'x-acs-date');
  if (time === '') return refuse('MissingTimestamp', 'no x-acs-date');
  const nonce = header(request, 'x-acs-signature-nonce');
  if (nonce === '') return refuse('MissingSignatureNonce', 'no x-acs-signature-nonce');
  const timeFault = judgeTime(time, now);
  if (timeFault !== undefined) return timeFault;

  const accessKey = keys.find(({ id }) => id === credential);
  if (accessKey === undefined) return refuse('InvalidAccessKeyId.NotFound', `no key ${credential}`);
  const tokenFault = judgeSecurityToken(request, accessKey);
  if (tokenFault !== undefined) return tokenFault;

  const signedHeaders = signedHeaderList.split(';');
  const expectedHeaders = headersToSign(request);
  if (signedHeaders.join(';') !== expectedHeaders.join(';')) {
    return refuse('IncompleteSignature', `SignedHeaders should be ${expectedHeaders.join(';')}`);
  }
  const payloadHash = sha256(request.rawBody);
  if (headers['x-acs-content-sha256'] !== payloadHash) {
    return refuse('SignatureDoesNotMatch', 'x-acs-content-sha256 is not the hash of the body');
  }
  const canonical = canonicalAcs3Request(request, signedHeaders, payloadHash);
  if (canonical === undefined) return refuse('SignatureDoesNotMatch', 'the query cannot be decoded');
  const expected = signAcs3(canonical, accessKey.secret);
  if (!timingSafeEqual(Buffer.from(expected, 'hex'), Buffer.from(signature, 'hex'))) {
    return refuse('SignatureDoesNotMatch', `the canonical request is ${JSON.stringify(canonical)}`);
  }
  return { type: 'acs3', accessKey, nonce, signedHeaders };
}

/** Steps 2 to 4 of the scheme; undefined if the query cannot be decoded. */
export function canonicalAcs3Request(
  request: OpenApiRequest,
  signedHeaders: readonly string[],
  payloadHash: string,
): string | undefined {
  const parameters = parseQuery(request.rawQuery);
  if (parameters === undefined) return undefined;
  const headerLines = signedHeaders.map((name) => `${name}:${header(request, name)}\n`).join('');
  return [
    request.method,
    request.path,
    canonicalQuery(parameters),
    headerLines,
    signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
}

/** Steps 5 and 6: lower-case hex. The secret is the key as it is, without the `&` of the classic scheme. */
export function signAcs3(canonicalRequest: string, secret: string): string {
  return createHmac('sha256', secret)
    .update(`${algorithm}\n${sha256(canonicalRequest)}`)
    .digest('hex');
}

function headersToSign({ headers }: OpenApiRequest): readonly string[] {
  return Object.keys(headers)
    .filter((name) => name === 'host' || name === 'content-type' || name.startsWith('x-acs-'))
    .sort();
}

function judgeSecurityToken(
  request: OpenApiRequest,
  { id, securityToken }: AcceptedAccessKey,
): OpenApiRefusal | undefined {
  const token = header(request, 'x-acs-security-token');
  if (securityToken === undefined) {
    return token === ''
      ? undefined
      : refuse('InvalidSecurityToken.MismatchWithAccessKey', 'a token beside a key that has none');
  }
  if (token === '') return refuse('MissingSecurityToken', 'no x-acs-security-token');
  if (token !== securityToken) return refuse('InvalidSecurityToken.Expired', 'not the token of this key');
  if (header(request, 'x-acs-accesskey-id') !== id) {
    return refuse('InvalidSecurityToken.MismatchWithAccessKey', 'x-acs-accesskey-id is not the key');
  }
  return undefined;
}

/** Empty if there is none; Node joins repeated ones. */
function header(request: OpenApiRequest, name: string): string {
  return String(request.headers[name] ?? '').trim();
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
