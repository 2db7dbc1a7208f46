import { type AnswerTurn, isRunning, noExtras, type QuestionTurn, type Turn } from './conversation.ts';
import { ConversationTree, type LoadedConversation } from './conversationTree.ts';
import type { LogRecord } from './logRecord.ts';
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
  const { turns, deleted, head } = fold(all);
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
}

function fold(records: Iterable<LogRecord>): Folded {
  const turns: Folded['turns'] = new Map();
  const deleted = new Set<string>();
  let head: string | undefined;
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
        break;
      case 'delta':
      case 'replace':
        changeText(turns.get(record.id), record);
        break;
      case 'conversation':
      case 'meta':
        break;
    }
  }
  return { turns, deleted, head };
}

function putAnswer(
  turns: Folded['turns'],
  { type, turn }: Extract<LogRecord, { type: 'answer' | 'restart' }>,
): void {
  // Without its question an answer has no place. In the end of a file, it is one to an earlier question.
  if (turns.get(turn.parent)?.role !== 'question') return;
  const known = turns.get(turn.id);
  if (known?.role === 'question') return;
  const kept = known && type === 'answer' ? { text: known.text, reasoning: known.reasoning } : {};
  turns.set(turn.id, { ...turn, ...kept });
}

function changeText(
  answer: QuestionTurn | Writable<AnswerTurn> | undefined,
  record: Extract<LogRecord, { type: 'delta' | 'replace' }>,
): void {
  if (answer?.role !== 'answer') return;
  if (record.type === 'replace') {
    answer.text = record.text;
    return;
  }
  const known = answer[record.channel].length - record.at;
  if (known >= 0) answer[record.channel] += record.text.slice(known);
}

/** Stands for an answer of which not even the beginning was written. */
function lostAnswer({ id, askedAt }: QuestionTurn): AnswerTurn {
  return {
    role: 'answer',
    id: `${id}-lost`,
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

/** The record of a line, checked as far as it takes to fold it. */
function parse(line: string): LogRecord | undefined {
  try {
    const record: unknown = JSON.parse(line);
    return isObject(record) && isRecord(record) ? (record as unknown as LogRecord) : undefined;
  } catch {
    return undefined;
  }
}

type Fields = Readonly<Record<string, unknown>>;

function isRecord(record: Fields): boolean {
  const { type, id, turn, ids, text, channel, at } = record;
  switch (type) {
    case 'question':
      return isObject(turn) && isQuestion(turn);
    case 'answer':
    case 'restart':
      return isObject(turn) && isAnswer(turn);
    case 'delta':
      return (
        areStrings(id, text) && (channel === 'text' || channel === 'reasoning') && Number.isSafeInteger(at)
      );
    case 'replace':
      return areStrings(id, text);
    case 'head':
      return areStrings(id);
    case 'delete':
    case 'restore':
      return Array.isArray(ids) && areStrings(...ids);
    case 'conversation':
      return areStrings(id) && record['version'] === 1;
    case 'meta':
      return true;
    default:
      return false;
  }
}

function isQuestion({ role, id, parent, alternative, text, attachments }: Fields): boolean {
  return (
    role === 'question' &&
    areStrings(id, text, parent ?? '') &&
    parent !== undefined &&
    typeof alternative === 'number' &&
    Array.isArray(attachments)
  );
}

function isAnswer(turn: Fields): boolean {
  const { role, id, parent, alternative, text, reasoning, extras, status, respondent } = turn;
  return (
    role === 'answer' &&
    areStrings(id, parent, text, reasoning) &&
    typeof alternative === 'number' &&
    isObject(respondent) &&
    isObject(status) &&
    areStrings(status['state']) &&
    isObject(extras) &&
    ['sources', 'suggestions', 'notices'].every((name) => Array.isArray(extras[name]))
  );
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

function areStrings(...values: readonly unknown[]): boolean {
  return values.every((value) => typeof value === 'string');
}

function recordLine(record: LogRecord): string {
  return `${JSON.stringify(record)}\n`;
}
