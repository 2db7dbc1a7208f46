import { isShown, type ReviewLine } from './inlineReview.ts';

/** How lines under review are painted; all lines by their numbers in the document. */
export interface ReviewPaint {
  readonly added: readonly number[];
  readonly removed: readonly { readonly line: number; readonly text: string }[];
  /** What the model has not got to. */
  readonly waiting: readonly number[];
}

/**
 * @param first the first of the lines in the document
 * @param reached how many lines of the new code have come; undefined once no more come
 */
export function reviewPaint(
  lines: readonly ReviewLine[],
  first: number,
  reached: number | undefined,
): ReviewPaint {
  const added: number[] = [];
  const removed: { line: number; text: string }[] = [];
  const waiting: number[] = [];
  let code = 0;
  for (const [index, { type, text }] of lines.filter(isShown).entries()) {
    const line = first + index;
    if (type === 'removed') {
      removed.push({ line, text });
      continue;
    }
    if (type === 'added') added.push(line);
    else if (reached !== undefined && code >= reached) waiting.push(line);
    code++;
  }
  return { added, removed, waiting };
}

/** A text as it can be painted after a line: ordinary spaces are run together there. */
export function paintedText(text: string, tabSize: unknown): string {
  const tab = ' '.repeat(typeof tabSize === 'number' ? tabSize : 4);
  return text.replaceAll('\t', tab).replaceAll(' ', '\u00a0');
}
