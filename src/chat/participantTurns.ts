import type { Translate } from './advice.ts';
import { type AnswerTurn, noExtras, type Respondent, type Turn } from './conversation.ts';

/** What was said in VS Code’s own chat. */
export type ChatEntry =
  | { readonly type: 'request'; readonly prompt: string; readonly command: string | undefined }
  | { readonly type: 'response'; readonly text: string };

/** What was typed in VS Code’s own chat, which takes commands apart. */
export function typedText(prompt: string, command: string | undefined): string {
  return command === undefined ? prompt : `/${command} ${prompt}`.trim();
}

/** A history as turns of a conversation. A question that nothing was answered to is left out with its answer, as everywhere. */
export function participantTurns(history: readonly ChatEntry[], respondent: Respondent): Turn[] {
  const turns: Turn[] = [];
  for (const [index, entry] of history.entries()) {
    const answer = history[index + 1];
    if (entry.type !== 'request' || answer?.type !== 'response' || answer.text === '') continue;
    const asked = `question-${index}`;
    turns.push(
      {
        role: 'question',
        id: asked,
        parent: turns.at(-1)?.id ?? null,
        alternative: 1,
        text: typedText(entry.prompt, entry.command),
        attachments: [],
        askedAt: 0,
      },
      answerTurn(`answer-${index}`, asked, answer.text, respondent),
    );
  }
  return turns;
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

/** What can be asked next with a click. */
export interface Followup {
  readonly prompt: string;
  readonly command?: string;
  readonly label?: string;
}

/** What one may want to know next: what the vendor proposes, else what usually comes after a command. */
export function followups(
  related: readonly string[],
  command: string | undefined,
  translate: Translate,
): Followup[] {
  if (related.length > 0) return related.map((prompt) => ({ prompt }));
  switch (command) {
    case 'explain':
    case 'doc':
      return [{ prompt: '', command: 'review', label: translate('Review the Git changes') }];
    case 'fix':
    case 'refactor':
    case 'optimise':
      return [
        { prompt: '', command: 'test', label: translate('Write unit tests for the code at the cursor') },
      ];
    default:
      return [];
  }
}
