import type { ChatMessage, Violation } from '../loopback/chatRequest.ts';
import { isObject } from '../loopback/checks.ts';
import { estimateTokens } from '../loopback/tokens.ts';
import type { SparkVersion } from './versions.ts';

/** What the two transports take: HTTP knows tool results, and X2.5 contents in parts. */
export interface MessageForms {
  readonly tools: boolean;
  readonly parts: boolean;
}

const roles = ['system', 'user', 'assistant', 'tool'] as const;

/**
 * Checks a conversation: `system` only at the very beginning and only for versions that know it, then user and
 * assistant by turns, the last one from the user, no blank text. A tool result answers the calls of the
 * assistant's message before it. `at` names the list in messages, such as `$.payload.message.text`.
 * Source: xfyun.cn/doc/spark/Web.html, payload.message.text; HTTP调用文档.html, messages.
 */
export function checkMessages(
  list: unknown,
  version: SparkVersion,
  forms: MessageForms,
  at: string,
): readonly ChatMessage[] | Violation {
  if (!Array.isArray(list) || list.length === 0) return schemaError(at, 'must be a list that is not empty');
  const accepted: ChatMessage[] = [];
  let openCalls = new Set<string>();
  for (const [index, message] of list.entries()) {
    const place = `${at}[${index}]`;
    const role = isObject(message) && roles.find((candidate) => candidate === message['role']);
    if (!isObject(message) || !role) return schemaError(`${place}.role`, 'is not a known role');
    const before = accepted.at(-1)?.role;
    if (!mayFollow(role, before, openCalls.size > 0, forms)) {
      return schemaError(place, `${role} may not follow ${before ?? 'nothing'}`);
    }
    if (role === 'system' && !version.system)
      return schemaError(place, `${version.name} knows no system role`);

    const calls = role === 'assistant' && forms.tools ? callIds(message['tool_calls']) : new Set<string>();
    if (calls === undefined) return schemaError(`${place}.tool_calls`, 'is no list of calls');
    if (role === 'tool' && !openCalls.delete(String(message['tool_call_id']))) {
      return schemaError(`${place}.tool_call_id`, 'answers no open call');
    }
    if (role === 'assistant') openCalls = calls;
    const text = contentText(message['content'], forms.parts);
    if (text === undefined || (text.trim() === '' && calls.size === 0)) {
      return schemaError(`${place}.content`, 'must be a text that is not blank');
    }
    accepted.push({ role, text });
  }
  const last = accepted.at(-1)?.role;
  const isQuestion = last === 'user' || (last === 'tool' && openCalls.size === 0);
  return isQuestion ? accepted : schemaError(at, 'must end with the user');
}

/** Tokens of all contents together, as far as they can be estimated. */
export function countPrompt(messages: readonly ChatMessage[]): number {
  return messages.reduce((sum, { text }) => sum + estimateTokens(text), 0);
}

export function tooLong(promptTokens: number, version: SparkVersion): Violation | undefined {
  if (promptTokens <= version.inputLimit) return undefined;
  return { code: '10907', message: `token数量超过上限: ${promptTokens} > ${version.inputLimit}` };
}

export function schemaError(place: string, fault: string): Violation {
  return { code: '10004', message: `SchemaCheckError:(12:00:00.000) '${place}' ${fault}; ` };
}

export function valueError(place: string): Violation {
  return { code: '10005', message: `param validate error: '${place}' is out of its range` };
}

export function engineError(place: string, version: SparkVersion): Violation {
  return { code: '10163', message: `param validate error: '${place}' is not supported by ${version.name}` };
}

function mayFollow(
  role: ChatMessage['role'],
  before: ChatMessage['role'] | undefined,
  hasOpenCalls: boolean,
  forms: MessageForms,
): boolean {
  switch (role) {
    case 'system':
      return before === undefined;
    case 'user':
      return !hasOpenCalls && (before === undefined || before === 'system' || before === 'assistant');
    case 'assistant':
      return before === 'user' || (before === 'tool' && !hasOpenCalls);
    case 'tool':
      return forms.tools && hasOpenCalls;
  }
}

/** Ids of an assistant's calls; empty without calls, undefined if they are malformed. */
function callIds(calls: unknown): Set<string> | undefined {
  if (calls === undefined) return new Set();
  if (!Array.isArray(calls) || calls.length === 0) return undefined;
  const ids = new Set<string>();
  for (const call of calls) {
    const definition = isObject(call) ? call['function'] : undefined;
    if (!isObject(call) || typeof call['id'] !== 'string' || !isObject(definition)) return undefined;
    if (typeof definition['name'] !== 'string' || typeof definition['arguments'] !== 'string')
      return undefined;
    ids.add(call['id']);
  }
  return ids.size === calls.length ? ids : undefined;
}

function contentText(content: unknown, mayHaveParts: boolean): string | undefined {
  if (content === undefined || content === null) return '';
  if (typeof content === 'string') return content;
  if (!mayHaveParts || !Array.isArray(content)) return undefined;
  const texts = content.map((part: unknown) =>
    isObject(part) && part['type'] === 'text' && typeof part['text'] === 'string' ? part['text'] : undefined,
  );
  return texts.includes(undefined) ? undefined : texts.join('\n');
}
