import { type AnswerTurn, isRunning, type Turn } from './conversation.ts';

/*
 * Trying again and going on are attempts at an answer that is there. Two windows may make one at the same moment, so the
 * records of each attempt stand by themselves: which of them is shown is decided where they are read.
 */

const separator = '#';

/** The id of an attempt at an answer in records: the answer’s own for the first one. */
export function attemptId(answerId: string, number = 0): string {
  return number === 0 ? answerId : answerId + separator + number;
}

/** The id of the answer that a record belongs to. */
export function answerIdOf(recordId: string): string {
  return readAttemptId(recordId).answerId;
}

function readAttemptId(recordId: string): { readonly answerId: string; readonly number: number } {
  const end = recordId.lastIndexOf(separator);
  const number = end === -1 ? 0 : Number(recordId.slice(end + 1));
  return Number.isSafeInteger(number) && number > 0
    ? { answerId: recordId.slice(0, end), number }
    : { answerId: recordId, number: 0 };
}

export interface Attempt {
  /** 0 for the first one; a later one has a higher number. */
  readonly number: number;
  readonly turn: AnswerTurn;
}

/** The attempts at each answer by its id, in the order of the answers’ first records. */
export function groupAttempts(turns: Iterable<Turn>): ReadonlyMap<string, readonly Attempt[]> {
  const groups = new Map<string, Attempt[]>();
  for (const turn of turns) {
    if (turn.role === 'question') continue;
    const { answerId, number } = readAttemptId(turn.id);
    const group = groups.get(answerId) ?? [];
    groups.set(answerId, group);
    group.push({ number, turn });
  }
  return groups;
}

/** The attempt that is shown: the one with the most in it, of two that have as much the later one. */
export function bestAttempt(attempts: readonly Attempt[]): Attempt | undefined {
  const [best] = attempts.toSorted(
    (one, other) => contentLength(other.turn) - contentLength(one.turn) || other.number - one.number,
  );
  return best;
}

/** How much of an answer there is to see: texts in UTF-16 code units, and what stands beside them. */
export function contentLength({ text, reasoning, extras }: AnswerTurn): number {
  const { sources, suggestions, notices } = extras;
  return [text, reasoning, sources, suggestions, notices].reduce((sum, { length }) => sum + length, 0);
}

/** Whether nothing is lost where one attempt is shown in the place of another. */
export function holds(shown: AnswerTurn, { text, reasoning, extras }: AnswerTurn): boolean {
  const lists = ['sources', 'suggestions', 'notices'] as const;
  return (
    shown.text.startsWith(text) &&
    shown.reasoning.startsWith(reasoning) &&
    lists.every((list) => {
      const begin = shown.extras[list].slice(0, extras[list].length);
      return JSON.stringify(begin) === JSON.stringify(extras[list]);
    })
  );
}

/**
 * Turns as they are shown, where there may be several attempts at an answer: the best one in the place of the first, and
 * before it, as answers of their own, those of which something would be lost.
 */
export function shownTurns(turns: Iterable<Turn>): Turn[] {
  const all = [...turns];
  const groups = groupAttempts(all);
  const done = new Set<string>();
  const show = (id: string, attempts: readonly Attempt[]): AnswerTurn[] => {
    done.add(id);
    const best = bestAttempt(attempts);
    if (!best) return [];
    const others = attempts.filter(({ turn }) => turn !== best.turn && !holds(best.turn, turn));
    const { attempt: _, ...shown } = { ...best.turn, id };
    return [
      ...others.flatMap(({ number, turn }) => {
        const otherId = id + separator + number;
        // There may be attempts at it as well.
        return show(otherId, [{ number: 0, turn }, ...(groups.get(otherId) ?? [])]);
      }),
      best.number === 0 ? shown : { ...shown, attempt: best.number },
    ];
  };
  return all.flatMap((turn): Turn[] => {
    if (turn.role === 'question') return [turn];
    const id = answerIdOf(turn.id);
    return done.has(id) ? [] : show(id, groups.get(id) ?? []);
  });
}

export interface KeptTurn {
  readonly turn: Turn;
  /** Other attempts at this answer, which are not kept. */
  readonly replaced: readonly AnswerTurn[];
}

/** What has to be kept of turns: all but attempts at an answer that are over, and of which another one holds everything. */
export function keptTurns(turns: Iterable<Turn>): KeptTurn[] {
  const all = [...turns];
  const groups = groupAttempts(all);
  const done = new Set<string>();
  return all.flatMap((turn): KeptTurn[] => {
    if (turn.role === 'question') return [{ turn, replaced: [] }];
    const id = answerIdOf(turn.id);
    if (done.has(id)) return [];
    done.add(id);
    const attempts = groups.get(id) ?? [];
    const best = bestAttempt(attempts)?.turn ?? turn;
    const isKept = (other: AnswerTurn) => other === best || isRunning(other.status) || !holds(best, other);
    const answers = attempts.map((attempt) => attempt.turn);
    const [first = best, ...others] = answers.filter(isKept);
    return [
      { turn: first, replaced: answers.filter((answer) => !isKept(answer)) },
      ...others.map((other) => ({ turn: other, replaced: [] })),
    ];
  });
}
