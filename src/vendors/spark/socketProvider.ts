import { createHash } from 'node:crypto';
import { ProviderError } from '../../core/error.ts';
import { longestStream } from '../../core/limits.ts';
import type { ChatRequest, Provider } from '../../core/provider.ts';
import type { HttpResponse, Transport } from '../../core/transport.ts';
import type { Connection } from '../../core/vendor.ts';
import { errorFromResponse, type MapFailure } from '../../net/errorResponse.ts';
import { limiterOf } from '../../net/limiter.ts';
import { type EmitPart, partStream } from '../../net/partStream.ts';
import { redactFailure } from '../../net/redact.ts';
import { streamTooLong } from '../../net/sse.ts';
import { startTimer, type Timer } from '../../net/timers.ts';
import { apiKeyField, apiSecretField, appIdField, areSwapped } from './credentials.ts';
import { encodeQuestion } from './encodeQuestion.ts';
import { frameError } from './errorTable.ts';
import { createFrameDecoder, type FrameDecoder } from './frameDecoder.ts';
import { functionNames, socketNames } from './functionNames.ts';
import { offeredFunctions } from './functions.ts';
import { chosenOptions, socketOptionsOf } from './options.ts';
import { refusalError } from './refusal.ts';
import { type SigningKey, signedUrl } from './signedUrl.ts';
import { socketTarget } from './socketAddress.ts';
import { userId } from './userId.ts';

/** The longest `uid`. */
const longestUserId = 32;

/**
 * After the last frame the server closes the connection, and before that it may warn of the conversation's content. A
 * server that does neither is not waited for longer than this, in milliseconds.
 */
const farewellMs = 200;

/** A client for Spark's WebSocket: one connection for every question. */
export function createSocketProvider(
  { credentials, baseUrl }: Connection,
  transport: Transport,
  timer = startTimer,
): Provider {
  const appId = credentials[appIdField.id] ?? '';
  const key: SigningKey = {
    apiKey: credentials[apiKeyField.id] ?? '',
    apiSecret: credentials[apiSecretField.id] ?? '',
  };
  const secrets = [key.apiKey, key.apiSecret];

  /** @throws {ProviderError} before anything is sent, if the request cannot be made. */
  function prepare(request: ChatRequest, emit: EmitPart) {
    const { address, domain, model } = socketTarget(baseUrl, request.model);
    const options = chosenOptions(request.options, socketOptionsOf(model), model);
    const tools = offeredFunctions(request, model);
    const names = functionNames(
      tools.map(({ name }) => name),
      socketNames,
    );
    const uid = userId(key.apiKey, options.userId, longestUserId);
    const frame = encodeQuestion({ ...request, tools }, options, { appId, uid, domain, model }, names);
    const decoder = createFrameDecoder(
      {
        maxTokens: options.maxOutputTokens,
        functionName: names.fromVendor,
        newCallId: () => `call_${transport.randomUUID()}`,
        mapFailure: (failure) => frameError(redactFailure(failure, secrets)),
      },
      emit,
    );
    return { address, uid, frame, decoder };
  }

  async function ask(address: URL, frame: string, decoder: FrameDecoder, signal: AbortSignal): Promise<void> {
    const handshake = await transport.connect(signedUrl(address, key, transport.now()), signal);
    if (handshake.type === 'refused') throw await refused(handshake.response);
    const { socket } = handshake;
    let farewell: Timer | undefined;
    try {
      socket.send(frame);
      let total = 0;
      await socket.read((text) => {
        total += text.length;
        if (total > longestStream) throw streamTooLong();
        const progress = decoder.push(text);
        if (progress === 'over') socket.close();
        if (progress === 'whole') farewell ??= timer(farewellMs, () => socket.close());
      });
    } catch (error) {
      // A whole reply stays whole if the connection breaks behind it, but not if the reply is taken back.
      if (decoder.progress === 'running' || isFilter(error)) throw error;
    } finally {
      farewell?.stop();
      socket.close();
    }
    decoder.end();
  }

  function refused(response: HttpResponse): Promise<ProviderError> {
    const suspects = { swapped: areSwapped(key.apiKey, key.apiSecret), signed: true };
    const map: MapFailure = (failure) => refusalError(redactFailure(failure, secrets), suspects);
    return errorFromResponse(response, map, transport.now());
  }

  return {
    stream(request, signal) {
      return partStream(signal, async (emit, requestSignal) => {
        const { address, uid, frame, decoder } = prepare(request, emit);
        // A user's second connection is refused with 10006 as long as the first one is busy.
        const user = createHash('sha256').update([address.host, appId, uid].join('\n')).digest('hex');
        await limiterOf(transport, user, 1).run(requestSignal, () =>
          ask(address, frame, decoder, requestSignal),
        );
      });
    },
  };
}

function isFilter(error: unknown): boolean {
  return error instanceof ProviderError && error.kind === 'content-filter';
}
