import type { AcceptedRequest, ChatMessage, Violation } from '../loopback/chatRequest.ts';
import { isBoolean, isObject, isText, isWithin, type Json, optional } from '../loopback/checks.ts';
import { estimateTokens } from '../loopback/tokens.ts';
import type { V1Model } from './v1Models.ts';

/** A V1 request that kept the rules. */
export interface V1Request extends AcceptedRequest {
  /** Names of the functions that the answer may call. */
  readonly functions: readonly string[];
}

const functionName = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * Checks the body of a V1 chat by the rules the vendor documents and returns what was accepted, or the first
 * violation. Unknown top-level fields pass, as they do at the vendor's.
 * Source: cloud.baidu.com/doc/WENXINWORKSHOP, API reference of the ERNIE models.
 */
export function checkV1Request(body: unknown, model: V1Model): V1Request | Violation {
  if (!isObject(body)) return { code: '336002', message: '' };
  const functions = checkFunctions(body, model);
  if ('code' in functions) return functions;
  const fault = checkSampling(body) ?? checkSwitches(body);
  if (fault !== undefined) return fault;
  const system = body['system'];
  if (!optional(system, (value) => typeof value === 'string')) return { code: '336104', message: '' };
  const messages = checkMessages(body['messages']);
  if ('code' in messages) return messages;

  const all: readonly ChatMessage[] = isText(system, 1, Number.POSITIVE_INFINITY)
    ? [{ role: 'system', text: system }, ...messages]
    : messages;
  const characters = all.reduce((sum, { text }) => sum + [...text].length, 0);
  const promptTokens = all.reduce((sum, { text }) => sum + estimateTokens(text), 0);
  if (characters > model.characters || promptTokens > model.tokens) {
    const limits = `${model.characters} characters, ${model.tokens} tokens`;
    return { code: '336103', message: `the total length of messages and system must be within ${limits}` };
  }
  return {
    model: model.name,
    messages: all,
    stream: body['stream'] === true,
    maxTokens: body['max_output_tokens'] as number | undefined,
    thinking: false,
    promptTokens,
    requestId: undefined,
    functions,
  };
}

function checkMessages(messages: unknown): readonly ChatMessage[] | Violation {
  if (!Array.isArray(messages) || messages.length === 0) return invalid('messages');
  if (messages.length % 2 === 0) return outOfOrder('the number of messages must be odd');
  const accepted: ChatMessage[] = [];
  let called: string | undefined;
  for (const [index, message] of messages.entries()) {
    const at = `messages[${index}]`;
    if (!isObject(message)) return invalid(at);
    const { role, content, function_call: call } = message;
    if (role !== 'user' && role !== 'assistant' && role !== 'function') {
      return outOfOrder(`${at}.role must be user, assistant or function`);
    }
    if ((index % 2 === 1) !== (role === 'assistant')) {
      return outOfOrder(`${at}.role: user or function and assistant must alternate`);
    }
    if (role === 'function' && (called === undefined || message['name'] !== called)) {
      return outOfOrder(`${at}.name is not the function that was called`);
    }
    if (call !== undefined && (role !== 'assistant' || !isCall(call))) return invalid(`${at}.function_call`);
    if (content !== undefined && typeof content !== 'string') return invalid(`${at}.content`);
    const text = content ?? '';
    if (text.trim() === '' && call === undefined) return { code: '336007', message: '' };
    called = isObject(call) ? String(call['name']) : undefined;
    accepted.push({ role: role === 'function' ? 'tool' : role, text });
  }
  return accepted;
}

function isCall(call: unknown): boolean {
  return isObject(call) && isText(call['name'], 1, 64) && typeof call['arguments'] === 'string';
}

function checkSampling(body: Json): Violation | undefined {
  const ranges = [
    ['top_p', 0, 1],
    ['penalty_score', 1, 2],
    ['frequency_penalty', -2, 2],
    ['presence_penalty', -2, 2],
  ] as const;
  for (const [name, low, high] of ranges) {
    if (!optional(body[name], (value) => isWithin(value, low, high))) return invalid(name, low, high);
  }
  if (!optional(body['temperature'], (value) => isWithin(value, Number.MIN_VALUE, 1))) {
    return { code: '336003', message: 'temperature must be within (0, 1]' };
  }
  const isLimit = (value: unknown) => Number.isInteger(value) && isWithin(value, 2, 2048);
  return optional(body['max_output_tokens'], isLimit) ? undefined : invalid('max_output_tokens', 2, 2048);
}

function checkSwitches(body: Json): Violation | undefined {
  for (const name of [
    'stream',
    'disable_search',
    'enable_citation',
    'enable_trace',
    'enable_system_memory',
  ]) {
    if (!optional(body[name], isBoolean)) return invalid(name);
  }
  for (const name of ['user_id', 'system_memory_id']) {
    if (!optional(body[name], (value) => isText(value, 1, 128))) return invalid(name);
  }
  const isStopList = (value: unknown) =>
    Array.isArray(value) && value.length <= 4 && value.every((word) => isText(word, 1, 20));
  if (!optional(body['stop'], isStopList)) return invalid('stop');
  const format = body['response_format'];
  if (!optional(format, (value) => value === 'text' || value === 'json_object')) {
    return invalid('response_format');
  }
  return optional(body['extra_parameters'], isObject) ? undefined : invalid('extra_parameters');
}

/** The names of the functions, none when there are none. */
function checkFunctions(body: Json, model: V1Model): readonly string[] | Violation {
  const { functions, tool_choice: choice } = body;
  if (functions === undefined) return choice === undefined ? [] : invalid('tool_choice');
  if (!Array.isArray(functions) || functions.length === 0 || !functions.every(isFunction)) {
    return invalid('functions');
  }
  if (!model.callsFunctions) return { code: '336003', message: `${model.name} has no functions` };
  const names = functions.map(({ name }) => name);
  const isChoice = (value: unknown) =>
    isObject(value) &&
    value['type'] === 'function' &&
    isObject(value['function']) &&
    names.includes(String(value['function']['name']));
  return optional(choice, isChoice) ? names : invalid('tool_choice');
}

/** Even a function without parameters has a schema with `properties: {}`. */
function isFunction(definition: unknown): definition is { readonly name: string } {
  if (!isObject(definition)) return false;
  const { name, description, parameters, responses, examples } = definition;
  return (
    typeof name === 'string' &&
    functionName.test(name) &&
    typeof description === 'string' &&
    isObject(parameters) &&
    parameters['type'] === 'object' &&
    isObject(parameters['properties']) &&
    optional(responses, isObject) &&
    optional(examples, Array.isArray)
  );
}

function outOfOrder(message: string): Violation {
  return { code: '336006', message };
}

function invalid(field: string, low?: number, high?: number): Violation {
  const range = low === undefined ? 'is invalid' : `must be within [${low}, ${high}]`;
  return { code: '336003', message: `${field} ${range}` };
}
