import type { Transport } from '../../core/transport.ts';
import { errorFromBody, type MapFailure } from '../errorResponse.ts';
import { isJsonObject, parseJson, textOf } from '../json.ts';
import { modelNames } from '../modelNames.ts';
import { readList } from '../readList.ts';

export interface ListCall {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly mapFailure: MapFailure;
}

/**
 * The ids of the models at an address of the OpenAI dialect.
 *
 * @throws {ProviderError}
 * @see https://platform.openai.com/docs/api-reference/models/list
 */
export async function listModels(
  transport: Transport,
  { baseUrl, headers, mapFailure }: ListCall,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const request = { method: 'GET', headers: { accept: 'application/json', ...headers } } as const;
  const response = await transport.fetch(`${baseUrl}/models`, request, signal);
  const body = await readList(response);
  const value = parseJson(body);
  // Some servers leave out what is around the list.
  const models = isJsonObject(value) ? value['data'] : value;
  const entries: readonly unknown[] | undefined = Array.isArray(models) ? models : undefined;
  const ids =
    entries && modelNames(entries.map((model) => (isJsonObject(model) ? textOf(model['id']) : undefined)));
  // A list of something else is no list of models; an empty one may be.
  const isOther = ids?.length === 0 && entries?.length !== 0;
  if (response.status !== 200 || !ids || isOther) {
    throw errorFromBody(response, body, mapFailure, transport.now());
  }
  return ids;
}
