import * as vscode from 'vscode';
import { messageText } from '../../chat/foreignText.ts';

/** Why a question in VS Code’s own chat has no answer: a text there, whatever Markdown would see in it. */
export function chatError(message: string): vscode.ChatErrorDetails {
  return { message: new vscode.MarkdownString().appendText(messageText(message)).value };
}
