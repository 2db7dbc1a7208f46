import type { Transport } from '../../core/transport.ts';
import { errorFromBody, type MapFailure, readText } from '../errorResponse.ts';
import { isJsonObject, parseJson, textOf } from '../json.ts';

/** In bytes: a gateway may offer thousands of models. */
const longestList = 4_000_000;

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
  const body = await readText(response, longestList);
  const value = parseJson(body);
  // Some servers leave out what is around the list.
  const models = isJsonObject(value) ? value['data'] : value;
  if (response.status !== 200 || !Array.isArray(models)) {
    throw errorFromBody(response, body, mapFailure, transport.now());
  }
  return models.flatMap((model: unknown) => (isJsonObject(model) ? (textOf(model['id']) ?? []) : []));
}
