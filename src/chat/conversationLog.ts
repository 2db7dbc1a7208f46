import { isTooDeep } from '../core/jsonDepth.ts';
import { type AnswerTurn, isRunning, noExtras, type QuestionTurn, type Turn } from './conversation.ts';
import { ConversationTree, type LoadedConversation } from './conversationTree.ts';
import type { LogRecord } from './logRecord.ts';
import { restoreRecord } from './restoreRecord.ts';
import type { SessionEvent } from './session.ts';

/** The lines that keep a session's event, each with its line end; empty for events that need not be kept. */
export function logLines(event: SessionEvent): string {
  return recordsOf(event).map(recordLine).join('');
}

/**
 * The records in whole lines of a conversation's file. A torn line, and whatever else no version of ours has written,
 * is passed over.
 */
export function parseRecords(text: string): LogRecord[] {
  const records: LogRecord[] = [];
  for (const line of text.split('\n')) {
    const record = line === '' ? undefined : parse(line);
    if (record) records.push(record);
  }
  return records;
}

/**
 * The conversation that records add up to. An answer that was still being written when they end is `interrupted`, and
 * so is the one to a question that nothing was written after.
 *
 * @param complete whether these are all records of the file rather than the last ones. The `head` of the last ones is
 *   undefined if the branch that is shown ends before them: then more has to be read.
 */
export function foldRecords(records: Iterable<LogRecord>, complete: boolean): LoadedConversation {
  const { turns, deleted, head } = fold(records);
  const answered = new Set([...turns.values()].map(({ parent }) => parent));
  const settled = [...turns.values()].flatMap((turn): Turn[] => {
    if (turn.role === 'answer') {
      return [isRunning(turn.status) ? { ...turn, status: { state: 'interrupted' } } : turn];
    }
    return answered.has(turn.id) ? [turn] : [turn, lostAnswer(turn)];
  });
  const tree = new ConversationTree({ turns: settled, deleted, head: undefined, complete });
  if (head !== undefined) tree.show(head);
  return { turns: settled, deleted, head: tree.head, complete };
}

/** The fewest lines that add up to the same, each with its line end. */
export function compactLog(records: Iterable<LogRecord>): string {
  const all = [...records];
  const { turns, deleted, head, waiting } = fold(all);
  const conversation = all.find(({ type }) => type === 'conversation');
  const metas = all.filter((record) => record.type === 'meta');
  const compact: LogRecord[] = [
    ...(conversation ? [conversation] : []),
    ...(metas.length > 0 ? [Object.assign({}, ...metas) as LogRecord] : []),
    ...[...turns.values()].map(
      (turn): LogRecord => (turn.role === 'question' ? { type: 'question', turn } : { type: 'answer', turn }),
    ),
    ...(deleted.size > 0 ? [{ type: 'delete', ids: [...deleted] } as const] : []),
    ...(head === undefined ? [] : [{ type: 'head', id: head } as const]),
    ...[...waiting.values()].flat(),
  ];
  return compact.map(recordLine).join('');
}

function recordsOf(event: SessionEvent): LogRecord[] {
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
    case 'replace':
    case 'head':
      return [event];
    case 'extras':
    case 'status':
      return [{ type: 'answer', turn: { ...event.answer, text: '', reasoning: '' } }];
    case 'restart':
      return [{ type: 'restart', turn: event.answer }];
    case 'deleted':
      return [{ type: 'delete', ids: event.ids }];
    case 'restored':
      return [{ type: 'restore', ids: event.ids }];
    case 'earlier':
    case 'queue':
    case 'returned':
    case 'idle':
      return [];
  }
}

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };

interface Folded {
  readonly turns: Map<string, QuestionTurn | Writable<AnswerTurn>>;
  readonly deleted: Set<string>;
  /** What the last record about it says, which may be anything. */
  readonly head: string | undefined;
  /** Texts by the id of their answer, of which what comes before them is not there. */
  readonly waiting: ReadonlyMap<string, readonly TextRecord[]>;
}

type TextRecord = Extract<LogRecord, { type: 'delta' | 'replace' }>;

function fold(records: Iterable<LogRecord>): Folded {
  const turns: Folded['turns'] = new Map();
  const deleted = new Set<string>();
  // While one window compacts the file, what another one has just written to the old one comes later than what follows it.
  const waiting = new Map<string, TextRecord[]>();
  let head: string | undefined;
  const waitFor = (record: TextRecord): void => {
    const texts = waiting.get(record.id);
    if (texts) texts.push(record);
    else waiting.set(record.id, [record]);
  };
  const takeWaiting = (id: string): void => {
    const answer = turns.get(id);
    const texts = waiting.get(id) ?? [];
    waiting.delete(id);
    const left = texts.filter((record) => !changeText(answer, record));
    if (left.length === 0) return;
    waiting.set(id, left);
    if (left.length < texts.length) takeWaiting(id);
  };
  for (const record of records) {
    switch (record.type) {
      case 'question':
        turns.set(record.turn.id, record.turn);
        head = record.turn.id;
        break;
      case 'head':
        head = record.id;
        break;
      case 'delete':
        for (const id of record.ids) deleted.add(id);
        break;
      case 'restore':
        for (const id of record.ids) deleted.delete(id);
        break;
      case 'answer':
      case 'restart':
        putAnswer(turns, record);
        takeWaiting(record.turn.id);
        break;
      case 'delta':
      case 'replace':
        if (changeText(turns.get(record.id), record)) takeWaiting(record.id);
        else waitFor(record);
        break;
      case 'conversation':
      case 'meta':
        break;
    }
  }
  return { turns, deleted, head, waiting };
}

function putAnswer(
  turns: Folded['turns'],
  { type, turn }: Extract<LogRecord, { type: 'answer' | 'restart' }>,
): void {
  // Without its question an answer has no place. In the end of a file, it is one to an earlier question.
  if (turns.get(turn.parent)?.role !== 'question') return;
  const known = turns.get(turn.id);
  if (known?.role === 'question') return;
  const isKept = known && (type === 'answer' || (turn.rewrites ?? Infinity) <= rewritesOf(known));
  if (!isKept) {
    turns.set(turn.id, { ...turn });
    return;
  }
  const { text, reasoning, rewrites } = known;
  const { rewrites: _, ...rest } = turn;
  turns.set(turn.id, { ...rest, text, reasoning, ...(rewrites !== undefined && { rewrites }) });
}

/** Whether the text was dealt with: false where what comes before it is missing. */
function changeText(answer: QuestionTurn | Writable<AnswerTurn> | undefined, record: TextRecord): boolean {
  if (answer?.role !== 'answer') return false;
  const later = rewritesOf(record) - rewritesOf(answer);
  if (later < 0) return true;
  if (record.type === 'replace') {
    answer.text = record.text;
    if (record.rewrites !== undefined) answer.rewrites = record.rewrites;
    return true;
  }
  if (later > 0) return false;
  const known = answer[record.channel].length - record.at;
  if (known < 0) return false;
  answer[record.channel] += record.text.slice(known);
  return true;
}

function rewritesOf({ rewrites = 0 }: { readonly rewrites?: number }): number {
  return rewrites;
}

/** An id may have 64 characters in all. */
const longestStem = 59;

/** Stands for an answer of which not even the beginning was written. */
function lostAnswer({ id, askedAt }: QuestionTurn): AnswerTurn {
  return {
    role: 'answer',
    id: `${id.slice(0, longestStem)}-lost`,
    parent: id,
    alternative: 1,
    respondent: { vendorId: '', apiId: '', model: '', vendorLabel: '', modelLabel: '' },
    text: '',
    reasoning: '',
    extras: noExtras,
    status: { state: 'interrupted' },
    askedAt,
  };
}

/** No record is shorter. To look at what is none costs much more than to see that. */
const shortestRecord = 20;

function parse(line: string): LogRecord | undefined {
  if (line.length < shortestRecord || !line.startsWith('{') || isTooDeep(line)) return undefined;
  try {
    return restoreRecord(JSON.parse(line));
  } catch {
    return undefined;
  }
}

function recordLine(record: LogRecord): string {
  return `${JSON.stringify(record)}\n`;
}
