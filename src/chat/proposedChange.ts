import { applyLineChanges, type LineChange, lineChanges } from './lineChanges.ts';

/**
 * Whether code can be proposed as a change of a document: not where the document cannot be changed, where the code does
 * not fit, or where it is there already.
 */
export type ChangeVerdict = 'read-only' | 'unfitting' | 'done' | 'change';

/** @param after what the code makes of the document; undefined where it does not fit */
export function judgeChange(before: string, after: string | undefined, isWritable: boolean): ChangeVerdict {
  if (!isWritable) return 'read-only';
  if (after === undefined) return 'unfitting';
  return after === before ? 'done' : 'change';
}

/** The candidates that fit; all of them where none does. */
export function fittingOrAll<T>(candidates: readonly T[], fits: (candidate: T) => boolean): readonly T[] {
  const fitting = candidates.filter(fits);
  return fitting.length > 0 ? fitting : candidates;
}

/** What a decision about one hunk of a proposal comes to. */
export type HunkSettlement =
  /** There is no such hunk. */
  | { readonly type: 'none' }
  /** The document has changed, and the proposal does not fit any more. */
  | { readonly type: 'unfitting' }
  /** It is the only one: the proposal is to be settled as a whole. */
  | { readonly type: 'whole' }
  /** To be made in the document; `after` stays what is proposed. */
  | { readonly type: 'make'; readonly change: LineChange; readonly after: string }
  /** The document stays; `after` is what is proposed from now on. */
  | { readonly type: 'keep'; readonly after: string };

/**
 * @param before the document’s text
 * @param after what the proposal makes of it; undefined where it does not fit
 * @param choose the number of the hunk among all of them
 */
export function settleHunk(
  before: string,
  after: string | undefined,
  decision: 'accept' | 'reject',
  choose: (hunks: readonly LineChange[]) => number,
): HunkSettlement {
  if (after === undefined) return { type: 'unfitting' };
  const hunks = lineChanges(before, after);
  const change = hunks[choose(hunks)];
  if (!change) return { type: 'none' };
  if (hunks.length === 1) return { type: 'whole' };
  if (decision === 'accept') return { type: 'make', change, after };
  const others = hunks.filter((hunk) => hunk !== change);
  return { type: 'keep', after: applyLineChanges(before, others) };
}

/** The lines of a hunk in the text that is proposed. */
export interface HunkLines {
  readonly first: number;
  /** The same as `first` where lines only go. */
  readonly last: number;
}

/**
 * Where each hunk is on the right side of a diff; where lines only go, at the one that comes after.
 *
 * @param lineCount of the right side
 */
export function hunksOnTheRight(hunks: readonly LineChange[], lineCount: number): HunkLines[] {
  let by = 0;
  return hunks.map(({ start, end, lines }) => {
    const first = Math.min(start + by, lineCount - 1);
    by += lines.length - (end - start);
    return { first, last: first + Math.max(lines.length, 1) - 1 };
  });
}

/**
 * The number of the hunk at a line: the last one that begins there or above it, else the first.
 *
 * @param starts the first lines of the hunks, in order
 */
export function hunkAt(starts: readonly number[], line: number): number {
  return Math.max(
    0,
    starts.findLastIndex((start) => start <= line),
  );
}
