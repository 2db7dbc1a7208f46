import type { ChatMessage } from '../loopback/chatRequest.ts';
import { isObject, isText, type Json } from '../loopback/checks.ts';

/** What is wrong with a list of messages, as a path and a reason. */
export interface MessageFault {
  readonly fault: string;
}

const roles = ['system', 'user', 'assistant', 'tool'] as const;
const functionName = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * Reads the messages of an OpenAI-shaped chat, or says what is wrong with them: known roles, content as text or
 * as parts, every tool call answered once, right after, by its id. Texts may be empty.
 * Source: OpenAI API reference, chat completions.
 */
export function readMessages(messages: unknown): readonly ChatMessage[] | MessageFault {
  if (!Array.isArray(messages) || messages.length === 0) return fault('messages: a list of at least one');
  const read: ChatMessage[] = [];
  const openCalls = new Set<string>();
  for (const [index, message] of messages.entries()) {
    const at = `messages[${index}]`;
    if (!isObject(message)) return fault(`${at} is not an object`);
    const role = roles.find((candidate) => candidate === message['role']);
    if (role === undefined) return fault(`${at}.role must be one of ${roles.join(', ')}`);
    if (role === 'tool') {
      const id = message['tool_call_id'];
      if (typeof id !== 'string' || !openCalls.delete(id)) {
        return fault(`${at}: a tool message must answer a preceding message with tool_calls`);
      }
    } else if (openCalls.size > 0) {
      return fault(`${at}: tool_calls without an answer: ${[...openCalls].join(', ')}`);
    }
    const calls = message['tool_calls'];
    if (calls !== undefined) {
      const ids = role === 'assistant' ? callIds(calls) : undefined;
      if (ids === undefined) return fault(`${at}.tool_calls`);
      for (const id of ids) openCalls.add(id);
    }
    const text = contentText(message['content'], calls !== undefined);
    if (text === undefined) return fault(`${at}.content`);
    read.push({ role, text });
  }
  return openCalls.size === 0 ? read : fault(`tool_calls without an answer: ${[...openCalls].join(', ')}`);
}

/** Whether a value is a function as `tools` lists them. */
export function isFunctionTool(tool: unknown): boolean {
  if (!isObject(tool) || tool['type'] !== 'function') return false;
  const definition = tool['function'];
  if (!isObject(definition) || typeof definition['name'] !== 'string') return false;
  const { description, parameters } = definition;
  return (
    functionName.test(definition['name']) &&
    (description === undefined || typeof description === 'string') &&
    (parameters === undefined || isObject(parameters))
  );
}

/** The name a `tool_choice` object demands; undefined if it names none. */
export function chosenFunction(choice: unknown): string | undefined {
  if (!isObject(choice) || choice['type'] !== 'function' || !isObject(choice['function'])) return undefined;
  const { name } = choice['function'];
  return typeof name === 'string' ? name : undefined;
}

/** The names of the functions in `tools`. */
export function functionNames(tools: readonly Json[]): readonly string[] {
  return tools.map((tool) => String((tool['function'] as Json)['name']));
}

function callIds(calls: unknown): readonly string[] | undefined {
  if (!Array.isArray(calls) || calls.length === 0) return undefined;
  const ids = calls.map((call: unknown) => {
    if (!isObject(call) || call['type'] !== 'function' || !isObject(call['function'])) return undefined;
    const { name, arguments: input } = call['function'];
    const isWhole = isText(name, 1, 64) && typeof input === 'string';
    return isWhole && typeof call['id'] === 'string' && call['id'] !== '' ? call['id'] : undefined;
  });
  return ids.every((id) => id !== undefined) && new Set(ids).size === ids.length ? ids : undefined;
}

function contentText(content: unknown, mayBeMissing: boolean): string | undefined {
  if (typeof content === 'string') return content;
  if (content === undefined || content === null) return mayBeMissing ? '' : undefined;
  if (!Array.isArray(content) || content.length === 0) return undefined;
  const texts: string[] = [];
  for (const part of content) {
    if (!isObject(part) || typeof part['type'] !== 'string') return undefined;
    if (part['type'] !== 'text') continue;
    if (typeof part['text'] !== 'string') return undefined;
    texts.push(part['text']);
  }
  return texts.join('\n');
}

function fault(text: string): MessageFault {
  return { fault: text };
}
