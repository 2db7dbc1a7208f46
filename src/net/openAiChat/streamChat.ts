import { longestWholeReply } from '../../core/limits.ts';
import type { HttpResponse, Transport } from '../../core/transport.ts';
import { errorFromBody, errorFromResponse } from '../errorResponse.ts';
import { isJsonObject, parseJson } from '../json.ts';
import type { EmitPart } from '../partStream.ts';
import { customaryRateLimitHeaders, readRateLimit } from '../rateLimit.ts';
import { readWhole } from '../readBody.ts';
import { createSseDecoder } from '../sse.ts';
import { createChatDecoder } from './chatDecoder.ts';
import type { ChatDialect } from './chatDialect.ts';

export interface ChatCall {
  readonly url: string;
  /** Beside those that every call needs, or instead of them. */
  readonly headers: Readonly<Record<string, string>>;
  /** From `encodeRequest`. */
  readonly body: string;
  readonly dialect: ChatDialect;
}

/**
 * Makes one chat completion and pushes the parts of the reply, whether it comes as a stream or whole; resolves without
 * a `finish` when the response ended before the reply did.
 *
 * @throws {ProviderError}
 */
export async function streamChat(
  transport: Transport,
  { url, headers, body, dialect }: ChatCall,
  emit: EmitPart,
  signal: AbortSignal,
): Promise<void> {
  const response = await transport.fetch(
    url,
    {
      method: 'POST',
      headers: {
        accept: 'text/event-stream',
        'accept-encoding': 'identity',
        'content-type': 'application/json',
        ...headers,
      },
      body,
    },
    signal,
  );
  const { mapFailure, readFailure } = dialect;
  if (response.status !== 200 || isPage(response)) {
    throw await errorFromResponse(response, mapFailure, transport.now(), readFailure);
  }

  const chat = createChatDecoder(dialect, emit, {
    newId: () => `call_${transport.randomUUID()}`,
    rateLimit: readRateLimit(response, dialect.rateLimitHeaders ?? customaryRateLimitHeaders),
  });
  const whole = isJson(response)
    ? await readWhole(response, longestWholeReply)
    : await readStream(response, chat.push, chat.end);
  if (whole === undefined) return;
  if (hasChoices(whole)) chat.pushWhole(whole);
  else if (!isJson(response) && !/^\s*[{<]/.test(whole)) return;
  else throw errorFromBody(response, whole, mapFailure, transport.now(), readFailure);
}

/** Reads an event stream; if there is no event in it, resolves with what is there instead. */
async function readStream(
  response: HttpResponse,
  push: ReturnType<typeof createChatDecoder>['push'],
  end: () => void,
): Promise<string | undefined> {
  /** The decoder puts an end to one that goes on. */
  let opening: Uint8Array[] | undefined = [];
  const decode = createSseDecoder((event) => {
    opening = undefined;
    push(event);
  });
  try {
    await response.read((chunk) => {
      decode(chunk);
      opening?.push(chunk);
    });
  } finally {
    end();
  }
  return opening && Buffer.concat(opening).toString();
}

function hasChoices(body: string): boolean {
  const value = parseJson(body);
  return isJsonObject(value) && Array.isArray(value['choices']) && value['choices'].length > 0;
}

/** Some gateways leave the content type out or say text/plain; HTML is never a reply. */
function isPage(response: HttpResponse): boolean {
  return /html/i.test(response.header('content-type') ?? '');
}

function isJson(response: HttpResponse): boolean {
  return /json/i.test(response.header('content-type') ?? '');
}
