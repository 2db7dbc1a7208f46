import * as vscode from 'vscode';
import { messageRole, type RequestPart, readMessages } from '../../chat/languageModelMessages.ts';
import type { Message } from '../../core/message.ts';

/**
 * A request's messages as our providers take them. Parts that no model could read (markers for caches, data of unknown
 * kinds) are left out; so are messages that are empty then.
 */
export function toMessages(messages: readonly vscode.LanguageModelChatRequestMessage[]): Message[] {
  return readMessages(
    messages.map(({ role, content }) => ({ role: messageRole(role), parts: content.map(partOf) })),
  );
}

function partOf(part: unknown): RequestPart {
  if (part instanceof vscode.LanguageModelTextPart) return { type: 'text', text: part.value };
  if (part instanceof vscode.LanguageModelDataPart) {
    return { type: 'data', mimeType: part.mimeType, data: part.data };
  }
  if (part instanceof vscode.LanguageModelToolCallPart) {
    return { type: 'tool-call', id: part.callId, name: part.name, input: part.input };
  }
  if (part instanceof vscode.LanguageModelToolResultPart) {
    return { type: 'tool-result', id: part.callId, parts: part.content.map(partOf) };
  }
  return { type: 'other' };
}
