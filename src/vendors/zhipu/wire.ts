import type { ChatRequest } from '../../core/provider.ts';
import type { Connection } from '../../core/vendor.ts';
import { checkOptions } from '../../net/checkOptions.ts';
import type { JsonObject } from '../../net/json.ts';
import { normaliseChat } from '../../net/messages/normaliseChat.ts';
import type { ChatDialect } from '../../net/openAiChat/chatDialect.ts';
import { encodeRequest, type OptionMembers } from '../../net/openAiChat/encodeRequest.ts';
import { isInternational } from './endpoints.ts';
import { zhipuError } from './errorTable.ts';
import { findModel } from './models.ts';
import { optionsOf } from './options.ts';
import { readSearchResults } from './searchResults.ts';

/*
 * What BigModel does in its own way.
 * See https://docs.bigmodel.cn/api-reference/模型-api/对话补全
 */

export const dialect: ChatDialect = {
  finishReasons: {
    stop: 'stop',
    tool_calls: 'tool-calls',
    length: 'length',
    sensitive: 'content-filter',
    model_context_window_exceeded: 'context-length',
  },
  // The only word that reaches us when the server fails in the middle of a reply.
  failedFinishes: { network_error: { kind: 'unavailable', retryable: true } },
  mapFailure: zhipuError,
  readExtras: readSearchResults,
};

/** Web search and async are no members of their own: see `encodeChat`. */
const optionMembers: OptionMembers = {
  temperature: 'temperature',
  topP: 'top_p',
  maxOutputTokens: 'max_tokens',
  stop: 'stop',
  thinking: (isOn) => ({ thinking: { type: isOn ? 'enabled' : 'disabled' } }),
  reasoningEffort: 'reasoning_effort',
  responseFormat: (type) => ({ response_format: { type } }),
  seed: 'seed',
  userId: 'user_id',
};

/** The address of chat completions; there is no `/v1` in it. */
export function chatUrl(baseUrl: string): string {
  return `${baseUrl}/chat/completions`;
}

/**
 * The body of a chat request. No temperature unless it is set: each model family has its own best one.
 *
 * @throws {ProviderError} of kind `invalid-request` for an option that the model does not take, or without a question.
 */
export function encodeChat(request: ChatRequest, baseUrl: string): string {
  const { options = {} } = request;
  checkOptions(options, optionsOf(request.model));
  const model = findModel(request.model);
  const { tools, toolChoice, ...rest } = request;
  // Of all choices the API knows `auto` alone, which goes without saying.
  const offered = toolChoice === 'none' ? undefined : tools;
  const isStream = options.async !== true;
  return encodeRequest(
    {
      ...rest,
      messages: normaliseChat(request.messages, {
        tools: true,
        images: model ? model.images === true : true,
      }),
      ...(offered && { tools: offered }),
    },
    {
      options: optionMembers,
      reasoningMember: 'reasoning_content',
      stream: isStream,
      vendorTools: options.webSearch ? [webSearchTool(baseUrl)] : [],
      ...(isStream && offered?.length && model?.streamsTools && { extra: { tool_stream: true } }),
    },
  );
}

/** Without `search_result` the server searches, but does not tell what it found. */
function webSearchTool(baseUrl: string): JsonObject {
  const engine = isInternational(baseUrl) ? 'search_pro_jina' : 'search_std';
  return { type: 'web_search', web_search: { enable: true, search_engine: engine, search_result: true } };
}

/** The language of error messages. The international service is documented with English only. */
export function acceptLanguage({ baseUrl, language }: Connection): string {
  return !isInternational(baseUrl) && /^zh\b/i.test(language) ? 'zh-CN,zh' : 'en-US,en';
}
