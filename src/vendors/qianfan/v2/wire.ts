import type { Message } from '../../../core/message.ts';
import type { OptionRules } from '../../../core/modelOptions.ts';
import type { ChatRequest } from '../../../core/provider.ts';
import type { StreamPart } from '../../../core/streamPart.ts';
import { checkOptions } from '../../../net/checkOptions.ts';
import { isJsonObject, type JsonObject } from '../../../net/json.ts';
import { normaliseChat } from '../../../net/messages/normaliseChat.ts';
import type { ChatDialect } from '../../../net/openAiChat/chatDialect.ts';
import { encodeRequest, type OptionMembers } from '../../../net/openAiChat/encodeRequest.ts';
import { withNamedCalls } from '../namedCalls.ts';
import { readSafety } from '../safetyNotice.ts';
import { readSearchResults } from '../searchResults.ts';
import { readV2Failure, v2Error } from './errorTable.ts';
import { findModel, mayReadImages, modelId, type V2Model } from './models.ts';
import { options as rules } from './options.ts';

/*
 * What V2 does in its own way.
 * See https://cloud.baidu.com/doc/qianfan-api/s/3m7of64lb
 */

export const dialect: ChatDialect = {
  finishReasons: {
    stop: 'stop',
    length: 'length',
    content_filter: 'content-filter',
    tool_calls: 'tool-calls',
    // Backends from before March 2025.
    normal: 'stop',
    function_call: 'tool-calls',
  },
  failedFinishes: {},
  mapFailure: v2Error,
  readFailure: readV2Failure,
  readExtras,
};

const members: OptionMembers = {
  temperature: 'temperature',
  topP: 'top_p',
  penaltyScore: 'penalty_score',
  frequencyPenalty: 'frequency_penalty',
  presencePenalty: 'presence_penalty',
  stop: 'stop',
  seed: 'seed',
  maxOutputTokens: 'max_tokens',
  responseFormat: (type) => ({ response_format: { type } }),
  userId: 'user',
};

/** The address of chat completions; plans have paths of their own before it. */
export function chatUrl(baseUrl: string): string {
  return `${baseUrl}/chat/completions`;
}

/**
 * The body of a chat request, as JSON text.
 *
 * @throws {ProviderError} if there is nothing to ask, or an option is not one that the model takes.
 */
export function encodeChat(request: ChatRequest): string {
  const model = findModel(request.model);
  checkOptions(request.options, rulesFor(model));
  const id = modelId(request.model);
  const abilities = { tools: model?.tools !== false, images: mayReadImages(id) };
  const messages = normaliseChat(withNamedCalls(request.messages), abilities).map(withWords);
  return encodeRequest(
    { ...request, model: id, messages: knowsSystem(id) ? messages : systemToUser(messages) },
    {
      options: members,
      extra: {
        stream_options: { include_usage: true },
        ...encodeThinking(request, model),
        ...encodeSearch(request),
      },
    },
  );
}

function rulesFor(model: V2Model | undefined): OptionRules {
  if (!model) return rules;
  const limited = { ...rules, maxOutputTokens: { ...rules.maxOutputTokens, maximum: model.maxOutputTokens } };
  const { refuses = [] } = model;
  return Object.fromEntries(
    Object.entries(limited).filter(([name]) => !refuses.some((each) => each === name)),
  );
}

/** Only models that can do both take it. */
function encodeThinking({ options }: ChatRequest, model: V2Model | undefined): JsonObject {
  const thinking = options?.thinking;
  const hasChoice = model === undefined || model.thinking === 'optional';
  return thinking === undefined || !hasChoice ? {} : { enable_thinking: thinking };
}

/** Citations are a part of the search. Without the trace, the answer does not tell what was found. */
function encodeSearch({ options }: ChatRequest): JsonObject {
  const { webSearch, citations } = options ?? {};
  if (webSearch === undefined) return {};
  if (!webSearch) return { web_search: { enable: false } };
  return {
    web_search: {
      enable: true,
      ...(citations !== undefined && { enable_citation: citations }),
      enable_trace: true,
    },
  };
}

function knowsSystem(id: string): boolean {
  return !/^glm-z1-rumination/.test(id);
}

/** A content may not be blank, and whether a picture alone counts is not documented. */
function withWords(message: Message): Message {
  const isPictureOnly = message.role === 'user' && message.text.trim() === '';
  return isPictureOnly ? { ...message, text: '[A picture]' } : message;
}

function systemToUser(messages: readonly Message[]): readonly Message[] {
  const [system, first, ...others] = messages;
  if (system?.role !== 'system' || first?.role !== 'user') return messages;
  return [{ ...first, text: `${system.text}\n\n${first.text}` }, ...others];
}

function readExtras(chunk: JsonObject): readonly StreamPart[] {
  const { choices } = chunk;
  const choice: unknown = Array.isArray(choices) ? choices[0] : undefined;
  const sources = readSearchResults(chunk['search_results']);
  return isJsonObject(choice) ? [...sources, ...readSafety(chunk, choice)] : sources;
}
