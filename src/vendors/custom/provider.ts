import type { Provider } from '../../core/provider.ts';
import type { Transport } from '../../core/transport.ts';
import type { Connection } from '../../core/vendor.ts';
import type { MapFailure } from '../../net/errorResponse.ts';
import type { ChatDialect } from '../../net/openAiChat/chatDialect.ts';
import { listModels } from '../../net/openAiChat/listModels.ts';
import { streamChat } from '../../net/openAiChat/streamChat.ts';
import { type EmitPart, partStream } from '../../net/partStream.ts';
import { redactFailure } from '../../net/redact.ts';
import { withBearer } from '../../net/withBearer.ts';
import { completionUrl, encodeCodeCompletion } from './codeCompletion.ts';
import { customError } from './errorTable.ts';
import { parseHeaders } from './extraHeaders.ts';
import { apiKeyField, headersField } from './fields.ts';
import { type Habits, habitsOf, learnHabits, rememberHabits } from './habits.ts';
import { chatUrl, dialect, encodeChat, trimBase } from './wire.ts';

/** A client for any server that speaks the OpenAI dialect. */
export function createProvider({ credentials, baseUrl }: Connection, transport: Transport): Provider {
  const key = credentials[apiKeyField.id] ?? '';
  const written = credentials[headersField.id];
  const headers = (written !== undefined && parseHeaders(written)) || {};
  const authorised = key === '' ? transport : withBearer(transport, key);
  const secrets = [key, ...Object.values(headers)];
  const hasKey = key !== '' || 'authorization' in headers;
  const mapFailure: MapFailure = (failure) => customError(redactFailure(failure, secrets), hasKey);
  const safeDialect: ChatDialect = { ...dialect, mapFailure };
  const url = chatUrl(baseUrl);

  return {
    stream: (request, signal) =>
      partStream(signal, async (emit, requestSignal) => {
        const attempt = (habits: Habits, emitPart: EmitPart) => {
          const call = { url, headers, body: encodeChat(request, habits), dialect: safeDialect };
          return streamChat(authorised, call, emitPart, requestSignal);
        };
        await adapting(transport, `${baseUrl} ${request.model}`, emit, attempt);
      }),
    completeCode: (request, signal) =>
      partStream(signal, async (emit, requestSignal) => {
        const attempt = (habits: Habits, emitPart: EmitPart) => {
          const body = encodeCodeCompletion(request, baseUrl, habits);
          const call = { url: completionUrl(baseUrl), headers, body, dialect: safeDialect };
          return streamChat(authorised, call, emitPart, requestSignal);
        };
        await adapting(transport, `${baseUrl} ${request.model}`, emit, attempt);
      }),
    listModels: (signal) =>
      listModels(authorised, { baseUrl: trimBase(baseUrl), headers, mapFailure }, signal),
  };
}

/** Asks again in another way when the server says that it does not take one that is usual, and remembers it. */
async function adapting(
  transport: Transport,
  server: string,
  emit: EmitPart,
  attempt: (habits: Habits, emit: EmitPart) => Promise<void>,
): Promise<void> {
  let started = false;
  const watch: EmitPart = (part) => {
    started = true;
    emit(part);
  };
  for (;;) {
    const habits = habitsOf(transport, server);
    try {
      await attempt(habits, watch);
      return;
    } catch (error) {
      const learned = started ? undefined : learnHabits(habits, error);
      if (!learned) throw error;
      rememberHabits(transport, server, learned);
    }
  }
}
