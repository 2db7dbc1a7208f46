import * as vscode from 'vscode';
import type { Image, Message, ToolCall } from '../../core/message.ts';

/** VS Code hands system messages over with this role, which the stable API has no name for. */
const systemRole = 3;

/**
 * A request's messages as our providers take them. Parts that no model could read (markers for caches, data of unknown
 * kinds) are left out; so are messages that are empty then.
 */
export function toMessages(messages: readonly vscode.LanguageModelChatRequestMessage[]): Message[] {
  const toolNames = new Map<string, string>();
  return messages.flatMap(({ role, content }) => {
    if (Number(role) === systemRole) return systemMessage(content);
    if (role === vscode.LanguageModelChatMessageRole.Assistant) return assistantMessage(content, toolNames);
    return userMessages(content, toolNames);
  });
}

type Content = vscode.LanguageModelChatRequestMessage['content'];

function systemMessage(content: Content): Message[] {
  const text = textOf(content);
  return text === '' ? [] : [{ role: 'system', text }];
}

function assistantMessage(content: Content, toolNames: Map<string, string>): Message[] {
  const toolCalls = content
    .filter((part) => part instanceof vscode.LanguageModelToolCallPart)
    .map(({ callId, name, input }): ToolCall => ({ id: callId, name, input: JSON.stringify(input ?? {}) }));
  for (const { id, name } of toolCalls) toolNames.set(id, name);
  const text = textOf(content);
  if (text === '' && toolCalls.length === 0) return [];
  return [{ role: 'assistant', text, ...(toolCalls.length > 0 && { toolCalls }) }];
}

/** Results of tools come first: vendors want them right after the calls. */
function userMessages(content: Content, toolNames: ReadonlyMap<string, string>): Message[] {
  const results = content
    .filter((part) => part instanceof vscode.LanguageModelToolResultPart)
    .map(({ callId, content: result }): Message => {
      return { role: 'tool', callId, name: toolNames.get(callId) ?? '', text: textOf(result) };
    });
  const text = textOf(content);
  const images = content.flatMap(imageOf);
  if (text === '' && images.length === 0) return results;
  return [...results, { role: 'user', text, ...(images.length > 0 && { images }) }];
}

function textOf(content: readonly unknown[]): string {
  return content.map(partText).join('');
}

function partText(part: unknown): string {
  if (part instanceof vscode.LanguageModelTextPart) return part.value;
  if (!(part instanceof vscode.LanguageModelDataPart)) return '';
  return /^text\/|[/+]json$/.test(part.mimeType) ? new TextDecoder().decode(part.data) : '';
}

function imageOf(part: unknown): Image[] {
  if (!(part instanceof vscode.LanguageModelDataPart) || !part.mimeType.startsWith('image/')) return [];
  return [{ mediaType: part.mimeType, data: Buffer.from(part.data).toString('base64') }];
}
