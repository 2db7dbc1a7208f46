import * as vscode from 'vscode';
import type { Respondent, Turn } from '../../chat/conversation.ts';
import { type ChatEntry, participantTurns } from '../../chat/participantTurns.ts';

/** What was said before in VS Code’s own chat, as turns of a conversation. */
export function participantHistory(history: vscode.ChatContext['history'], respondent: Respondent): Turn[] {
  return participantTurns(history.map(chatEntry), respondent);
}

function chatEntry(turn: vscode.ChatRequestTurn | vscode.ChatResponseTurn): ChatEntry {
  if (turn instanceof vscode.ChatRequestTurn) {
    return { type: 'request', prompt: turn.prompt, command: turn.command };
  }
  const texts = turn.response.map((part) =>
    part instanceof vscode.ChatResponseMarkdownPart ? part.value.value : '',
  );
  return { type: 'response', text: texts.join('') };
}
