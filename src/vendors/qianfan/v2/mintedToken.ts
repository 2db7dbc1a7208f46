import { ProviderError } from '../../../core/error.ts';
import { longestErrorBody } from '../../../core/limits.ts';
import type { Transport } from '../../../core/transport.ts';
import { errorFromBody, type MapFailure, readExplanation } from '../../../net/errorResponse.ts';
import { vendorError } from '../../../net/errorTable.ts';
import { isJsonObject, parseJson, textOf } from '../../../net/json.ts';
import { redactFailure } from '../../../net/redact.ts';
import { siblingUrl } from '../../../net/siblingUrl.ts';
import type { Token } from '../../../net/tokenCache.ts';
import type { AccessKeyPair } from '../bceSignature.ts';
import { blameClock } from '../blameClock.ts';
import { iamErrors, readIamFailure } from '../iamErrors.ts';
import { refreshTime } from '../tokenSource.ts';
import { withBceSignature } from '../withBceSignature.ts';
import { baseUrls } from './addresses.ts';

/** Half an hour, the vendor's default; five minutes would be the least. */
const lifeSeconds = 1800;

const mintUrl = `https://iam.bj.baidubce.com/v1/BCE-BEARER/token?expireInSeconds=${lifeSeconds}`;

/**
 * Gets a short-lived key for V2 with a pair of IAM keys.
 *
 * @param baseUrl that of V2.
 * @throws {ProviderError}
 * @see https://cloud.baidu.com/doc/qianfan-api/s/vm40x9q45
 */
export async function mintToken(
  transport: Transport,
  baseUrl: string,
  keys: AccessKeyPair,
  signal: AbortSignal,
): Promise<Token> {
  const response = await withBceSignature(transport, keys).fetch(
    siblingUrl(baseUrl, baseUrls, mintUrl),
    { method: 'GET', headers: { accept: 'application/json' } },
    signal,
  );
  const body = await readExplanation(response, longestErrorBody);
  const value = parseJson(body);
  const token = isJsonObject(value) ? textOf(value['token']) : undefined;
  const now = transport.now();
  if (response.status !== 200 || !isJsonObject(value) || token === undefined) {
    const map: MapFailure = (failure) =>
      vendorError(redactFailure(failure, [keys.accessKey, keys.secretKey]), iamErrors);
    throw blameClock(errorFromBody(response, body, map, now, readIamFailure));
  }
  if (value['status'] === 'disable') {
    throw new ProviderError('auth', 'The token that was made is disabled', { advice: 'key-permission' });
  }
  return { value: token, refreshAt: refreshTime(now, lifeOf(value['createTime'], value['expireTime'])) };
}

/** Both times are by the server's clock, which need not be ours. */
function lifeOf(created: unknown, expires: unknown): number {
  const seconds = (Date.parse(String(expires)) - Date.parse(String(created))) / 1000;
  return seconds > 0 ? Math.min(seconds, lifeSeconds) : lifeSeconds;
}
