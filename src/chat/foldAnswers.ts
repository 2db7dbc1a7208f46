import { longestReply } from '../core/limits.ts';
import type { AddedExtras, AnswerExtras, AnswerTurn, QuestionTurn } from './conversation.ts';
import type { AnswerProgress, LogRecord } from './logRecord.ts';
import { changedText } from './textChange.ts';

/** A record that changes an answer which is there. */
export type AnswerPiece = Extract<LogRecord, { type: 'delta' | 'replace' | 'extras' | 'status' }>;

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };
type FoldedAnswer = Writable<Omit<AnswerTurn, 'extras'>> & { extras: FoldedExtras };
type FoldedExtras = Writable<AnswerExtras>;

/**
 * Turns that grow with the records of a file. While one window compacts a file, what another one has just written to
 * the old one comes later than what follows it: such records wait for what they follow.
 */
export class FoldedTurns {
  readonly #turns = new Map<string, QuestionTurn | FoldedAnswer>();
  /** By the id of their answer and what of it they belong to. */
  readonly #waiting = new Map<string, Map<string, AnswerPiece[]>>();

  get turns(): ReadonlyMap<string, QuestionTurn | AnswerTurn> {
    return this.#turns;
  }

  /** What something is missing before. */
  get waiting(): AnswerPiece[] {
    return [...this.#waiting.values()].flatMap((parts) => [...parts.values()].flat());
  }

  putQuestion(turn: QuestionTurn): void {
    this.#turns.set(turn.id, turn);
  }

  putAnswer({ type, turn }: Extract<LogRecord, { type: 'answer' | 'restart' }>): void {
    // Without its question an answer has no place. In the end of a file, it is one to an earlier question.
    if (this.#turns.get(turn.parent)?.role !== 'question') return;
    const known = this.#turns.get(turn.id);
    if (known?.role === 'question') return;
    const isKept = known && (type === 'answer' || (turn.rewrites ?? Infinity) <= rewritesOf(known));
    if (isKept) {
      const { text, reasoning, rewrites } = known;
      const { rewrites: _, ...rest } = turn;
      const extras = longerExtras(known.extras, turn.extras);
      this.#turns.set(turn.id, {
        ...rest,
        text,
        reasoning,
        extras,
        ...(rewrites !== undefined && { rewrites }),
      });
    } else {
      this.#turns.set(turn.id, { ...turn, extras: longerExtras(turn.extras, turn.extras) });
    }
    for (const part of this.#waiting.get(turn.id)?.keys() ?? []) this.#takeWaiting(turn.id, part);
  }

  change(record: AnswerPiece): void {
    const part = partOf(record);
    if (applied(this.#turns.get(record.id), record)) this.#takeWaiting(record.id, part);
    else this.#wait(record, part);
  }

  /**
   * Goes on behind what a damaged line has lost. To be called last, for what is missing cannot be put in afterwards.
   */
  closeGaps(): void {
    for (const [id, parts] of this.#waiting) {
      const answer = this.#turns.get(id);
      if (answer?.role !== 'answer') continue;
      for (const records of parts.values()) {
        closeTextGaps(answer, records);
        closeListGaps(answer.extras, records);
      }
    }
  }

  #wait(record: AnswerPiece, part: string): void {
    const parts = this.#waiting.get(record.id) ?? new Map<string, AnswerPiece[]>();
    this.#waiting.set(record.id, parts);
    const records = parts.get(part);
    if (records) records.push(record);
    else parts.set(part, [record]);
  }

  #takeWaiting(id: string, part: string): void {
    const parts = this.#waiting.get(id);
    if (!parts?.has(part)) return;
    const answer = this.#turns.get(id);
    let records = parts.get(part) ?? [];
    for (let before = records.length + 1; records.length < before; ) {
      before = records.length;
      records = records.filter((record) => !applied(answer, record));
    }
    if (records.length > 0) parts.set(part, records);
    else parts.delete(part);
    if (parts.size === 0) this.#waiting.delete(id);
  }
}

/** A mark takes the place of lost text, as long as that was: so what follows stands where it stood. */
function closeTextGaps(answer: FoldedAnswer, records: readonly AnswerPiece[]): void {
  const deltas = records.filter((record) => record.type === 'delta');
  for (const delta of deltas.sort((one, other) => one.at - other.at)) {
    const missing = delta.at - answer[delta.channel].length;
    // No reply is longer: such a number is damaged itself.
    if (rewritesOf(delta) !== rewritesOf(answer) || delta.at > longestReply) continue;
    if (missing > 0) answer[delta.channel] += '…'.padEnd(missing);
    appendText(answer, delta);
  }
}

function closeListGaps(extras: FoldedExtras, records: readonly AnswerPiece[]): void {
  const additions = records.filter((record) => record.type === 'extras');
  let end = 0;
  for (const { list, at, items } of additions.sort((one, other) => one.at - other.at)) {
    for (const item of items.slice(Math.max(0, end - at))) (extras[list] as unknown[]).push(item);
    end = Math.max(end, at + items.length);
  }
}

/** Records of one part follow each other; those of different parts do not. */
function partOf(record: AnswerPiece): string {
  switch (record.type) {
    case 'delta':
      return record.channel;
    case 'replace':
      return 'text';
    case 'extras':
      return record.list;
    case 'status':
      return 'status';
  }
}

/** Whether a record was dealt with: false where what comes before it is missing. */
function applied(answer: QuestionTurn | FoldedAnswer | undefined, record: AnswerPiece): boolean {
  if (answer?.role !== 'answer') return false;
  switch (record.type) {
    case 'delta':
      return appendText(answer, record);
    case 'replace':
      return replaceText(answer, record);
    case 'extras':
      return addExtras(answer.extras, record);
    case 'status':
      setProgress(answer, record);
      return true;
  }
}

function appendText(answer: FoldedAnswer, record: Extract<LogRecord, { type: 'delta' }>): boolean {
  const later = rewritesOf(record) - rewritesOf(answer);
  if (later !== 0) return later < 0;
  const known = answer[record.channel].length - record.at;
  if (known < 0) return false;
  answer[record.channel] += record.text.slice(known);
  return true;
}

function replaceText(answer: FoldedAnswer, record: Extract<LogRecord, { type: 'replace' }>): boolean {
  const { text, piece, rewrites } = record;
  const later = rewritesOf(record) - rewritesOf(answer);
  if (rewrites !== undefined && later <= 0) return true;
  if (piece && (later !== 1 || answer.text.length !== piece.length)) return false;
  answer.text = piece ? changedText(answer.text, { ...piece, text }) : text;
  if (rewrites !== undefined) answer.rewrites = rewrites;
  return true;
}

function addExtras(extras: FoldedExtras, { list, at, items }: AddedExtras): boolean {
  const known = extras[list].length - at;
  if (known < 0) return false;
  // The lists are this file's own.
  for (const item of items.slice(known)) (extras[list] as unknown[]).push(item);
  return true;
}

function setProgress(answer: FoldedAnswer, progress: AnswerProgress): void {
  const { status, askedAt, reasoningMs, firstTokenMs, totalMs, leftOut, vendorSession } = progress;
  for (const name of ['reasoningMs', 'firstTokenMs', 'totalMs', 'leftOut'] as const) delete answer[name];
  delete answer.extras.vendorSession;
  answer.status = status;
  answer.askedAt = askedAt;
  if (reasoningMs !== undefined) answer.reasoningMs = reasoningMs;
  if (firstTokenMs !== undefined) answer.firstTokenMs = firstTokenMs;
  if (totalMs !== undefined) answer.totalMs = totalMs;
  if (leftOut) answer.leftOut = leftOut;
  if (vendorSession !== undefined) answer.extras.vendorSession = vendorSession;
}

/** Lists only grow, so that of two the longer one is the later one. The last id counts. */
function longerExtras(known: AnswerExtras, latest: AnswerExtras): FoldedExtras {
  const longer = <Item>(one: readonly Item[], other: readonly Item[]): Item[] => [
    ...(one.length > other.length ? one : other),
  ];
  return {
    ...latest,
    sources: longer(known.sources, latest.sources),
    suggestions: longer(known.suggestions, latest.suggestions),
    notices: longer(known.notices, latest.notices),
  };
}

function rewritesOf({ rewrites = 0 }: { readonly rewrites?: number }): number {
  return rewrites;
}
