import type { ChatRequest } from '../../../core/provider.ts';
import { checkOptions } from '../../../net/checkOptions.ts';
import type { JsonObject } from '../../../net/json.ts';
import { normaliseChat } from '../../../net/messages/normaliseChat.ts';
import type { ChatDialect } from '../../../net/openAiChat/chatDialect.ts';
import { encodeRequest, type OptionMembers } from '../../../net/openAiChat/encodeRequest.ts';
import { findModel } from './models.ts';
import { optionsOf } from './options.ts';

/*
 * What Model Studio does in its own way.
 * See https://help.aliyun.com/zh/model-studio/qwen-api-reference
 */

export const dialect: Omit<ChatDialect, 'mapFailure'> = {
  finishReasons: {
    stop: 'stop',
    length: 'length',
    tool_calls: 'tool-calls',
    content_filter: 'content-filter',
  },
  failedFinishes: {},
};

const optionMembers: OptionMembers = {
  temperature: 'temperature',
  topP: 'top_p',
  topK: 'top_k',
  presencePenalty: 'presence_penalty',
  stop: 'stop',
  seed: 'seed',
  maxOutputTokens: 'max_tokens',
  thinkingBudget: 'thinking_budget',
  webSearch: 'enable_search',
  responseFormat: (type) => ({ response_format: { type } }),
};

/**
 * The body of a chat request.
 *
 * @throws {ProviderError} of kind `invalid-request` for an option that the model does not take, or without a question.
 */
export function encodeChat(request: ChatRequest): string {
  const { toolChoice, ...asked } = request;
  checkOptions(request.options, optionsOf(request.model));
  const model = findModel(request.model);
  const { thinking } = request.options ?? {};
  const choice = encodeToolChoice(request);
  return encodeRequest(
    {
      ...asked,
      // `required` is not among the words that the API knows.
      ...(toolChoice !== undefined && toolChoice !== 'required' && { toolChoice }),
      messages: normaliseChat(request.messages, {
        tools: true,
        images: model?.images ?? !model,
      }),
    },
    {
      options: optionMembers,
      extra: {
        // Without it a stream does not tell what it has used.
        stream_options: { include_usage: true },
        // A model that cannot think refuses the member itself.
        ...(thinking !== undefined && model?.thinking !== 'none' && { enable_thinking: thinking }),
        ...(choice && { tool_choice: choice }),
      },
    },
  );
}

/** A single tool can be demanded by its name, unless the model may be thinking. */
function encodeToolChoice({ model, options, tools, toolChoice }: ChatRequest): JsonObject | undefined {
  const [tool, ...others] = tools ?? [];
  if (toolChoice !== 'required' || !tool || others.length > 0) return undefined;
  const isThinking = options?.thinking ?? findModel(model)?.thinking !== 'none';
  return isThinking ? undefined : { type: 'function', function: { name: tool.name } };
}
