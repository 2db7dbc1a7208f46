import { ProviderError } from '../../core/error.ts';
import { longestWholeReply } from '../../core/limits.ts';
import type { HttpResponse, Transport } from '../../core/transport.ts';
import { errorFromBody, errorFromResponse } from '../../net/errorResponse.ts';
import { isJsonObject, type JsonObject, parseJson, textOf } from '../../net/json.ts';
import { createChatDecoder } from '../../net/openAiChat/chatDecoder.ts';
import type { ChatDialect } from '../../net/openAiChat/chatDialect.ts';
import type { EmitPart } from '../../net/partStream.ts';
import { customaryRateLimitHeaders, readRateLimit } from '../../net/rateLimit.ts';
import { readWhole } from '../../net/readBody.ts';
import { type StartTimer, wait } from '../../net/timers.ts';

/*
 * Completions that the vendor works on in its own time: one request leaves the question, others ask for the reply.
 * See https://docs.bigmodel.cn/api-reference/模型-api/对话补全异步
 */

/** Between two looks: from the first value, half as much again each time, up to the second. */
const firstPauseMs = 1_500;
const longestPauseMs = 8_000;
/** Looks of many clients shall not fall on the same moment: each pause varies by this share of itself. */
const jitter = 0.2;
/** Who waits longer than this has gone away. */
const patienceMs = 600_000;

export interface AsyncCall {
  readonly baseUrl: string;
  /** Of every request, without the authorisation. */
  readonly headers: Readonly<Record<string, string>>;
  readonly dialect: ChatDialect;
  /** A token for one request, with a second try where the first token turns out to be bad. */
  authorised<T>(attempt: (transport: Transport) => Promise<T>): Promise<T>;
  readonly timer: StartTimer;
  /** From 0 up to 1. */
  random(): number;
}

/**
 * Leaves the question, waits until the reply is there, and pushes its parts. Aborting stops the waiting; the vendor has
 * no way to call a question back.
 *
 * @param body from `encodeChat`.
 * @throws {ProviderError} which says that it may be repeated only if the vendor has surely not begun to work.
 */
export async function askAsync(
  transport: Transport,
  call: AsyncCall,
  { model, body }: { readonly model: string; readonly body: string },
  emit: EmitPart,
  signal: AbortSignal,
): Promise<void> {
  const id = await submit(call, transport, body, signal);
  const resultUrl = `${call.baseUrl}/async-result/${encodeURIComponent(id)}`;
  const giveUpAt = transport.now() + patienceMs;
  for (let pause = firstPauseMs; ; pause = Math.min(pause * 1.5, longestPauseMs)) {
    await wait(pause * (1 - jitter + 2 * jitter * call.random()), signal, call.timer);
    if (transport.now() > giveUpAt) {
      throw new ProviderError('timeout', `The reply was not ready within ${patienceMs / 60_000} minutes`);
    }
    const result = await look(call, resultUrl, transport.now, signal);
    if (!result) continue;
    const { value, text, response } = result;
    switch (textOf(value['task_status'])) {
      case 'PROCESSING':
        break;
      case 'FAIL':
        throw new ProviderError('unavailable', 'The vendor failed to make the reply', idOf(value));
      default: {
        const answered = textOf(value['model'])?.toLowerCase();
        const isOther = answered !== undefined && answered !== model.toLowerCase();
        createChatDecoder(
          call.dialect,
          (part) => emit(part.type === 'finish' && isOther ? { ...part, model: answered } : part),
          {
            newId: () => `call_${transport.randomUUID()}`,
            rateLimit: readRateLimit(response, customaryRateLimitHeaders),
          },
        ).pushWhole(text);
        return;
      }
    }
  }
}

/** @returns the id of the task. */
async function submit(
  { baseUrl, headers, dialect, authorised }: AsyncCall,
  { now }: Transport,
  body: string,
  signal: AbortSignal,
): Promise<string> {
  const url = `${baseUrl}/async/chat/completions`;
  const request = {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body,
  } as const;
  try {
    return await authorised(async (transport) => {
      const response = await transport.fetch(url, request, signal);
      const { value, text } = await readJson(response, dialect, now);
      const id = textOf(value['id']);
      if (id === undefined) throw errorFromBody(response, text, dialect.mapFailure, now());
      return id;
    });
  } catch (error) {
    throw onceOnly(error);
  }
}

/** A question that was perhaps taken is not left a second time: both would be paid for. */
function onceOnly(error: unknown): unknown {
  if (!(error instanceof ProviderError) || error.kind === 'rate-limit' || !error.details.retryable)
    return error;
  return new ProviderError(error.kind, error.message, { ...error.details, retryable: false });
}

/** What the vendor says of the task, or undefined if it could not be asked just now. */
async function look(
  { headers, dialect, authorised }: AsyncCall,
  url: string,
  now: () => number,
  signal: AbortSignal,
): Promise<JsonResponse | undefined> {
  try {
    return await authorised(async (transport) =>
      readJson(await transport.fetch(url, { method: 'GET', headers }, signal), dialect, now),
    );
  } catch (error) {
    if (error instanceof ProviderError && error.details.retryable) return undefined;
    throw error;
  }
}

interface JsonResponse {
  readonly response: HttpResponse;
  readonly text: string;
  readonly value: JsonObject;
}

/** @throws {ProviderError} for anything but a JSON object with status 200. */
async function readJson(
  response: HttpResponse,
  { mapFailure }: ChatDialect,
  now: () => number,
): Promise<JsonResponse> {
  if (response.status !== 200) throw await errorFromResponse(response, mapFailure, now());
  const text = await readWhole(response, longestWholeReply);
  const value = parseJson(text);
  if (!isJsonObject(value) || value['error'] != null) throw errorFromBody(response, text, mapFailure, now());
  return { response, text, value };
}

function idOf(value: JsonObject): { readonly requestId?: string } {
  const requestId = textOf(value['request_id']) ?? textOf(value['id']);
  return requestId === undefined ? {} : { requestId };
}
