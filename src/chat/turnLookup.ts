import type { AnswerTurn, QuestionTurn, Turn } from './conversation.ts';

/** The answer with an id; undefined where there is none, or it is a question. */
export function answerOf(turns: readonly Turn[], id: string): AnswerTurn | undefined {
  const turn = turns.find((one) => one.id === id);
  return turn?.role === 'answer' ? turn : undefined;
}

/** The question that an answer was given to. */
export function questionOf(turns: readonly Turn[], answerId: string): QuestionTurn | undefined {
  const question = turns[turns.findIndex(({ id }) => id === answerId) - 1];
  return question?.role === 'question' ? question : undefined;
}
