import type { Image, Message, ToolCall } from '../core/message.ts';

/** A part of a message that another extension sends through VS Code. */
export type RequestPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'data'; readonly mimeType: string; readonly data: Uint8Array }
  | { readonly type: 'tool-call'; readonly id: string; readonly name: string; readonly input: unknown }
  | { readonly type: 'tool-result'; readonly id: string; readonly parts: readonly RequestPart[] }
  /** A marker for caches, or whatever else no model could read. */
  | { readonly type: 'other' };

/** A message that another extension sends through VS Code. */
export interface RequestMessage {
  readonly role: 'system' | 'assistant' | 'user';
  readonly parts: readonly RequestPart[];
}

/** VS Code hands system messages over with this role, which the stable API has no name for. */
const systemRole = 3;
const assistantRole = 2;

/** @param role VS Code’s number of it */
export function messageRole(role: number): RequestMessage['role'] {
  if (role === systemRole) return 'system';
  return role === assistantRole ? 'assistant' : 'user';
}

/** A request's messages as our providers take them, without those in which nothing is left. */
export function readMessages(messages: readonly RequestMessage[]): Message[] {
  const toolNames = new Map<string, string>();
  return messages.flatMap(({ role, parts }): Message[] => {
    const text = textOf(parts);
    if (role === 'system') return text === '' ? [] : [{ role, text }];
    return role === 'assistant'
      ? assistantMessage(text, parts, toolNames)
      : userMessages(text, parts, toolNames);
  });
}

function assistantMessage(
  text: string,
  parts: readonly RequestPart[],
  toolNames: Map<string, string>,
): Message[] {
  const toolCalls = parts.flatMap(toolCall);
  for (const { id, name } of toolCalls) toolNames.set(id, name);
  if (text === '' && toolCalls.length === 0) return [];
  return [{ role: 'assistant', text, ...(toolCalls.length > 0 && { toolCalls }) }];
}

/** Results of tools come first: vendors want them right after the calls. */
function userMessages(
  text: string,
  parts: readonly RequestPart[],
  toolNames: ReadonlyMap<string, string>,
): Message[] {
  const results = parts.flatMap((part) => toolResult(part, toolNames));
  const images = parts.flatMap(image);
  if (text === '' && images.length === 0) return results;
  return [...results, { role: 'user', text, ...(images.length > 0 && { images }) }];
}

function textOf(parts: readonly RequestPart[]): string {
  return parts
    .map((part) => {
      if (part.type === 'text') return part.text;
      const isText = part.type === 'data' && /^text\/|[/+]json$/.test(part.mimeType);
      return isText ? new TextDecoder().decode(part.data) : '';
    })
    .join('');
}

function toolCall(part: RequestPart): ToolCall[] {
  if (part.type !== 'tool-call') return [];
  return [{ id: part.id, name: part.name, input: JSON.stringify(part.input ?? {}) }];
}

function toolResult(part: RequestPart, toolNames: ReadonlyMap<string, string>): Message[] {
  if (part.type !== 'tool-result') return [];
  return [{ role: 'tool', callId: part.id, name: toolNames.get(part.id) ?? '', text: textOf(part.parts) }];
}

function image(part: RequestPart): Image[] {
  if (part.type !== 'data' || !part.mimeType.startsWith('image/')) return [];
  return [{ mediaType: part.mimeType, data: Buffer.from(part.data).toString('base64') }];
}

/** The input of a tool as an object: what a model writes need not be JSON. */
export function toolInput(written: string): object {
  try {
    const parsed: unknown = JSON.parse(written === '' ? '{}' : written);
    return typeof parsed === 'object' && parsed !== null ? parsed : { input: parsed };
  } catch {
    return { input: written };
  }
}
