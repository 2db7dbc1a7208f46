import type { QuestionTurn, Turn } from './conversation.ts';
import type { LogRecord } from './logRecord.ts';

/** Stands for the words of a question. */
const lostText = '…';

/**
 * All records of a file, with a question that stands for the one whose line is lost before answers that have none.
 * Otherwise they would have no place, and neither would whatever comes before them.
 */
export function withLostQuestions(records: Iterable<LogRecord>): LogRecord[] {
  const all = [...records];
  const questions = new Set(all.flatMap((record) => (record.type === 'question' ? record.turn.id : [])));
  let latest: string | null = null;
  return all.flatMap((record): LogRecord[] => {
    if (record.type !== 'answer' && record.type !== 'restart') return [record];
    const { id, parent, askedAt } = record.turn;
    const before = latest;
    latest = id;
    if (questions.has(parent)) return [record];
    questions.add(parent);
    return [{ type: 'question', turn: lostQuestion(parent, before, askedAt) }, record];
  });
}

/** Whether a turn only stands for a question that is lost. */
export function isLostQuestion(turn: Turn): boolean {
  return turn.role === 'question' && turn.text === lostText && turn.attachments.length === 0;
}

/** Stands for a question whose line is lost, between the answer before it and those that it has. */
export function lostQuestion(id: string, parent: string | null, askedAt: number): QuestionTurn {
  return { role: 'question', id, parent, text: lostText, attachments: [], alternative: 1, askedAt };
}
