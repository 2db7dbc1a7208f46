import type { AcceptedRequest, ChatMessage, Violation } from '../loopback/chatRequest.ts';
import { isBoolean, isObject, isText, isWithin, type Json, optional } from '../loopback/checks.ts';
import { estimateTokens } from '../loopback/tokens.ts';
import type { Plan } from './account.ts';
import { permissiveModel, type V2Model, v2Models } from './v2Models.ts';

/** A V2 request that kept the rules. */
export interface V2Request extends AcceptedRequest {
  /** Whether the stream is to end with a chunk of usage and no choices. */
  readonly includeUsage: boolean;
}

export interface V2RuleOptions {
  readonly plan: Plan;
  /** Ids beside the known ones; `'any'` lets every id through. */
  readonly models: readonly string[] | 'any';
  /** Refuses neighbours with the same role, which the document leaves open. Tool results may be neighbours. */
  readonly alternatingRoles: boolean;
}

const functionName = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * Checks the body of a V2 chat completion by the rules the vendor documents and returns what was accepted, or
 * the first violation. Unknown top-level fields pass.
 * Source: cloud.baidu.com/doc/qianfan, text generation (3m7of64lb).
 */
export function checkV2Request(body: unknown, options: V2RuleOptions): V2Request | Violation {
  if (!isObject(body)) return { code: 'malformed_json', message: '' };
  const model = findModel(body['model'], options);
  if ('code' in model) return model;
  const messages = checkMessages(body['messages'], model, options.alternatingRoles);
  if ('code' in messages) return messages;
  const fault =
    checkSampling(body) ?? checkLimits(body, model) ?? checkTools(body) ?? checkSwitches(body, model);
  if (fault !== undefined) return fault;
  const refused = model.refuses.find((name) => body[name] !== undefined);
  if (refused !== undefined) return invalid(`${refused} is not supported by ${model.id}`);

  const promptTokens = messages.reduce((sum, { text }) => sum + estimateTokens(text) + 4, 0);
  if (promptTokens > model.contextWindow) {
    return {
      code: 'tokens_too_long',
      message: `the input has ${promptTokens} tokens, the most is ${model.contextWindow}`,
    };
  }
  const streamOptions = body['stream_options'];
  return {
    model: model.id,
    messages,
    stream: body['stream'] === true,
    maxTokens: (body['max_tokens'] ?? body['max_completion_tokens']) as number | undefined,
    thinking:
      model.thinking === 'always' || (model.thinking === 'optional' && body['enable_thinking'] === true),
    promptTokens,
    requestId: undefined,
    includeUsage: isObject(streamOptions) && streamOptions['include_usage'] === true,
  };
}

/** Ids are in lower case; the names V1 has for the models are not known here. */
function findModel(id: unknown, { plan, models }: V2RuleOptions): V2Model | Violation {
  if (!isText(id, 1, 200)) return { code: 'invalid_model', message: 'model is empty' };
  const known = v2Models.find((candidate) => candidate.id === id);
  const model = known ?? (models === 'any' || models.includes(id) ? permissiveModel(id) : undefined);
  if (model === undefined) return { code: 'invalid_model', message: `the model ${id} does not exist` };
  if (model.plans.includes(plan)) return model;
  return plan === 'coding'
    ? { code: 'coding_plan_model_not_supported', message: '' }
    : { code: 'invalid_model', message: `no permission to use the model ${id}` };
}

function checkMessages(
  messages: unknown,
  model: V2Model,
  alternating: boolean,
): readonly ChatMessage[] | Violation {
  if (!Array.isArray(messages) || messages.length === 0) return wrong('messages is empty');
  const accepted: ChatMessage[] = [];
  const seenCalls = new Set<string>();
  const openCalls = new Set<string>();
  for (const [index, message] of messages.entries()) {
    const at = `messages[${index}]`;
    if (!isObject(message)) return wrong(at);
    const { role, tool_calls: calls } = message;
    if (role !== 'system' && role !== 'user' && role !== 'assistant' && role !== 'tool') {
      return wrong(`${at}.role`);
    }
    if (role === 'system' && (index > 0 || model.refuses.includes('system'))) {
      return wrong(`${at}: system is allowed only as the first message, and not by every model`);
    }
    if (alternating && role !== 'tool' && role === accepted.at(-1)?.role) {
      return wrong(`${at}.role is that of the message before`);
    }
    if (role !== 'tool' && openCalls.size > 0) return wrong(`${at}: tool_calls are not answered`);
    if (calls !== undefined) {
      if (role !== 'assistant' || !Array.isArray(calls) || calls.length === 0)
        return wrong(`${at}.tool_calls`);
      for (const call of calls) {
        if (!isCall(call) || seenCalls.has(call.id)) return wrong(`${at}.tool_calls`);
        seenCalls.add(call.id);
        openCalls.add(call.id);
      }
    }
    if (role === 'tool' && !openCalls.delete(String(message['tool_call_id']))) {
      return wrong(`${at}.tool_call_id`);
    }
    const text = contentText(message['content'], role === 'user' && model.readsImages);
    const mayBeBlank = (role === 'assistant' && calls !== undefined) || role === 'tool';
    if (text === undefined || (text.trim() === '' && !mayBeBlank)) return wrong(`${at}.content`);
    accepted.push({ role, text });
  }
  if (openCalls.size > 0) return wrong('tool_calls are not answered');
  const last = accepted.at(-1);
  if (last?.role !== 'user' && last?.role !== 'tool') return wrong('the last role must be user or tool');
  return last.text.trim() === '' ? wrong('the last content is blank') : accepted;
}

/** The text of a content; undefined for what is none. Nothing at all counts as an empty text. */
function contentText(content: unknown, mayHaveImages: boolean): string | undefined {
  if (content === undefined || content === null) return '';
  if (typeof content === 'string') return content;
  if (!Array.isArray(content) || content.length === 0) return undefined;
  const texts: string[] = [];
  for (const part of content) {
    if (!isObject(part)) return undefined;
    if (part['type'] === 'text' && typeof part['text'] === 'string') texts.push(part['text']);
    else if (part['type'] !== 'image_url' || !isObject(part['image_url']) || !mayHaveImages) return undefined;
  }
  return texts.join('\n');
}

function isCall(call: unknown): call is { readonly id: string } {
  if (!isObject(call) || call['type'] !== 'function' || !isObject(call['function'])) return false;
  const { name, arguments: values } = call['function'];
  return isText(call['id'], 1, 200) && isText(name, 1, 64) && typeof values === 'string';
}

function checkSampling(body: Json): Violation | undefined {
  const ranges = [
    ['temperature', 0, 2],
    ['top_p', 0, 1],
    ['penalty_score', 1, 2],
    ['repetition_penalty', 0, 2],
    ['frequency_penalty', -2, 2],
    ['presence_penalty', -2, 2],
  ] as const;
  for (const [name, low, high] of ranges) {
    if (!optional(body[name], (value) => isWithin(value, low, high))) {
      return invalid(`${name} must be within [${low}, ${high}]`);
    }
  }
  return optional(body['seed'], Number.isInteger) ? undefined : invalid('seed');
}

function checkLimits(body: Json, model: V2Model): Violation | undefined {
  for (const name of ['max_tokens', 'max_completion_tokens']) {
    const isLimit = (value: unknown) => Number.isInteger(value) && isWithin(value, 1, model.maxOutput);
    if (!optional(body[name], isLimit)) return invalid(`${name} must be within [1, ${model.maxOutput}]`);
  }
  const isWord = (value: unknown) => isText(value, 1, Number.POSITIVE_INFINITY);
  const isStop = (value: unknown) =>
    isWord(value) || (Array.isArray(value) && value.length <= 4 && value.every(isWord));
  if (!optional(body['stop'], isStop)) return invalid('stop');
  const format = body['response_format'];
  const isFormat = (value: unknown) =>
    isObject(value) &&
    (value['type'] === 'text' ||
      value['type'] === 'json_object' ||
      (value['type'] === 'json_schema' && isObject(value['json_schema'])));
  return optional(format, isFormat) ? undefined : invalid('response_format');
}

function checkTools(body: Json): Violation | undefined {
  const { tools, tool_choice: choice, parallel_tool_calls: parallel } = body;
  if (!optional(tools, (value) => Array.isArray(value) && value.length > 0 && value.every(isTool))) {
    return invalid('tools');
  }
  const names = Array.isArray(tools) ? tools.map((tool) => tool.function.name) : [];
  const isChoice = (value: unknown) =>
    tools !== undefined &&
    (value === 'none' ||
      value === 'auto' ||
      value === 'required' ||
      (isObject(value) && isObject(value['function']) && names.includes(value['function']['name'])));
  if (!optional(choice, isChoice)) return invalid('tool_choice');
  return optional(parallel, isBoolean) ? undefined : invalid('parallel_tool_calls');
}

function isTool(tool: unknown): boolean {
  if (!isObject(tool) || tool['type'] !== 'function' || !isObject(tool['function'])) return false;
  const { name, description, parameters } = tool['function'];
  return (
    typeof name === 'string' &&
    functionName.test(name) &&
    optional(description, (value) => typeof value === 'string') &&
    optional(parameters, isObject)
  );
}

function checkSwitches(body: Json, model: V2Model): Violation | undefined {
  const { stream, stream_options: streamOptions, enable_thinking: thinking, web_search: search } = body;
  if (!optional(stream, isBoolean)) return invalid('stream');
  if (!optional(streamOptions, (value) => stream === true && isObject(value)))
    return invalid('stream_options');
  if (!optional(thinking, isBoolean)) return invalid('enable_thinking');
  if (thinking !== undefined && model.thinking !== 'optional') {
    return invalid(`enable_thinking is not supported by ${model.id}`);
  }
  if (!optional(body['user'], (value) => typeof value === 'string')) return invalid('user');
  if (!optional(body['metadata'], isObject)) return invalid('metadata');
  const isSearch = (value: unknown) =>
    isObject(value) &&
    isBoolean(value['enable']) &&
    optional(value['enable_citation'], isBoolean) &&
    optional(value['enable_trace'], isBoolean);
  if (optional(search, isSearch)) return undefined;
  return { code: 'invalid_plugin_argument', message: 'web_search' };
}

function wrong(message: string): Violation {
  return { code: 'invalid_messages', message };
}

function invalid(message: string): Violation {
  return { code: 'invalid_argument', message };
}
