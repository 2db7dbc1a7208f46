import type { AcceptedRequest, ChatMessage, Violation } from '../loopback/chatRequest.ts';
import { isBoolean, isObject, isText, isWithin, type Json, optional } from '../loopback/checks.ts';
import { estimateTokens } from '../loopback/tokens.ts';
import { permissiveModel, type ServedModel, servedModels } from './models.ts';
import { callIds, checkTools, type OfferedTools } from './toolRules.ts';
import { invalid, violation } from './violation.ts';

const roles = ['system', 'user', 'assistant', 'tool'] as const;

/** What the answering side needs from a request that kept the rules. */
export interface GlmRequest extends AcceptedRequest, OfferedTools {}

/**
 * Checks the body of a chat completion by the rules the vendor documents and returns what was accepted, or
 * the first violation. `allowedModels` are ids beside the known ones, `'any'` lets every id through; an `async`
 * call has the same body, but nothing in it about streams.
 * Unknown top-level fields pass, as they do at the vendor's.
 * Source: docs.bigmodel.cn, API reference, chat completions and async chat completions.
 */
export function checkRequest(
  body: unknown,
  allowedModels: readonly string[] | 'any',
  call: 'chat' | 'async' = 'chat',
): GlmRequest | Violation {
  if (!isObject(body)) return violation('1210', 'the body is not a JSON object');
  const model = findModel(body['model'], allowedModels);
  if ('code' in model) return model;
  const messages = model.id === 'codegeex-4' ? checkTarget(body) : checkMessages(body['messages']);
  if ('code' in messages) return messages;
  const tools = checkTools(body, model);
  if ('code' in tools) return tools;
  const fault =
    (call === 'async' ? checkUnstreamed(body) : undefined) ??
    checkSampling(body) ??
    checkLimits(body, model) ??
    checkThinking(body, model) ??
    checkIdentifiers(body);
  if (fault !== undefined) return fault;

  const promptTokens = messages.reduce((sum, message) => sum + estimateTokens(message.text) + 4, 0);
  if (promptTokens > model.contextWindow) {
    return violation('1261', `Prompt 超长: ${promptTokens} > ${model.contextWindow}`);
  }
  const thinking = body['thinking'];
  const switchedOff = isObject(thinking) && thinking['type'] === 'disabled';
  return {
    model: model.id,
    messages,
    stream: body['stream'] === true,
    maxTokens: body['max_tokens'] as number | undefined,
    thinking: model.thinking !== 'none' && !switchedOff && body['reasoning_effort'] !== 'none',
    promptTokens,
    requestId: body['request_id'] as string | undefined,
    ...tools,
  };
}

function findModel(id: unknown, allowed: readonly string[] | 'any'): ServedModel | Violation {
  if (id === undefined) return violation('1213', '未正常接收到 model 参数');
  if (typeof id !== 'string' || id === '') return violation('1214', 'model 参数非法');
  const known = servedModels.find((candidate) => candidate.id === id.toLowerCase());
  if (known !== undefined) return known;
  if (allowed === 'any' || allowed.includes(id)) return permissiveModel(id);
  return violation('1211', `模型不存在，请检查模型代码: ${id}`);
}

/** CodeGeeX-4 fills in code; what it is to fill in stands in `extra`, and there need not be a conversation. */
function checkTarget({ messages, extra }: Json): readonly ChatMessage[] | Violation {
  const target = isObject(extra) ? extra['target'] : undefined;
  if (!isObject(target)) return invalid('extra.target');
  const { language, code_prefix: prefix, code_suffix: suffix, path } = target;
  if (!isText(language, 1, 64) || language !== language.toLowerCase())
    return invalid('extra.target.language');
  if (typeof prefix !== 'string') return invalid('extra.target.code_prefix');
  if (typeof suffix !== 'string') return invalid('extra.target.code_suffix');
  if (!optional(path, (value) => isText(value, 1, 4096))) return invalid('extra.target.path');
  const talk = messages === undefined ? [] : checkMessages(messages);
  return 'code' in talk ? talk : [...talk, { role: 'user', text: prefix + suffix }];
}

function checkMessages(messages: unknown): readonly ChatMessage[] | Violation {
  if (messages === undefined) return violation('1213', '未正常接收到 messages 参数');
  if (!Array.isArray(messages) || messages.length === 0) return invalid('messages');
  const accepted: ChatMessage[] = [];
  const seenCalls = new Set<string>();
  const openCalls = new Set<string>();
  for (const [index, message] of messages.entries()) {
    const at = `messages[${index}]`;
    if (!isObject(message)) return invalid(at);
    const role = roles.find((candidate) => candidate === message['role']);
    if (role === undefined) return invalid(`${at}.role`);
    if (role !== 'tool' && openCalls.size > 0) return invalid(`${at}: tool_calls are not answered`);

    const calls = message['tool_calls'];
    if (calls !== undefined) {
      const ids = role === 'assistant' ? callIds(calls) : undefined;
      if (ids === undefined) return invalid(`${at}.tool_calls`);
      for (const id of ids) {
        if (seenCalls.has(id)) return invalid(`${at}.tool_calls.id`);
        seenCalls.add(id);
        openCalls.add(id);
      }
    }
    if (role === 'tool') {
      const id = message['tool_call_id'];
      if (typeof id !== 'string' || !openCalls.delete(id)) return invalid(`${at}.tool_call_id`);
    }
    const reasoning = message['reasoning_content'];
    if (reasoning !== undefined && (role !== 'assistant' || typeof reasoning !== 'string')) {
      return invalid(`${at}.reasoning_content`);
    }
    const text = contentText(message['content'], role === 'assistant' && calls !== undefined);
    if (text === undefined) return invalid(`${at}.content`);
    accepted.push({ role, text });
  }
  if (openCalls.size > 0) return invalid('messages: tool_calls are not answered');
  if (!accepted.some(({ role }) => role === 'user' || role === 'tool')) {
    return invalid('messages: not only system and assistant');
  }
  return accepted;
}

function contentText(content: unknown, mayBeEmpty: boolean): string | undefined {
  if (content === undefined || content === null || content === '') return mayBeEmpty ? '' : undefined;
  if (typeof content === 'string') return content;
  if (!Array.isArray(content) || content.length === 0) return undefined;
  const texts: string[] = [];
  for (const part of content) {
    if (!isObject(part) || typeof part['type'] !== 'string') return undefined;
    if (part['type'] !== 'text') continue;
    if (typeof part['text'] !== 'string' || part['text'] === '') return undefined;
    texts.push(part['text']);
  }
  return texts.join('\n');
}

function checkUnstreamed(body: Json): Violation | undefined {
  const field = ['stream', 'tool_stream'].find((name) => body[name] !== undefined);
  return field === undefined ? undefined : violation('1210', field);
}

function checkSampling(body: Json): Violation | undefined {
  if (!optional(body['stream'], isBoolean)) return invalid('stream');
  if (!optional(body['do_sample'], isBoolean)) return invalid('do_sample');
  if (!optional(body['temperature'], (value) => isWithin(value, 0, 1))) return invalid('temperature');
  if (!optional(body['top_p'], (value) => isWithin(value, 0.01, 1))) return invalid('top_p');
  return undefined;
}

function checkLimits(body: Json, model: ServedModel): Violation | undefined {
  const maxTokens = body['max_tokens'];
  if (!optional(maxTokens, (value) => Number.isInteger(value) && isWithin(value, 1, model.maxOutput))) {
    return invalid(`max_tokens [1, ${model.maxOutput}]`);
  }
  const stop = body['stop'];
  const isStopList = (value: unknown) =>
    Array.isArray(value) &&
    value.length <= 4 &&
    value.every((word) => isText(word, 1, Number.POSITIVE_INFINITY));
  if (!optional(stop, isStopList)) return invalid('stop');
  const format = body['response_format'];
  const isFormat = (value: unknown) =>
    isObject(value) && (value['type'] === 'text' || value['type'] === 'json_object');
  return optional(format, isFormat) ? undefined : invalid('response_format');
}

function checkThinking(body: Json, model: ServedModel): Violation | undefined {
  const thinking = body['thinking'];
  if (thinking !== undefined) {
    if (!isObject(thinking)) return invalid('thinking');
    const type = thinking['type'];
    if (type !== 'enabled' && type !== 'disabled') return invalid('thinking.type');
    if (!optional(thinking['clear_thinking'], isBoolean)) return invalid('thinking.clear_thinking');
    if (model.thinking === 'none' || (model.thinking === 'always' && type === 'disabled')) {
      return violation('1210', `thinking.type ${type}: ${model.id}`);
    }
  }
  const effort = body['reasoning_effort'];
  if (!optional(effort, (value) => model.reasoningEfforts.includes(String(value)))) {
    return violation('1210', `reasoning_effort: ${model.id}`);
  }
  return undefined;
}

function checkIdentifiers(body: Json): Violation | undefined {
  if (!optional(body['request_id'], (value) => isText(value, 6, 64))) return invalid('request_id');
  if (!optional(body['user_id'], (value) => isText(value, 6, 128))) return invalid('user_id');
  return undefined;
}
