import { ProviderError } from '../../../core/error.ts';
import { longestStream, longestWithoutEvent } from '../../../core/limits.ts';
import type { HttpResponse, Transport } from '../../../core/transport.ts';
import { errorFromBody, errorFromResponse, type MapFailure } from '../../../net/errorResponse.ts';
import type { VendorFailure } from '../../../net/errorTable.ts';
import { isJsonObject, type JsonObject, parseJson } from '../../../net/json.ts';
import type { EmitPart } from '../../../net/partStream.ts';
import { customaryRateLimitHeaders, readRateLimit } from '../../../net/rateLimit.ts';
import { streamTooLong } from '../../../net/sse.ts';
import { readV1Failure } from './errorTable.ts';
import { createEventLines } from './eventLines.ts';
import { createReplyDecoder } from './replyDecoder.ts';

export interface V1Call {
  readonly url: string;
  /** From `encodeRequest`. */
  readonly body: string;
  readonly mapFailure: MapFailure;
}

/**
 * Makes one V1 chat and pushes the parts of the reply, whether it comes as a stream or whole; resolves without a
 * `finish` when the response ended before the reply did.
 *
 * @throws {ProviderError}
 */
export async function streamReply(
  transport: Transport,
  { url, body, mapFailure }: V1Call,
  emit: EmitPart,
  signal: AbortSignal,
): Promise<void> {
  const headers = {
    accept: 'text/event-stream, application/json',
    'accept-encoding': 'identity',
    'content-type': 'application/json',
  };
  const response = await transport.fetch(url, { method: 'POST', headers, body }, signal);
  const map: MapFailure = (failure) => mapFailure({ ...callId(response), ...failure });
  if (response.status !== 200 || hasType(response, 'html')) {
    throw await errorFromResponse(response, map, transport.now(), readV1Failure);
  }
  // Most errors come in the body of a response with status 200, and what its head says belongs to them.
  const fail = (text: string) => errorFromBody(response, text, map, transport.now(), readV1Failure);
  const decoder = createReplyDecoder({
    emit,
    newId: () => `call_${transport.randomUUID()}`,
    rateLimit: readRateLimit(response, customaryRateLimitHeaders),
  });
  const take = (event: JsonObject) => {
    if (readV1Failure(event)) throw fail(JSON.stringify(event));
    decoder.push(event);
  };
  const strange = await readLines(response, take);
  if (strange === undefined || mayBeBeginning(strange)) return;
  if (strange === '' && hasType(response, 'event-stream')) return;
  // JSON over several lines, a page, a sentence: an error says more than that the reply was cut.
  const value = parseJson(strange);
  if (!isJsonObject(value)) throw fail(strange);
  take(value);
}

function callId(response: HttpResponse): Pick<VendorFailure, 'requestId'> {
  const requestId = response.header('x-bce-request-id');
  return requestId === undefined ? {} : { requestId };
}

/** Decodes the lines of a body; if there is none that means anything, resolves with what is there instead. */
async function readLines(
  response: HttpResponse,
  take: (event: JsonObject) => void,
): Promise<string | undefined> {
  const opening: Uint8Array[] = [];
  let total = 0;
  let withoutEvent = 0;
  let understood = false;
  const lines = createEventLines((line, whole) => {
    const event = readLine(line, whole);
    if (!event) return;
    understood = true;
    withoutEvent = 0;
    take(event);
  });
  await response.read((chunk) => {
    withoutEvent += chunk.byteLength;
    total += chunk.byteLength;
    lines.push(chunk);
    if (withoutEvent > longestWithoutEvent) {
      throw new ProviderError('protocol', `${longestWithoutEvent} bytes of the reply came without an event`);
    }
    if (total > longestStream) throw streamTooLong();
    if (!understood) opening.push(chunk);
  });
  lines.end();
  return understood ? undefined : new TextDecoder().decode(Buffer.concat(opening));
}

/** The object in a line: behind `data:`, or bare, as errors come in the middle of a stream. */
function readLine(line: string, whole: boolean) {
  const [, data = line] = /^data:(.*)/s.exec(line) ?? [];
  // Parsing what is no object costs a hundred times as much as looking at it.
  const value = /^\s*\{/.test(data) ? parseJson(data) : undefined;
  if (isJsonObject(value)) return value;
  if (data === line || !whole || data.trim() === '[DONE]' || data.trim() === '') return undefined;
  throw new ProviderError('protocol', 'An event of the reply is not in the documented format');
}

function hasType(response: HttpResponse, type: string): boolean | undefined {
  return response.header('content-type')?.toLowerCase().includes(type);
}

/** Whether a body without a single event may be the beginning of a stream. */
function mayBeBeginning(text: string): boolean {
  const start = text.trimStart();
  return start === ''
    ? false
    : 'data:'.startsWith(start.slice(0, 5)) || /^(?::|event:|id:|retry:)/.test(start);
}
