import { createHmac, timingSafeEqual } from 'node:crypto';
import {
  type AcceptedAccessKey,
  canonicalQuery,
  judgeTime,
  type OpenApiRefusal,
  type OpenApiRequest,
  parseQuery,
  percentEncode,
  refuse,
} from './openApiRequest.ts';

/** Who signed, and with which nonce. */
export interface RpcIdentity {
  readonly type: 'rpc';
  readonly accessKey: AcceptedAccessKey;
  readonly nonce: string;
}

/** All of them have to be there, in the query or in a form body. */
const required = [
  'AccessKeyId',
  'Signature',
  'SignatureMethod',
  'SignatureVersion',
  'SignatureNonce',
  'Timestamp',
] as const;

/**
 * Judges the classic signature of the RPC style (SignatureVersion 1.0, HMAC-SHA1); `now` is in ms since 1970.
 * Whether the nonce was used before is for the caller to know.
 * Source: Alibaba Cloud, RPC request structure and signature method.
 */
export function judgeRpc(
  request: OpenApiRequest,
  keys: readonly AcceptedAccessKey[],
  now: number,
): RpcIdentity | OpenApiRefusal {
  const parameters = rpcParameters(request);
  if (parameters === undefined) return refuse('SignatureDoesNotMatch', 'the query cannot be decoded');
  const values = new Map(parameters);
  if (values.size !== parameters.length) return refuse('IncompleteSignature', 'a parameter occurs twice');
  const missing = required.find((name) => (values.get(name) ?? '') === '');
  if (missing !== undefined) return refuse(`Missing${missing}`, `no ${missing}`);
  const value = (name: (typeof required)[number]): string => values.get(name) ?? '';
  if (value('SignatureMethod') !== 'HMAC-SHA1') {
    return refuse('InvalidSignatureMethod', value('SignatureMethod'));
  }
  if (value('SignatureVersion') !== '1.0') {
    return refuse('IncompleteSignature', `SignatureVersion ${value('SignatureVersion')}`);
  }
  const timeFault = judgeTime(value('Timestamp'), now);
  if (timeFault !== undefined) return timeFault;

  const accessKey = keys.find(({ id }) => id === value('AccessKeyId'));
  if (accessKey === undefined) {
    return refuse('InvalidAccessKeyId.NotFound', `no key ${value('AccessKeyId')}`);
  }
  const token = values.get('SecurityToken');
  if (accessKey.securityToken !== undefined && token === undefined) {
    return refuse('MissingSecurityToken', 'no SecurityToken');
  }
  if (token !== accessKey.securityToken) {
    return refuse('InvalidSecurityToken.Expired', 'not the token of this key');
  }

  const toSign = rpcStringToSign(request.method, parameters);
  const expected = Buffer.from(signRpc(toSign, accessKey.secret));
  const signature = Buffer.from(value('Signature'));
  if (expected.length !== signature.length || !timingSafeEqual(expected, signature)) {
    return refuse('SignatureDoesNotMatch', `the string to sign is ${toSign}`);
  }
  return { type: 'rpc', accessKey, nonce: value('SignatureNonce') };
}

/** Query and form together; undefined if one cannot be decoded. */
export function rpcParameters(request: OpenApiRequest): readonly (readonly [string, string])[] | undefined {
  const query = parseQuery(request.rawQuery);
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded');
  // In a form, unlike in the query, a plus sign is a space.
  const form = isForm ? [...new URLSearchParams(request.rawBody)] : [];
  return query === undefined ? undefined : [...query, ...form];
}

/** The method, the path and the canonical parameters, which are thereby encoded a second time. */
export function rpcStringToSign(method: string, parameters: readonly (readonly [string, string])[]): string {
  const signed = parameters.filter(([name]) => name !== 'Signature');
  return `${method}&%2F&${percentEncode(canonicalQuery(signed))}`;
}

/** Base64. The key is the secret and an ampersand. */
export function signRpc(stringToSign: string, secret: string): string {
  return createHmac('sha1', `${secret}&`).update(stringToSign, 'utf8').digest('base64');
}
