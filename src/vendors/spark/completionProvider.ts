import type { ModelOptions } from '../../core/modelOptions.ts';
import type { ChatRequest, Provider } from '../../core/provider.ts';
import type { Transport } from '../../core/transport.ts';
import type { Connection } from '../../core/vendor.ts';
import { encodeRequest } from '../../net/openAiChat/encodeRequest.ts';
import { streamChat } from '../../net/openAiChat/streamChat.ts';
import { type EmitPart, partStream } from '../../net/partStream.ts';
import { redactFailure } from '../../net/redact.ts';
import { withBearer } from '../../net/withBearer.ts';
import { completionTarget } from './completionAddress.ts';
import { completionDialect, type ReplyState } from './completionDialect.ts';
import { apiKeyField, apiSecretField, areSwapped, isNoPassword, passwordField } from './credentials.ts';
import { completionNames, type FunctionNames, functionNames } from './functionNames.ts';
import { offeredFunctions } from './functions.ts';
import { normalise } from './normalise.ts';
import { chosenOptions, completionOptionsOf, optionMembers, searchTools } from './options.ts';
import { refusalError, type Suspects } from './refusal.ts';
import { userId } from './userId.ts';

/** The longest `user` that every version takes. */
const longestUser = 64;

/** A client for Spark's chat completions over HTTP. */
export function createCompletionProvider(connection: Connection, transport: Transport): Provider {
  const { bearer, secrets, suspects } = readCredentials(connection);
  const authorised = withBearer(transport, bearer);

  return {
    stream(request, signal) {
      return partStream(signal, async (emit, requestSignal) => {
        const { url, name, model } = completionTarget(connection.baseUrl, request.model);
        const options = chosenOptions(request.options, completionOptionsOf(model), model);
        const tools = offeredFunctions(request, model);
        const names = functionNames(
          tools.map((tool) => tool.name),
          completionNames,
        );
        const messages = normalise(request.messages, {
          tools: model?.tools ?? true,
          systemRole: model?.systemRole ?? true,
        });
        const body = encodeRequest(withNames({ ...request, model: name, messages, tools, options }, names), {
          options: {
            ...optionMembers,
            ...(model?.fixedSampling && { maxOutputTokens: 'max_completion_tokens' }),
            responseFormat: (type) => ({ response_format: { type } }),
            userId: (chosen) => ({ user: userId(bearer, chosen, longestUser) }),
          },
          vendorTools: searchTools(options),
          // Otherwise calls come as a single object, and only the first of several.
          extra: tools.length > 0 ? { tool_calls_switch: true } : {},
        });

        const state: ReplyState = { started: false, warned: false, finished: false };
        const dialect = completionDialect(state, (failure) =>
          refusalError(redactFailure(failure, secrets), suspects),
        );
        const emitPart = watchReply(state, options, names, emit);
        await streamChat(authorised, { url, headers: {}, body, dialect }, emitPart, requestSignal);
        // The warning comes after the whole reply, and `[DONE]` does not follow it.
        if (state.warned && !state.finished) emit({ type: 'finish', reason: 'stop' });
      });
    },
  };
}

interface BearerCredentials {
  readonly bearer: string;
  readonly secrets: readonly string[];
  readonly suspects: Suspects;
}

function readCredentials({ credentials, authMode }: Connection): BearerCredentials {
  if (authMode === 'key-secret') {
    const key = credentials[apiKeyField.id] ?? '';
    const secret = credentials[apiSecretField.id] ?? '';
    return {
      bearer: `${key}:${secret}`,
      secrets: [key, secret],
      suspects: { swapped: areSwapped(key, secret) },
    };
  }
  const password = credentials[passwordField.id] ?? '';
  return {
    bearer: password,
    secrets: [password],
    suspects: { otherKind: isNoPassword(password) },
  };
}

/** The request with functions named as the service takes them. */
function withNames(request: ChatRequest, { toVendor }: FunctionNames): ChatRequest {
  return {
    ...request,
    tools: (request.tools ?? []).map((tool) => ({ ...tool, name: toVendor(tool.name) })),
    messages: request.messages.map((message) =>
      message.role === 'assistant' && message.toolCalls
        ? { ...message, toolCalls: message.toolCalls.map((call) => ({ ...call, name: toVendor(call.name) })) }
        : message,
    ),
  };
}

/** Notes how far the reply is, and fills in what the service leaves to be guessed. */
function watchReply(
  state: ReplyState,
  { maxOutputTokens }: ModelOptions,
  { fromVendor }: FunctionNames,
  emit: EmitPart,
): EmitPart {
  return (part) => {
    state.started = true;
    if (part.type === 'tool-call') {
      emit({ ...part, name: fromVendor(part.name) });
      return;
    }
    if (part.type !== 'finish') {
      emit(part);
      return;
    }
    state.finished = true;
    // `/v1` does not say that it has cut the reply, but that it has used up what it was allowed.
    const used = part.usage?.outputTokens ?? 0;
    const cut = part.rawReason === undefined && maxOutputTokens !== undefined && used >= maxOutputTokens;
    emit(cut && part.reason === 'stop' ? { ...part, reason: 'length' } : part);
  };
}
