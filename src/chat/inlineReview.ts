import { isBlank } from './codeLines.ts';
import { commonLines } from './lineChanges.ts';

/**
 * A line of code under review, without its line end. One that is removed stands in the document as an empty line, over
 * which its text is painted, so that what the document holds is the new code at any time; `hidden` if that empty line
 * is gone, because the document was saved or the user has deleted it.
 */
export type ReviewLine =
  | { readonly type: 'same' | 'added'; readonly text: string }
  | { readonly type: 'removed'; readonly text: string; readonly hidden?: true };

/** Neighbouring lines that are accepted or rejected together. */
export interface Hunk {
  /** Of the lines under review, from 0. */
  readonly from: number;
  /** After the last one. */
  readonly to: number;
  /** Its first line in the document, counted from where the review begins. */
  readonly line: number;
}

/** The lines of two versions of a piece of code, those that were removed before those that come in their place. */
export function reviewOf(before: readonly string[], after: readonly string[]): ReviewLine[] {
  const lines: ReviewLine[] = [];
  let line = 0;
  let other = 0;
  for (const pair of [...commonLines(before, after), { line: before.length, other: after.length }]) {
    for (const text of before.slice(line, pair.line)) lines.push({ type: 'removed', text });
    for (const text of after.slice(other, pair.other)) lines.push({ type: 'added', text });
    const common = after[pair.other];
    if (common !== undefined) lines.push({ type: 'same', text: common });
    line = pair.line + 1;
    other = pair.other + 1;
  }
  return lines;
}

/** The new code as far as it has come, followed by the lines that it has not got to yet, and where those begin. */
export function soFar(
  before: readonly string[],
  arrived: readonly string[],
): { readonly lines: string[]; readonly reached: number } {
  // A blank line or a closing bracket is found anywhere.
  const telling = commonLines(before, arrived).filter(({ line }) => /[\p{L}\p{N}]/u.test(before[line] ?? ''));
  const rest = before.slice((telling.at(-1)?.line ?? -1) + 1);
  return { lines: [...arrived, ...rest], reached: arrived.length };
}

/** The same without the empty lines that stand for removed ones. */
export function hideRemoved(lines: readonly ReviewLine[]): ReviewLine[] {
  return lines.map((line) => (line.type === 'removed' ? { ...line, hidden: true } : line));
}

/** The lines of two versions; where only new code was asked for on an empty line, nothing is taken away. */
export function reviewOfEdit(before: readonly string[], after: readonly string[]): ReviewLine[] {
  const lines = reviewOf(before, after);
  return before.every(isBlank) ? hideRemoved(lines) : lines;
}

/** What the document holds. */
export function shownLines(lines: readonly ReviewLine[]): string[] {
  return lines.filter(isShown).map((line) => (line.type === 'removed' ? '' : line.text));
}

export function isShown(line: ReviewLine): boolean {
  return !(line.type === 'removed' && line.hidden);
}

export function hunksOf(lines: readonly ReviewLine[]): Hunk[] {
  const hunks: Hunk[] = [];
  let shown = 0;
  let open: Hunk | undefined;
  for (const [index, line] of lines.entries()) {
    if (line.type === 'same') {
      if (open) hunks.push({ ...open, to: index });
      open = undefined;
    } else {
      open ??= { from: index, to: index, line: shown };
    }
    if (isShown(line)) shown++;
  }
  if (open) hunks.push({ ...open, to: lines.length });
  return hunks;
}

/** The number of shown lines. */
export function shownCount(lines: readonly ReviewLine[]): number {
  return lines.filter(isShown).length;
}

/**
 * The hunk at a line: the last one that begins there or above it, else the first.
 *
 * @param line counted from where the review begins
 */
export function hunkAtLine(hunks: readonly Hunk[], line: number): Hunk | undefined {
  return hunks.findLast((hunk) => hunk.line <= line) ?? hunks[0];
}

/** The lines after a decision about one hunk, or about all. */
export function settled(
  lines: readonly ReviewLine[],
  decision: 'accept' | 'reject',
  hunk: Pick<Hunk, 'from' | 'to'> = { from: 0, to: lines.length },
): ReviewLine[] {
  const gone = decision === 'accept' ? 'removed' : 'added';
  return lines.flatMap((line, index): ReviewLine[] => {
    if (index < hunk.from || index >= hunk.to) return [line];
    return line.type === gone ? [] : [{ type: 'same', text: line.text }];
  });
}

/**
 * The lines after somebody else has changed the document.
 *
 * @param from the first line of the document that changed, counted from where the review begins
 * @param to after the last one
 * @param texts what stands there now
 */
export function edited(
  lines: readonly ReviewLine[],
  from: number,
  to: number,
  texts: readonly string[],
): ReviewLine[] {
  const old = shownLines(lines).slice(from, to);
  const shorter = Math.min(old.length, texts.length);
  let head = 0;
  while (head < shorter && old[head] === texts[head]) head++;
  let tail = 0;
  while (tail < shorter - head && old.at(-1 - tail) === texts.at(-1 - tail)) tail++;
  const first = from + head;
  const last = to - tail;
  const result: ReviewLine[] = [];
  const typed = texts.slice(head, texts.length - tail);
  let shown = 0;
  let isWritten = typed.length === 0;
  const write = (type: 'same' | 'added'): void => {
    for (const text of typed) result.push({ type, text });
    isWritten = true;
  };
  for (const [index, line] of lines.entries()) {
    const isReplaced = isShown(line) && shown >= first && shown < last;
    // What is inserted before a line that is not new belongs to the lines above.
    if (!isWritten && shown === first && !isReplaced && isShown(line)) {
      write(lines[index - 1]?.type === 'added' && line.type === 'added' ? 'added' : 'same');
    }
    if (isShown(line)) shown++;
    if (!isReplaced) {
      result.push(line);
      continue;
    }
    if (line.type === 'removed') result.push({ ...line, hidden: true });
    if (!isWritten && (shown === last || line.type === 'added')) {
      write(line.type === 'same' ? 'same' : 'added');
    }
  }
  if (!isWritten) write('same');
  return result;
}

/** Whether the two versions are the same but for blank lines at their ends. */
export function isUnchanged(before: readonly string[], after: readonly string[]): boolean {
  return trimmed(before).join('\n') === trimmed(after).join('\n');
}

function trimmed(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => !isBlank(line));
  const last = lines.findLastIndex((line) => !isBlank(line));
  return lines.slice(Math.max(first, 0), last + 1);
}
