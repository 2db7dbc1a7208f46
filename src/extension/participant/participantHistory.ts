import * as vscode from 'vscode';
import { type AnswerTurn, noExtras, type Respondent, type Turn } from '../../chat/conversation.ts';

/**
 * What was said before in VS Code’s own chat, as turns of a conversation. A question that nothing was answered to is left
 * out with its answer, as everywhere.
 */
export function participantHistory(history: vscode.ChatContext['history'], respondent: Respondent): Turn[] {
  const turns: Turn[] = [];
  for (const [index, entry] of history.entries()) {
    const answer = history[index + 1];
    if (!(entry instanceof vscode.ChatRequestTurn) || !(answer instanceof vscode.ChatResponseTurn)) continue;
    const text = answerText(answer);
    if (text === '') continue;
    const parent = turns.at(-1)?.id ?? null;
    const [asked, answered] = [`question-${index}`, `answer-${index}`];
    const prompt = entry.command === undefined ? entry.prompt : `/${entry.command} ${entry.prompt}`.trim();
    turns.push(
      { role: 'question', id: asked, parent, alternative: 1, text: prompt, attachments: [], askedAt: 0 },
      answerTurn(answered, asked, text, respondent),
    );
  }
  return turns;
}

function answerText({ response }: vscode.ChatResponseTurn): string {
  return response
    .map((part) => (part instanceof vscode.ChatResponseMarkdownPart ? part.value.value : ''))
    .join('');
}

function answerTurn(id: string, parent: string, text: string, respondent: Respondent): AnswerTurn {
  return {
    role: 'answer',
    id,
    parent,
    alternative: 1,
    respondent,
    text,
    reasoning: '',
    extras: noExtras,
    status: { state: 'done', reason: 'stop' },
    askedAt: 0,
  };
}
