import type { Provider } from '../../../core/provider.ts';
import type { Transport } from '../../../core/transport.ts';
import type { Connection } from '../../../core/vendor.ts';
import type { MapFailure } from '../../../net/errorResponse.ts';
import type { ChatDialect } from '../../../net/openAiChat/chatDialect.ts';
import { listModels } from '../../../net/openAiChat/listModels.ts';
import { streamChat } from '../../../net/openAiChat/streamChat.ts';
import { partStream } from '../../../net/partStream.ts';
import { redactFailure } from '../../../net/redact.ts';
import { withBearer } from '../../../net/withBearer.ts';
import { apiKeyField } from './apiKey.ts';
import { encodeCodeCompletion, explainMissingAddress } from './codeCompletion.ts';
import { dashScopeError } from './errorTable.ts';
import { dialect, encodeChat } from './wire.ts';

/** A client for the OpenAI-compatible mode of Model Studio. */
export function createProvider({ credentials, baseUrl }: Connection, transport: Transport): Provider {
  const key = credentials[apiKeyField.id] ?? '';
  const authorised = withBearer(transport, key);
  const mapFailure: MapFailure = (failure) => dashScopeError(redactFailure(failure, [key]), key);
  const safeDialect: ChatDialect = { ...dialect, mapFailure };
  const url = `${baseUrl}/chat/completions`;

  return {
    stream: (request, signal) =>
      partStream(signal, async (emit, requestSignal) => {
        const call = { url, headers: {}, body: encodeChat(request), dialect: safeDialect };
        await streamChat(authorised, call, emit, requestSignal);
      }),
    completeCode: (request, signal) =>
      partStream(signal, async (emit, requestSignal) => {
        const body = encodeCodeCompletion(request);
        const call = { url: `${baseUrl}/completions`, headers: {}, body, dialect: safeDialect };
        try {
          await streamChat(authorised, call, emit, requestSignal);
        } catch (error) {
          throw explainMissingAddress(error);
        }
      }),
    listModels: (signal) => listModels(authorised, { baseUrl, headers: {}, mapFailure }, signal),
  };
}
