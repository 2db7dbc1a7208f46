import { longestAddress } from '../../../core/limits.ts';
import type { Transport } from '../../../core/transport.ts';
import { errorFromBody, type MapFailure } from '../../../net/errorResponse.ts';
import { vendorError } from '../../../net/errorTable.ts';
import { isJsonObject, type JsonObject, parseJson, textOf } from '../../../net/json.ts';
import { modelNames } from '../../../net/modelNames.ts';
import { readList } from '../../../net/readList.ts';
import { redactFailure } from '../../../net/redact.ts';
import { siblingUrl } from '../../../net/siblingUrl.ts';
import { iamErrors, readIamFailure } from '../iamErrors.ts';
import { v1BaseUrl } from './address.ts';
import { pathOf } from './models.ts';

const listUrl = 'https://qianfan.baidubce.com/wenxinworkshop/service/list';

/**
 * The chat services of an account: Baidu's by their names, those of one's own by the last element of their address.
 *
 * @param transport signs what it sends.
 * @throws {ProviderError}
 */
export async function listServices(
  transport: Transport,
  baseUrl: string,
  secrets: readonly string[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const url = siblingUrl(baseUrl, [v1BaseUrl], listUrl);
  const headers = { accept: 'application/json', 'content-type': 'application/json' };
  const request = { method: 'POST', headers, body: JSON.stringify({ apiTypefilter: ['chat'] }) } as const;
  const response = await transport.fetch(url, request, signal);
  const body = await readList(response);
  const value = parseJson(body);
  const result = isJsonObject(value) ? value['result'] : undefined;
  if (response.status !== 200 || !isJsonObject(result)) {
    const map: MapFailure = (failure) => vendorError(redactFailure(failure, secrets), iamErrors);
    throw errorFromBody(response, body, map, transport.now(), readIamFailure);
  }
  return modelNames([
    ...services(result['common']).map(({ name }) => textOf(name)),
    ...services(result['custom']).map(({ url: address }) => {
      const text = textOf(address);
      return text === undefined || text.length > longestAddress ? undefined : pathOf(text);
    }),
  ]);
}

function services(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
