import { type AnswerTurn, noExtras, type QuestionTurn } from './conversation.ts';

/** An id may have 64 characters in all. */
const longestStem = 59;

/** Stands for an answer of which the beginning was not written, or is lost. */
export function lostAnswer(
  { id, askedAt }: QuestionTurn,
  answerId = `${id.slice(0, longestStem)}-lost`,
  alternative = 1,
): AnswerTurn {
  return {
    role: 'answer',
    id: answerId,
    parent: id,
    alternative,
    respondent: { vendorId: '', apiId: '', model: '', vendorLabel: '', modelLabel: '' },
    text: '',
    reasoning: '',
    extras: noExtras,
    status: { state: 'interrupted' },
    askedAt,
  };
}
