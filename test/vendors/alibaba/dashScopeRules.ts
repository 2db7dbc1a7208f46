import { chosenFunction, functionNames, isFunctionTool, readMessages } from '../custom/openAiMessages.ts';
import type { AcceptedRequest, Violation } from '../loopback/chatRequest.ts';
import { isBoolean, isObject, isText, isWithin, type Json, optional } from '../loopback/checks.ts';
import { estimateTokens } from '../loopback/tokens.ts';
import {
  completionModels,
  type DashScopeModel,
  dashScopeModels,
  permissiveDashScopeModel,
} from './dashScopeModels.ts';

/** What the answering side needs from a request that kept the rules. */
export interface DashScopeRequest extends AcceptedRequest {
  readonly call: 'chat' | 'completion';
  /** Whether the stream ends with a chunk that holds nothing but the usage. */
  readonly includeUsage: boolean;
  /** Tokens; undefined when the request set none. */
  readonly thinkingBudget: number | undefined;
  readonly search: boolean;
  /** The beginning of the answer, from a last message that is `partial`; undefined when there is none. */
  readonly partial: string | undefined;
}

/** How the models of a request are judged. */
export interface ModelPolicy {
  /** Ids beside the known ones; `any` lets every id through. */
  readonly allowed: readonly string[] | 'any';
  /** Only the models of the Coding Plan. */
  readonly codingPlan: boolean;
}

/**
 * Checks the body of a chat completion and returns what was accepted, or the first violation. Unknown
 * top-level fields pass, as they do at the vendor's.
 * Source: Alibaba Cloud Model Studio, OpenAI-compatible chat, deep thinking, partial mode, error codes.
 */
export function checkChat(body: unknown, policy: ModelPolicy): DashScopeRequest | Violation {
  if (!isObject(body)) return invalid('the body is not a JSON object');
  const model = findModel(body['model'], policy);
  if ('code' in model) return model;
  const messages = readMessages(body['messages']);
  if ('fault' in messages) return invalid(messages.fault);
  const empty = messages.findIndex(({ role, text }) => role === 'user' && text.trim() === '');
  if (empty !== -1) return invalid(`messages[${empty}].content is empty`);
  const thinking = isThinking(body, model);
  const fault =
    checkSampling(body) ??
    checkLimits(body, model) ??
    checkTools(body, thinking) ??
    checkThinking(body, model, thinking) ??
    checkFormat(body, messages.map(({ text }) => text).join('\n'), thinking) ??
    checkLast(body['messages'] as readonly Json[], model, thinking);
  if (fault !== undefined) return fault;

  const promptTokens = messages.reduce((sum, message) => sum + estimateTokens(message.text) + 4, 0);
  if (promptTokens > model.inputLimit) {
    return invalid(`Range of input length should be [1, ${model.inputLimit}]`);
  }
  const last = (body['messages'] as readonly Json[]).at(-1);
  return {
    call: 'chat',
    model: model.id,
    messages,
    stream: body['stream'] === true,
    includeUsage: includesUsage(body),
    maxTokens: body['max_tokens'] as number | undefined,
    thinking,
    thinkingBudget: body['thinking_budget'] as number | undefined,
    search: body['enable_search'] === true,
    partial: last?.['partial'] === true ? (messages.at(-1)?.text ?? '') : undefined,
    promptTokens,
    requestId: undefined,
  };
}

/**
 * Checks the body of a text completion, with or without a middle to fill in.
 * Source: Alibaba Cloud Model Studio, Qwen-Coder completions.
 */
export function checkCompletion(body: unknown, policy: ModelPolicy): DashScopeRequest | Violation {
  if (!isObject(body)) return invalid('the body is not a JSON object');
  const { model, prompt } = body;
  if (!isText(model, 1, 128)) return invalid('model');
  const isAllowed = policy.allowed === 'any' || policy.allowed.includes(model);
  if (!completionModels.includes(model) && !isAllowed) return unknownModel(model);
  if (!isText(prompt, 1, Number.POSITIVE_INFINITY)) return invalid('prompt');
  if (!/^(?:<\|fim_prefix\|>.*<\|fim_suffix\|>(?:.*<\|fim_middle\|>)?|(?!.*<\|fim_).*)$/s.test(prompt)) {
    return invalid('prompt: fim_prefix, fim_suffix and fim_middle, in this order');
  }
  const fault = checkSampling(body) ?? checkLimits(body, permissiveDashScopeModel(model));
  if (fault !== undefined) return fault;
  return {
    call: 'completion',
    model,
    messages: [{ role: 'user', text: prompt }],
    stream: body['stream'] === true,
    includeUsage: includesUsage(body),
    maxTokens: body['max_tokens'] as number | undefined,
    thinking: false,
    thinkingBudget: undefined,
    search: false,
    partial: undefined,
    promptTokens: estimateTokens(prompt),
    requestId: undefined,
  };
}

function findModel(id: unknown, policy: ModelPolicy): DashScopeModel | Violation {
  if (!isText(id, 1, 128)) return invalid('model');
  const known = dashScopeModels.find((candidate) => candidate.id === id);
  if (known === undefined) {
    const isAllowed = policy.allowed === 'any' || policy.allowed.includes(id);
    return isAllowed ? permissiveDashScopeModel(id) : unknownModel(id);
  }
  if (policy.codingPlan && !known.codingPlan) return invalid(`model ${id} is not part of the Coding Plan`);
  return known;
}

function checkSampling(body: Json): Violation | undefined {
  const isBelowTwo = (value: unknown): boolean => isWithin(value, 0, 2) && value < 2;
  if (!optional(body['temperature'], isBelowTwo)) return invalid('Temperature should be in [0.0, 2.0)');
  const isShare = (value: unknown): boolean => isWithin(value, 0, 1) && value > 0;
  if (!optional(body['top_p'], isShare)) return invalid('Range of top_p should be (0.0, 1.0]');
  if (!optional(body['top_k'], (value) => Number.isInteger(value) && isWithin(value, 0, 100))) {
    return invalid('top_k');
  }
  if (!optional(body['presence_penalty'], (value) => isWithin(value, -2, 2))) {
    return invalid('presence_penalty');
  }
  if (!optional(body['seed'], (value) => Number.isInteger(value) && isWithin(value, 0, 2 ** 31 - 1))) {
    return invalid('seed');
  }
  return undefined;
}

function checkLimits(body: Json, model: DashScopeModel): Violation | undefined {
  const isLimit = (value: unknown): boolean =>
    Number.isInteger(value) && isWithin(value, 1, model.outputLimit);
  if (!optional(body['max_tokens'], isLimit)) {
    return invalid(`Range of max_tokens should be [1, ${model.outputLimit}]`);
  }
  const isWord = (word: unknown): boolean => isText(word, 1, Number.POSITIVE_INFINITY);
  const isStop = (value: unknown): boolean =>
    isWord(value) || (Array.isArray(value) && value.length > 0 && value.every(isWord));
  if (!optional(body['stop'], isStop)) return invalid('stop');
  if (!optional(body['stream'], isBoolean)) return invalid('stream');
  const options = body['stream_options'];
  const isOptions = (value: unknown): boolean =>
    isObject(value) && optional(value['include_usage'], isBoolean);
  if (!optional(options, isOptions)) return invalid('stream_options');
  if (options !== undefined && body['stream'] !== true) {
    return invalid("The 'stream_options' parameter is only allowed when 'stream' is enabled.");
  }
  return undefined;
}

function checkTools(body: Json, thinking: boolean): Violation | undefined {
  const { tools, tool_choice: choice } = body;
  if (!optional(body['parallel_tool_calls'], isBoolean)) return invalid('parallel_tool_calls');
  if (!optional(tools, (value) => Array.isArray(value) && value.length > 0 && value.every(isFunctionTool))) {
    return invalid('tools');
  }
  if (choice === undefined || choice === 'auto' || choice === 'none') return undefined;
  const name = chosenFunction(choice);
  if (name === undefined || !functionNames((tools ?? []) as readonly Json[]).includes(name)) {
    return invalid('tool_choice');
  }
  return thinking ? invalid('tool_choice: a thinking model cannot be made to call a function') : undefined;
}

function checkThinking(body: Json, model: DashScopeModel, thinking: boolean): Violation | undefined {
  const { enable_thinking: enabled, thinking_budget: budget } = body;
  if (!optional(enabled, isBoolean)) return invalid('enable_thinking');
  if (enabled === true && model.thinking === 'none')
    return invalid(`enable_thinking: ${model.id} cannot think`);
  if (enabled === false && model.thinking === 'always') {
    return invalid('The value of the enable_thinking parameter is restricted to True.');
  }
  const isStream = body['stream'] === true;
  if (thinking && !isStream && (enabled === true || model.thinksInStreamsOnly)) {
    return invalid('parameter.enable_thinking must be set to false for non-streaming calls');
  }
  const isBudget = (value: unknown): boolean =>
    Number.isInteger(value) && isWithin(value, 1, model.thinkingLimit) && model.thinking !== 'none';
  if (!optional(budget, isBudget)) {
    return invalid(
      `The thinking_budget parameter must be a positive integer and not greater than ${model.thinkingLimit}`,
    );
  }
  if (!optional(body['enable_search'], isBoolean)) return invalid('enable_search');
  if (!optional(body['search_options'], isObject)) return invalid('search_options');
  return undefined;
}

function checkFormat(body: Json, words: string, thinking: boolean): Violation | undefined {
  const format = body['response_format'];
  if (format === undefined) return undefined;
  const type = isObject(format) ? format['type'] : undefined;
  if (type === 'text' || type === 'json_schema') return undefined;
  if (type !== 'json_object') return invalid('response_format');
  if (thinking) return invalid('Json mode response is not supported when enable_thinking is true');
  return /json/i.test(words)
    ? undefined
    : invalid(
        "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
      );
}

/** A conversation ends with what is to be answered, or with the beginning of an answer. */
function checkLast(
  messages: readonly Json[],
  model: DashScopeModel,
  thinking: boolean,
): Violation | undefined {
  if (!optional(messages.at(-1)?.['partial'], isBoolean)) return invalid('partial');
  if (messages.slice(0, -1).some(({ partial }) => partial !== undefined)) return invalid('partial');
  const last = messages.at(-1);
  if (last?.['role'] === 'user' || last?.['role'] === 'tool') {
    return last['partial'] === undefined ? undefined : invalid('partial');
  }
  if (last?.['role'] !== 'assistant' || last['partial'] !== true) {
    return invalid('messages: the last one must be from user or tool, or partial');
  }
  return model.partial && !thinking ? undefined : invalid(`partial: ${model.id} does not support it here`);
}

function isThinking(body: Json, model: DashScopeModel): boolean {
  if (model.thinking === 'none') return false;
  if (model.thinking === 'always') return true;
  return isBoolean(body['enable_thinking']) ? body['enable_thinking'] : model.thinking === 'on';
}

function includesUsage(body: Json): boolean {
  const options = body['stream_options'];
  return isObject(options) && options['include_usage'] === true;
}

function unknownModel(id: string): Violation {
  return {
    code: 'ModelNotFound',
    message: `The model \`${id}\` does not exist or you do not have access to it.`,
  };
}

function invalid(message: string): Violation {
  return { code: 'InvalidParameter', message };
}
