import type { Message } from '../../core/message.ts';
import type { ChatRequest } from '../../core/provider.ts';
import { checkOptions } from '../../net/checkOptions.ts';
import { normaliseChat } from '../../net/messages/normaliseChat.ts';
import type { ChatDialect } from '../../net/openAiChat/chatDialect.ts';
import { encodeRequest, type OptionMembers } from '../../net/openAiChat/encodeRequest.ts';
import type { Habits } from './habits.ts';
import { options } from './options.ts';

export const dialect: Omit<ChatDialect, 'mapFailure'> = {
  finishReasons: {
    stop: 'stop',
    eos: 'stop',
    end_turn: 'stop',
    length: 'length',
    max_tokens: 'length',
    tool_calls: 'tool-calls',
    function_call: 'tool-calls',
    content_filter: 'content-filter',
  },
  failedFinishes: { error: { kind: 'unavailable', retryable: true } },
  // Ollama and newer versions of vLLM have the shorter name.
  reasoningMembers: ['reasoning_content', 'reasoning'],
  finishesAtDone: true,
};

export const optionMembers: OptionMembers = {
  temperature: 'temperature',
  topP: 'top_p',
  topK: 'top_k',
  frequencyPenalty: 'frequency_penalty',
  presencePenalty: 'presence_penalty',
  stop: 'stop',
  seed: 'seed',
  maxOutputTokens: 'max_tokens',
  reasoningEffort: 'reasoning_effort',
  responseFormat: (type) => ({ response_format: { type } }),
  userId: 'user',
};

/** The address of chat completions: behind the address as typed, which may be that very one. */
export function chatUrl(baseUrl: string): string {
  const base = trimBase(baseUrl);
  return `${base}/chat/completions`;
}

/** The address that `/chat/completions` and `/models` come behind. */
export function trimBase(baseUrl: string): string {
  return baseUrl.replace(/(?<!\/)\/+$/, '').replace(/\/(?:chat\/)?completions$/, '');
}

/**
 * The body of a chat request.
 *
 * @throws {ProviderError} of kind `invalid-request` for an option that is out of range, or without a question.
 */
export function encodeChat(request: ChatRequest, habits: Habits): string {
  checkOptions(request.options, options);
  // Which models see is not known here; a picture is in the question only because somebody put it there.
  const normalised = normaliseChat(request.messages, { tools: true, images: true });
  const messages = habits.refusesSystem ? intoFirstUser(normalised) : normalised;
  return encodeRequest(
    { ...request, messages },
    {
      options: optionMembers,
      ...(!habits.refusesStreamOptions && { extra: { stream_options: { include_usage: true } } }),
    },
  );
}

/** Lets the user say what the instructions say. */
function intoFirstUser(messages: readonly Message[]): readonly Message[] {
  const [system, first, ...rest] = messages;
  if (system?.role !== 'system' || first?.role !== 'user') return messages;
  return [{ ...first, text: `${system.text}\n\n${first.text}` }, ...rest];
}
