import type { Image, Message, ToolCall } from '../../src/core/message.ts';
import type { ChatRequest, Tool } from '../../src/core/provider.ts';
import { Problem } from '../problem.ts';

/** What a file for `--messages` holds, ready for a request. */
export type Conversation = Pick<ChatRequest, 'messages' | 'tools' | 'toolChoice' | 'vendorSession'>;

/**
 * Reads a conversation from JSON: a list of messages, or an object with `messages` and, if wanted, `tools`,
 * `tool_choice` and `vendor_session`. Messages and tools are those of OpenAI's chat completions (`content` as text or
 * parts, `tool_calls`, `tool_call_id`), or our own (`text`, `images`, `toolCalls`, `callId`).
 *
 * @throws {Problem} naming the place that is not as described.
 */
export function parseConversation(json: string): Conversation {
  let value: unknown;
  try {
    value = JSON.parse(json.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new Problem(`--messages: not JSON: ${(error as Error).message}`);
  }
  if (Array.isArray(value)) return { messages: readMessages(value) };
  const file = object(value, 'the file');
  const tools = file['tools'];
  const toolChoice = file['tool_choice'] ?? file['toolChoice'];
  const vendorSession = file['vendor_session'] ?? file['vendorSession'];
  return {
    messages: readMessages(list(file['messages'], 'messages')),
    ...(tools !== undefined && { tools: list(tools, 'tools').map(readTool) }),
    ...(toolChoice !== undefined && { toolChoice: readToolChoice(toolChoice) }),
    ...(vendorSession !== undefined && { vendorSession: string(vendorSession, 'vendor_session') }),
  };
}

function readMessages(values: readonly unknown[]): readonly Message[] {
  const messages: Message[] = [];
  for (const [index, value] of values.entries()) {
    messages.push(readMessage(value, `messages[${index}]`, messages));
  }
  return messages;
}

function readMessage(value: unknown, at: string, earlier: readonly Message[]): Message {
  const message = object(value, at);
  const { text, images } = readContent(message, at);
  switch (message['role']) {
    case 'system':
    case 'developer':
      return { role: 'system', text };
    case 'user':
      return { role: 'user', text, ...(images.length > 0 && { images }) };
    case 'assistant': {
      const reasoning = message['reasoning'] ?? message['reasoning_content'];
      const calls = message['toolCalls'] ?? message['tool_calls'];
      return {
        role: 'assistant',
        text,
        ...(typeof reasoning === 'string' && { reasoning }),
        ...(calls != null && {
          toolCalls: list(calls, `${at}.tool_calls`).map((call, index) =>
            readCall(call, `${at}.tool_calls[${index}]`),
          ),
        }),
      };
    }
    case 'tool': {
      const callId = string(message['callId'] ?? message['tool_call_id'], `${at}.tool_call_id`);
      const name = message['name'] ?? nameOfCall(callId, earlier);
      return { role: 'tool', callId, name: string(name, `${at}.name`), text };
    }
    default:
      throw fault(`${at}.role`, 'system, user, assistant or tool');
  }
}

/** The name that a call had: OpenAI's messages with its result leave it out. */
function nameOfCall(callId: string, earlier: readonly Message[]): string {
  const calls = earlier.flatMap((message) => (message.role === 'assistant' && message.toolCalls) || []);
  return calls.findLast(({ id }) => id === callId)?.name ?? '';
}

function readContent(message: Json, at: string): { text: string; images: readonly Image[] } {
  const content = message['text'] ?? message['content'] ?? '';
  const images = message['images'];
  const ownImages =
    images === undefined
      ? []
      : list(images, `${at}.images`).map((image, index) => readOwnImage(image, `${at}.images[${index}]`));
  if (typeof content === 'string') return { text: content, images: ownImages };
  const texts: string[] = [];
  const partImages: Image[] = [];
  for (const [index, value] of list(content, `${at}.content`).entries()) {
    const partAt = `${at}.content[${index}]`;
    const part = object(value, partAt);
    if (part['type'] === 'text') texts.push(string(part['text'], `${partAt}.text`));
    else if (part['type'] === 'image_url')
      partImages.push(readImageUrl(part['image_url'], `${partAt}.image_url`));
    else throw fault(`${partAt}.type`, 'text or image_url');
  }
  return { text: texts.join('\n'), images: [...partImages, ...ownImages] };
}

function readOwnImage(value: unknown, at: string): Image {
  const image = object(value, at);
  return {
    mediaType: string(image['mediaType'], `${at}.mediaType`),
    data: string(image['data'], `${at}.data`),
  };
}

function readImageUrl(value: unknown, at: string): Image {
  const url = string(typeof value === 'string' ? value : object(value, at)['url'], `${at}.url`);
  const [, mediaType, data] = /^data:([\w.+-]+\/[\w.+-]+);base64,([\w+/=\s]+)$/.exec(url) ?? [];
  if (mediaType === undefined || data === undefined) throw fault(`${at}.url`, 'data:image/…;base64,…');
  return { mediaType, data: data.replace(/\s+/g, '') };
}

function readCall(value: unknown, at: string): ToolCall {
  const call = object(value, at);
  const id = string(call['id'], `${at}.id`);
  if (call['function'] === undefined) {
    return { id, name: string(call['name'], `${at}.name`), input: string(call['input'], `${at}.input`) };
  }
  const { name, arguments: input } = object(call['function'], `${at}.function`);
  return {
    id,
    name: string(name, `${at}.function.name`),
    input: string(input, `${at}.function.arguments`),
  };
}

function readTool(value: unknown, index: number): Tool {
  const at = `tools[${index}]`;
  const outer = object(value, at);
  const tool = outer['function'] === undefined ? outer : object(outer['function'], `${at}.function`);
  return {
    name: string(tool['name'], `${at}.name`),
    description: string(tool['description'] ?? '', `${at}.description`),
    parameters: object(tool['parameters'] ?? {}, `${at}.parameters`),
  };
}

function readToolChoice(value: unknown): NonNullable<Conversation['toolChoice']> {
  if (value === 'auto' || value === 'none' || value === 'required') return value;
  throw fault('tool_choice', 'auto, none or required');
}

type Json = Readonly<Record<string, unknown>>;

function object(value: unknown, at: string): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  throw fault(at, 'an object');
}

function list(value: unknown, at: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw fault(at, 'a list');
}

function string(value: unknown, at: string): string {
  if (typeof value === 'string') return value;
  throw fault(at, 'a text');
}

function fault(at: string, expected: string): Problem {
  return new Problem(`--messages: ${at} has to be ${expected}.`);
}
