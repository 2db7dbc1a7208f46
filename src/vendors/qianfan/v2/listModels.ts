import type { Transport } from '../../../core/transport.ts';
import { errorFromBody, type MapFailure } from '../../../net/errorResponse.ts';
import { isJsonObject, parseJson, textOf } from '../../../net/json.ts';
import { modelNames } from '../../../net/modelNames.ts';
import { readList } from '../../../net/readList.ts';
import { readV2Failure } from './errorTable.ts';

/**
 * The ids of the models at an address.
 *
 * @param transport authorises what it sends.
 * @throws {ProviderError}
 */
export async function listModels(
  transport: Transport,
  baseUrl: string,
  headers: Readonly<Record<string, string>>,
  mapFailure: MapFailure,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const request = { method: 'GET', headers: { ...headers, accept: 'application/json' } } as const;
  const response = await transport.fetch(`${baseUrl}/models`, request, signal);
  const body = await readList(response);
  const value = parseJson(body);
  const list = isJsonObject(value) ? value['data'] : undefined;
  if (response.status !== 200 || !Array.isArray(list)) {
    throw errorFromBody(response, body, mapFailure, transport.now(), readV2Failure);
  }
  return modelNames(list.map((model: unknown) => (isJsonObject(model) ? textOf(model['id']) : undefined)));
}
