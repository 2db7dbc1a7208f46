import { type AnswerTurn, noExtras } from './conversation.ts';

const lists = ['sources', 'suggestions', 'notices'] as const;

/** How much of an answer there is to see: texts in UTF-16 code units, and what stands beside them. */
export function contentLength({ text, reasoning, extras }: AnswerTurn): number {
  return lists.reduce((sum, list) => sum + extras[list].length, text.length + reasoning.length);
}

/** Whether nothing is lost where one answer is shown in the place of another. */
export function holds(shown: AnswerTurn, { text, reasoning, extras }: AnswerTurn): boolean {
  return (
    shown.text.startsWith(text) &&
    shown.reasoning.startsWith(reasoning) &&
    lists.every((list) => {
      const [one, other] = [shown.extras[list], extras[list]];
      const begin = one.slice(0, other.length);
      return one.length >= other.length && JSON.stringify(begin) === JSON.stringify(other);
    })
  );
}

/** What is left of an answer whose content another one has: turns may follow it. */
export function withoutContent(answer: AnswerTurn): AnswerTurn {
  return { ...answer, text: '', reasoning: '', extras: noExtras };
}
