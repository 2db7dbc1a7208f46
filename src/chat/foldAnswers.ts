import { closeGaps } from './closeGaps.ts';
import type { AddedExtras, AnswerExtras, AnswerTurn, QuestionTurn } from './conversation.ts';
import type { AnswerProgress, LogRecord } from './logRecord.ts';
import { lostAnswer } from './lostAnswer.ts';
import { LostAnswerPlaces, type LostPlace } from './lostAnswerPlaces.ts';
import { changedText } from './textChange.ts';
import { WaitingPieces } from './waitingPieces.ts';

/** A record that changes an answer which is there. */
export type AnswerPiece = Extract<LogRecord, { type: 'delta' | 'replace' | 'extras' | 'status' }>;

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };
/** An answer that still grows. */
export type FoldedAnswer = Writable<Omit<AnswerTurn, 'extras'>> & { extras: FoldedExtras };
type FoldedExtras = Writable<AnswerExtras>;

/**
 * Turns that grow with the records of a file. While one window compacts a file, what another one has just written to
 * the old one comes later than what follows it: such records wait for what they follow.
 */
export class FoldedTurns {
  #turns = new Map<string, QuestionTurn | FoldedAnswer>();
  /** By the id of their answer and what of it they belong to. */
  readonly #waiting = new Map<string, Map<string, WaitingPieces>>();
  readonly #places = new LostAnswerPlaces();
  /** By the id of an answer, the `rewrites` that it was begun anew with. */
  readonly #begun = new Map<string, number>();
  /** By the id of an answer, its `rewrites` where it was put as a whole. */
  readonly #put = new Map<string, number>();

  get turns(): ReadonlyMap<string, QuestionTurn | AnswerTurn> {
    return this.#turns;
  }

  /** What something is missing before. */
  get waiting(): AnswerPiece[] {
    return [...this.#waiting.keys()].flatMap((id) => this.#waitingFor(id));
  }

  putQuestion(turn: QuestionTurn): void {
    if (!this.#turns.has(turn.id)) this.#places.noteQuestion(turn.id);
    this.#turns.set(turn.id, turn);
  }

  /** Hears of the turn that the branch that is shown goes through. */
  noteHead(id: string): void {
    this.#places.noteHead(id, this.#turns.get(id)?.role === 'question');
  }

  putAnswer({ type, turn }: Extract<LogRecord, { type: 'answer' | 'restart' }>): void {
    // Without its question an answer has no place. In the end of a file, it is one to an earlier question.
    if (this.#turns.get(turn.parent)?.role !== 'question') return;
    const known = this.#turns.get(turn.id);
    if (known?.role === 'question') return;
    if (!known) this.#places.noteAnswer(turn.id, turn.parent);
    if (type === 'restart')
      this.#begun.set(turn.id, Math.max(this.#begun.get(turn.id) ?? 0, rewritesOf(turn)));
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
      this.#put.set(turn.id, rewritesOf(turn));
    }
    for (const part of this.#waiting.get(turn.id)?.keys() ?? []) this.#takeWaiting(turn.id, part);
  }

  change(record: AnswerPiece): void {
    const part = partOf(record);
    if (!this.#applied(record)) this.#wait(record, part);
    else if (record.type === 'replace') {
      // What else waits may belong to the text as it is now.
      for (const each of this.#waiting.get(record.id)?.keys() ?? []) this.#takeWaiting(record.id, each);
    } else this.#takeWaiting(record.id, part);
  }

  /**
   * Goes on behind what damaged lines have lost, and shows the rest of answers whose own line they were. To be called last,
   * for what is missing cannot be put in afterwards.
   *
   * @param complete whether these are all records of the file: in its end there are pieces of answers before it.
   */
  closeGaps(complete: boolean): void {
    this.#putLostAnswers(complete);
    for (const id of this.#waiting.keys()) {
      const answer = this.#turns.get(id);
      if (answer?.role === 'answer') closeGaps(answer, this.#waitingFor(id));
    }
  }

  /** Each where it was, for what follows it comes later. */
  #putLostAnswers(complete: boolean): void {
    const counts = new Map<string, number>();
    for (const turn of this.#turns.values()) {
      if (turn.role === 'answer')
        counts.set(turn.parent, Math.max(counts.get(turn.parent) ?? 0, turn.alternative));
    }
    const lost = new Map<string, AnswerTurn[]>();
    for (const [id, { question: questionId, after }] of this.#lostPlaces()) {
      const question = this.#turns.get(questionId);
      const count = counts.get(questionId) ?? 0;
      if (question?.role !== 'question' || (count > 0 && !complete)) continue;
      const answers = lost.get(after) ?? [];
      answers.push(lostAnswer(question, id, count + 1));
      lost.set(after, answers);
      counts.set(questionId, count + 1);
    }
    if (lost.size === 0) return;
    const turns = [...this.#turns.values()];
    this.#turns = new Map();
    for (const turn of turns) {
      this.#turns.set(turn.id, turn);
      for (const answer of lost.get(turn.id) ?? []) {
        this.#turns.set(answer.id, { ...answer, extras: longerExtras(answer.extras, answer.extras) });
      }
    }
    for (const { id } of [...lost.values()].flat()) {
      for (const part of this.#waiting.get(id)?.keys() ?? []) this.#takeWaiting(id, part);
    }
  }

  /** By the id of an answer of which there are only pieces. */
  #lostPlaces(): [string, LostPlace][] {
    return [...this.#places.places].filter(([id]) => !this.#turns.has(id) && this.#waiting.has(id));
  }

  /** Pieces of answers whose own record is missing, by the turn that they stand behind; what they answer before them. */
  get orphans(): ReadonlyMap<string, readonly LogRecord[]> {
    const found = new Map<string, LogRecord[]>();
    for (const [id, { question, after }] of this.#lostPlaces()) {
      const records = found.get(after) ?? [];
      found.set(after, records);
      records.push({ type: 'head', id: question });
      for (const piece of this.#waitingFor(id)) records.push(piece);
    }
    return found;
  }

  #waitingFor(id: string): AnswerPiece[] {
    return [...(this.#waiting.get(id)?.values() ?? [])].flatMap(({ all }) => all);
  }

  #wait(record: AnswerPiece, part: string): void {
    if (!this.#turns.has(record.id)) this.#places.noteMissing(record.id);
    const parts = this.#waiting.get(record.id) ?? new Map<string, WaitingPieces>();
    this.#waiting.set(record.id, parts);
    const pieces = parts.get(part) ?? new WaitingPieces();
    parts.set(part, pieces);
    pieces.add(record);
  }

  #takeWaiting(id: string, part: string): void {
    const parts = this.#waiting.get(id);
    const pieces = parts?.get(part);
    if (!parts || !pieces) return;
    pieces.takeWhile((piece) => this.#applied(piece));
    if (pieces.isEmpty) parts.delete(part);
    if (parts.size === 0) this.#waiting.delete(id);
  }

  /** From which `rewrites` on a record is known to be of the attempt that an answer shows. */
  #firstOf(id: string): number {
    return Math.max(this.#begun.get(id) ?? 0, this.#put.get(id) ?? 0);
  }

  /** Whether a record was dealt with: false where what comes before it is missing. */
  #applied(record: AnswerPiece): boolean {
    const answer = this.#turns.get(record.id);
    if (answer?.role !== 'answer') return false;
    switch (record.type) {
      case 'delta':
        return appendText(answer, record, this.#firstOf(record.id));
      case 'replace':
        return replaceText(answer, record);
      case 'extras': {
        const { rewrites } = record;
        // Those of an attempt that was thrown away.
        if (rewrites !== undefined && rewrites < (this.#begun.get(record.id) ?? 0)) return true;
        return (rewrites ?? 0) <= rewritesOf(answer) && addExtras(answer.extras, record);
      }
      case 'status':
        setProgress(answer, record);
        return true;
    }
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

function appendText(
  answer: FoldedAnswer,
  record: Extract<LogRecord, { type: 'delta' }>,
  firstOfAttempt: number,
): boolean {
  const rewrites = rewritesOf(record);
  if (rewrites > rewritesOf(answer)) return false;
  // Reasoning goes on where it was while the text is rewritten.
  const isOver = record.channel === 'text' ? rewrites < rewritesOf(answer) : rewrites < firstOfAttempt;
  if (isOver) return true;
  const known = answer[record.channel].length - record.at;
  if (known < 0) return false;
  answer[record.channel] += record.text.slice(known);
  return true;
}

function replaceText(answer: FoldedAnswer, record: Extract<LogRecord, { type: 'replace' }>): boolean {
  const { text, piece, rewrites } = record;
  const later = rewritesOf(record) - rewritesOf(answer);
  if ((rewrites !== undefined || piece) && later <= 0) return true;
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
