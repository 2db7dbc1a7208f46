import type { HttpResponse, Transport } from '../../core/transport.ts';
import { errorFromBody, errorFromResponse } from '../errorResponse.ts';
import type { EmitPart } from '../partStream.ts';
import { createSseDecoder } from '../sse.ts';
import { createChatDecoder } from './chatDecoder.ts';
import type { ChatDialect } from './chatDialect.ts';

export interface ChatCall {
  readonly url: string;
  /** Beside those that every call needs. */
  readonly headers: Readonly<Record<string, string>>;
  /** From `encodeRequest`. */
  readonly body: string;
  readonly dialect: ChatDialect;
}

/**
 * Makes one streamed chat completion and pushes the parts of the reply; resolves without a `finish` when the response
 * ended before the reply did.
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
  if (!mayBeStream(response)) throw await errorFromResponse(response, dialect.mapFailure, transport.now());

  const chat = createChatDecoder(dialect, emit);
  const opening: Uint8Array[] = [];
  let isStream = false;
  const decode = createSseDecoder((event) => {
    isStream = true;
    chat.push(event);
  });
  try {
    await response.read((chunk) => {
      decode(chunk);
      if (!isStream && opening.length < 16) opening.push(chunk);
    });
  } finally {
    chat.end();
  }
  // An error body that goes by the name of an event stream.
  const text = isStream ? '' : Buffer.concat(opening).toString();
  if (/^\s*[{<]/.test(text)) throw errorFromBody(response, text, dialect.mapFailure, transport.now());
}

/** Some gateways leave the content type out or say text/plain; JSON and HTML are never a stream. */
function mayBeStream(response: HttpResponse): boolean {
  return response.status === 200 && !/json|html/i.test(response.header('content-type') ?? '');
}
