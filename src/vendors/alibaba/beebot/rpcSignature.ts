import { createHmac } from 'node:crypto';
import { canonicalQuery, percentEncode } from './percentEncode.ts';

/**
 * The classic signature of a call of Alibaba Cloud’s OpenAPI, as base64: HMAC-SHA1 over the method and all parameters
 * but `Signature` itself.
 *
 * @see https://help.aliyun.com/document_detail/315526.html
 */
export function signRpc(
  method: 'GET' | 'POST',
  parameters: Readonly<Record<string, string>>,
  accessKeySecret: string,
): string {
  const stringToSign = `${method}&%2F&${percentEncode(canonicalQuery(parameters))}`;
  return createHmac('sha1', `${accessKeySecret}&`).update(stringToSign, 'utf8').digest('base64');
}
