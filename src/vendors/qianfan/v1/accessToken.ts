import { longestErrorBody } from '../../../core/limits.ts';
import type { Transport } from '../../../core/transport.ts';
import { errorFromBody, type MapFailure, readExplanation } from '../../../net/errorResponse.ts';
import { type ErrorTable, type VendorFailure, vendorError } from '../../../net/errorTable.ts';
import { isJsonObject, parseJson, textOf } from '../../../net/json.ts';
import { redactFailure } from '../../../net/redact.ts';
import type { Token } from '../../../net/tokenCache.ts';
import { refreshTime } from '../tokenSource.ts';
import { readV1Failure, v1Errors } from './errorTable.ts';

/** The keys of a V1 application. */
export interface ApplicationKeys {
  readonly apiKey: string;
  readonly secretKey: string;
}

/** @see https://cloud.baidu.com/doc/WENXINWORKSHOP/s/Ilkkrb0i5 */
export const oauthErrors: ErrorTable = {
  invalid_client: { kind: 'auth' },
  // A required parameter is missing: one of the keys is empty.
  invalid_request: { kind: 'auth' },
  unsupported_grant_type: { kind: 'invalid-request' },
};

/** 30 days, where the answer does not say. */
const usualLifeSeconds = 2_592_000;

/**
 * Gets an access token for an application.
 *
 * @param baseUrl the origin of V1.
 * @throws {ProviderError}
 * @see https://cloud.baidu.com/doc/WENXINWORKSHOP/s/Ilkkrb0i5
 */
export async function fetchAccessToken(
  transport: Transport,
  baseUrl: string,
  { apiKey, secretKey }: ApplicationKeys,
  signal: AbortSignal,
): Promise<Token> {
  const parameters = [
    'grant_type=client_credentials',
    `client_id=${encodeURIComponent(apiKey)}`,
    `client_secret=${encodeURIComponent(secretKey)}`,
  ];
  const response = await transport.fetch(
    `${baseUrl}/oauth/2.0/token?${parameters.join('&')}`,
    { method: 'POST', headers: { accept: 'application/json', 'content-type': 'application/json' } },
    signal,
  );
  const body = await readExplanation(response, longestErrorBody);
  const value = parseJson(body);
  const token = isJsonObject(value) ? textOf(value['access_token']) : undefined;
  const now = transport.now();
  if (!isJsonObject(value) || token === undefined) {
    const map: MapFailure = (failure) => oauthError(failure, [apiKey, secretKey]);
    throw errorFromBody(response, body, map, now, readOAuthFailure);
  }
  const { expires_in: seconds } = value;
  const life = typeof seconds === 'number' && seconds > 0 ? seconds : usualLifeSeconds;
  return { value: token, refreshAt: refreshTime(now, life) };
}

function oauthError(failure: VendorFailure, secrets: readonly string[]) {
  return vendorError(redactFailure(failure, secrets), { ...v1Errors, ...oauthErrors });
}

/** The status does not always tell: the body decides. */
function readOAuthFailure(value: unknown): Omit<VendorFailure, 'status'> | undefined {
  const error = isJsonObject(value) ? textOf(value['error']) : undefined;
  if (!isJsonObject(value) || error === undefined) return readV1Failure(value);
  return { code: error, message: textOf(value['error_description']) ?? error };
}
