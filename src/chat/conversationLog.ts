import { type AnswerTurn, isRunning, type Turn } from './conversation.ts';
import { ConversationTree, type LoadedConversation } from './conversationTree.ts';
import { FoldedTurns } from './foldAnswers.ts';
import type { LogRecord } from './logRecord.ts';
import { lostAnswer } from './lostAnswer.ts';
import { withLostQuestions } from './lostQuestions.ts';
import { gluedLines, parseLine, recordLine } from './recordLine.ts';
import type { SessionEvent } from './session.ts';

/** The lines that keep a session's event, each with its line end; empty for events that need not be kept. */
export function logLines(event: SessionEvent): string {
  return recordsOf(event).map(recordLine).join('');
}

/** What is in the lines of a conversation's file. */
export interface ReadLines {
  readonly records: LogRecord[];
  /** Which lines are damaged, from 0: not those that are there again whole, and not a last one without its end. */
  readonly damaged: readonly number[];
  /** Whether there are lines of a later version. */
  readonly hasForeign: boolean;
}

/** Reads whole lines of a conversation's file; the last one may lack its end, and may be torn then. */
export function readLines(text: string): ReadLines {
  const lines = text.split('\n');
  const records: LogRecord[] = [];
  const broken: number[] = [];
  let hasForeign = false;
  for (const [index, line] of lines.entries()) {
    if (line === '') continue;
    const whole = parseLine(line);
    const glued = whole === 'damaged' ? gluedLines(line) : [line];
    const found = glued.length === 1 && glued[0] === line ? [whole] : glued.map(parseLine);
    if (found.includes('damaged')) broken.push(index);
    if (found.includes('foreign')) hasForeign = true;
    for (const record of found) if (typeof record !== 'string') records.push(record);
  }
  // Compared are only so many with what comes behind them, for that takes time.
  const damaged = broken.filter(
    (index, place) =>
      index < lines.length - 1 &&
      !(place < mostRepeats && isRepeated(lines[index] ?? '', lines.slice(index + 1))),
  );
  return { records, damaged, hasForeign };
}

/** The records in whole lines of a conversation's file; whatever is none is passed over. */
export function parseRecords(text: string): LogRecord[] {
  return readLines(text).records;
}

/** Of so many broken lines it is looked for whether they are there again. */
const mostRepeats = 20;

/** Whether a line is the beginning of a later one: of what could be written by half only, all is written again. */
function isRepeated(torn: string, later: readonly string[]): boolean {
  const again = later.find((line) => line.length > torn.length && line.startsWith(torn));
  return again !== undefined && parseLine(again) !== 'damaged';
}

/**
 * The conversation that records add up to. An answer that was still being written when they end is `interrupted`, and
 * so is the one to a question that nothing was written after.
 *
 * @param complete whether these are all records of the file rather than the last ones. The `head` of the last ones is
 *   undefined if the branch that is shown ends before them: then more has to be read.
 */
export function foldRecords(records: Iterable<LogRecord>, complete: boolean): LoadedConversation {
  const folded = new FoldedTurns();
  const { deleted, head } = fold(complete ? withLostQuestions(records) : records, folded);
  folded.closeGaps(complete);
  const { turns } = folded;
  const answered = new Set([...turns.values()].map(({ parent }) => parent));
  const settled = [...turns.values()].flatMap((turn): Turn[] => {
    if (turn.role === 'answer') {
      return [isRunning(turn.status) ? { ...turn, status: { state: 'interrupted' } } : turn];
    }
    return answered.has(turn.id) ? [turn] : [turn, lostAnswer(turn)];
  });
  const tree = new ConversationTree({ turns: settled, deleted, head: undefined, complete });
  if (head !== undefined) tree.show(head);
  return tree.loaded;
}

/** The fewest lines that add up to the same, each with its line end. */
export function compactLog(records: Iterable<LogRecord>): string {
  const all = withLostQuestions(records);
  const folded = new FoldedTurns();
  const { deleted, head } = fold(all, folded);
  const { turns, waiting, orphans } = folded;
  const placed = new Set([...orphans.values()].flat());
  const others = waiting.filter((piece) => !placed.has(piece));
  const conversation = all.find(({ type }) => type === 'conversation');
  const metas = all.filter((record) => record.type === 'meta');
  const compact: LogRecord[] = [
    ...(conversation ? [conversation] : []),
    ...(metas.length > 0 ? [Object.assign({}, ...metas) as LogRecord] : []),
    // Behind a question, or the head that names one, they would be taken for its answer.
    ...others.filter(({ id }) => !turns.has(id)),
    ...[...turns.values()].flatMap((turn): LogRecord[] => [
      turn.role === 'question' ? { type: 'question', turn } : { type: 'answer', turn },
      // Where they stand tells whose they are.
      ...(orphans.get(turn.id) ?? []),
    ]),
    ...(deleted.size > 0 ? [{ type: 'delete', ids: [...deleted] } as const] : []),
    ...(head === undefined ? [] : [{ type: 'head', id: head } as const]),
    ...others.filter(({ id }) => turns.has(id)),
  ];
  return compact.map(recordLine).join('');
}

/** The records that keep a session's event; none for events that need not be kept. */
export function recordsOf(event: SessionEvent): LogRecord[] {
  switch (event.type) {
    case 'begin':
      return [
        { type: 'question', turn: event.question },
        { type: 'answer', turn: event.answer },
      ];
    case 'branch':
      // The way to the newest answer is noted before the answer, so that no record means anything else when repeated.
      return event.added
        ? [
            { type: 'head', id: event.added.parent },
            { type: 'answer', turn: event.added },
          ]
        : [];
    case 'delta':
    case 'extras':
    case 'head':
      return [event];
    case 'replace':
      return [replaceRecord(event)];
    case 'status':
      return [progressRecord(event.answer)];
    case 'replaced':
      return [{ type: 'answer', turn: event.answer }];
    case 'deleted':
      return [{ type: 'delete', ids: event.ids }];
    case 'restored':
      return [{ type: 'restore', ids: event.ids }];
    case 'overtaken':
    case 'earlier':
    case 'queue':
    case 'returned':
    case 'idle':
      return [];
  }
}

/** A short piece is worth that it needs what was there before; a whole text stands for itself, whatever is lost. */
function replaceRecord({
  id,
  text,
  change,
  rewrites,
}: Extract<SessionEvent, { type: 'replace' }>): LogRecord {
  const { at, removed } = change;
  if (change.text.length * 2 >= text.length) return { type: 'replace', id, text, rewrites };
  const length = text.length - change.text.length + removed;
  return { type: 'replace', id, text: change.text, rewrites, piece: { at, removed, length } };
}

function progressRecord(answer: AnswerTurn): LogRecord {
  const { id, status, askedAt, reasoningMs, firstTokenMs, totalMs, leftOut, extras } = answer;
  const { vendorSession } = extras;
  return {
    type: 'status',
    id,
    status,
    askedAt,
    ...(reasoningMs !== undefined && { reasoningMs }),
    ...(firstTokenMs !== undefined && { firstTokenMs }),
    ...(totalMs !== undefined && { totalMs }),
    ...(leftOut && { leftOut }),
    ...(vendorSession !== undefined && { vendorSession }),
  };
}

interface Folded {
  readonly deleted: Set<string>;
  /** What the last record about it says, which may be anything. */
  readonly head: string | undefined;
}

function fold(records: Iterable<LogRecord>, folded: FoldedTurns): Folded {
  const deleted = new Set<string>();
  let head: string | undefined;
  for (const record of records) {
    switch (record.type) {
      case 'question':
        folded.putQuestion(record.turn);
        head = record.turn.id;
        break;
      case 'head':
        head = record.id;
        folded.noteHead(head);
        break;
      case 'delete':
        for (const id of record.ids) deleted.add(id);
        break;
      case 'restore':
        for (const id of record.ids) deleted.delete(id);
        break;
      case 'answer':
      case 'restart':
        folded.putAnswer(record);
        break;
      case 'delta':
      case 'replace':
      case 'extras':
      case 'status':
        folded.change(record);
        break;
      case 'conversation':
      case 'meta':
        break;
    }
  }
  return { deleted, head };
}
