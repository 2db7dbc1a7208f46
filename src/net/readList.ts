import { longestErrorBody, longestModelList } from '../core/limits.ts';
import type { HttpResponse } from '../core/transport.ts';
import { readExplanation } from './errorResponse.ts';
import { readWhole } from './readBody.ts';

/**
 * The body of a response that is a list of models, or the beginning of what is there instead.
 *
 * @throws {ProviderError} if the list is too long, and closes the connection
 */
export function readList(response: HttpResponse): Promise<string> {
  return response.status === 200
    ? readWhole(response, longestModelList)
    : readExplanation(response, longestErrorBody);
}
