import { type AnswerTurn, isRunning, type QuestionTurn, type Turn } from './conversation.ts';
import type { SessionEvent } from './session.ts';

/*
 * A conversation on disk: one JSON record a line, only ever appended. A crash in the middle of a write tears at most
 * the last line, which is then dropped; everything before it stands.
 */

type LogRecord =
  | { readonly type: 'question'; readonly turn: QuestionTurn }
  /** An answer as it is now, without its text; starts the answer, or replaces all but its text. */
  | { readonly type: 'answer'; readonly turn: AnswerTurn }
  | {
      readonly type: 'delta';
      readonly id: string;
      readonly channel: 'text' | 'reasoning';
      readonly text: string;
    }
  | { readonly type: 'replace'; readonly id: string; readonly text: string }
  /** The answer's text and reasoning are thrown away. */
  | { readonly type: 'restart'; readonly turn: AnswerTurn };

/** The lines that keep a session's event, each with its line end; empty for events that need not be kept. */
export function logLines(event: SessionEvent): string {
  switch (event.type) {
    case 'begin':
      return line({ type: 'question', turn: event.question }) + line({ type: 'answer', turn: event.answer });
    case 'delta':
      return line({ type: 'delta', id: event.id, channel: event.channel, text: event.text });
    case 'replace':
      return line({ type: 'replace', id: event.id, text: event.text });
    case 'extras':
    case 'status':
      return line({ type: 'answer', turn: { ...event.answer, text: '', reasoning: '' } });
    case 'restart':
      return line({ type: 'restart', turn: event.answer });
    default:
      return '';
  }
}

/**
 * The turns that a log holds. Lines that cannot be read are passed over. An answer that was still running when the
 * log ends is `interrupted`.
 */
export function readLog(log: string): Turn[] {
  const turns = new Map<string, Turn>();
  for (const text of log.split('\n')) {
    const record = parse(text);
    if (record) apply(record, turns);
  }
  return [...turns.values()].map((turn) =>
    turn.role === 'answer' && isRunning(turn.status) ? { ...turn, status: { state: 'interrupted' } } : turn,
  );
}

function apply(record: LogRecord, turns: Map<string, Turn>): void {
  if (record.type === 'question' || record.type === 'restart') {
    turns.set(record.turn.id, record.turn);
    return;
  }
  const answer = turns.get(record.type === 'answer' ? record.turn.id : record.id);
  if (record.type === 'answer') {
    const kept = answer?.role === 'answer' ? { text: answer.text, reasoning: answer.reasoning } : {};
    turns.set(record.turn.id, { ...record.turn, ...kept });
  } else if (answer?.role === 'answer' && record.type === 'replace') {
    turns.set(answer.id, { ...answer, text: record.text });
  } else if (answer?.role === 'answer' && record.type === 'delta') {
    turns.set(answer.id, { ...answer, [record.channel]: answer[record.channel] + record.text });
  }
}

/** The record of a line; undefined for a torn one and for anything else that no version of ours has written. */
function parse(text: string): LogRecord | undefined {
  try {
    const record = JSON.parse(text) as LogRecord | null;
    const id = record && 'turn' in record ? record.turn?.id : record?.id;
    return record && typeof id === 'string' ? record : undefined;
  } catch {
    return undefined;
  }
}

function line(record: LogRecord): string {
  return `${JSON.stringify(record)}\n`;
}
