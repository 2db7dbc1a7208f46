import { edited, hideRemoved, type ReviewLine, reviewOf, shownLines } from './inlineReview.ts';
import { changedLines, type LineChange } from './lineChanges.ts';
import type { DocumentLines, TextRange } from './textRange.ts';

/** Some text of a document that another text has taken the place of. */
export interface TextChange {
  /** Before the change. */
  readonly range: TextRange;
  readonly text: string;
}

/** Lines of a document under review, and where they are while the document changes. */
export class LinesUnderReview {
  #first: number;
  #lines: readonly ReviewLine[];
  #lineCount: number;
  #expected: readonly ReviewLine[] | undefined;
  #isTouched = false;

  /** @param first the first of the lines, from 0 */
  constructor(document: DocumentLines, first: number, texts: readonly string[]) {
    this.#first = first;
    this.#lines = reviewOf(texts, texts);
    this.#lineCount = document.lineCount;
  }

  /** The first of the lines in the document, from 0. */
  get first(): number {
    return this.#first;
  }

  get lines(): readonly ReviewLine[] {
    return this.#lines;
  }

  /** Somebody else has changed something in the lines. */
  get isTouched(): boolean {
    return this.#isTouched;
  }

  /**
   * The edits, counted from `first`, that let the document show other lines. Where there are none they are the lines from
   * now on; else once `follow` hears of these edits.
   */
  show(lines: readonly ReviewLine[]): LineChange[] {
    const edits = changedLines(shownLines(this.#lines), shownLines(lines));
    if (edits.length === 0) this.#lines = lines;
    else this.#expected = lines;
    return edits;
  }

  /** The document has not taken the edits. */
  giveUp(): void {
    this.#expected = undefined;
  }

  /**
   * The edits by which what is saved has no empty lines in it that only the review needs. None while other edits are on
   * their way: they would be made of lines that are no more.
   */
  save(): LineChange[] {
    return this.#expected ? [] : this.show(hideRemoved(this.#lines));
  }

  /** Whether a change of the document was the edits of `show` or `save`. To be called once for each change. */
  follow(document: DocumentLines): boolean {
    const grown = document.lineCount - this.#lineCount;
    this.#lineCount = document.lineCount;
    const expected = this.#expected;
    this.#expected = undefined;
    if (!expected || !this.#isShown(expected, document, grown)) return false;
    this.#lines = expected;
    return true;
  }

  #isShown(expected: readonly ReviewLine[], document: DocumentLines, grown: number): boolean {
    const shown = shownLines(expected);
    return (
      grown === shown.length - shownLines(this.#lines).length &&
      shown.every((text, index) => document.lineAt(this.#first + index).text === text)
    );
  }

  /**
   * Goes along with a change that somebody else has made.
   *
   * @returns false where it goes across an end of the lines, so that nobody can tell what belongs to them
   */
  rebase({ range: { start, end }, text }: TextChange): boolean {
    const shown = shownLines(this.#lines);
    const texts = text.split(/\r\n|\r|\n/);
    const after = this.#first + shown.length;
    if (start.line >= after) return true;
    if (end.line < this.#first || (end.line === this.#first && end.character === 0 && text.endsWith('\n'))) {
      this.#first += texts.length - 1 - (end.line - start.line);
      return true;
    }
    if (start.line < this.#first || end.line > after || (end.line === after && end.character > 0))
      return false;
    const from = start.line - this.#first;
    const to = end.line - this.#first;
    const head = (shown[from] ?? '').slice(0, start.character);
    if (to === shown.length) {
      // Whole lines up to the last one.
      if (texts.at(-1) !== '') return false;
      texts[0] = head + texts[0];
      this.#lines = edited(this.#lines, from, to, texts.slice(0, -1));
    } else {
      const tail = (shown[to] ?? '').slice(end.character);
      texts[0] = head + texts[0];
      texts[texts.length - 1] += tail;
      this.#lines = edited(this.#lines, from, to + 1, texts);
    }
    this.#isTouched = true;
    return true;
  }
}

/**
 * A change of lines as a change of text.
 *
 * @param first the line of the document that the change counts from
 */
export function textChange(
  document: DocumentLines,
  first: number,
  { start, end, lines }: LineChange,
): TextChange {
  const from = { line: first + start, character: 0 };
  const to = first + end;
  if (to < document.lineCount) {
    return {
      range: { start: from, end: { line: to, character: 0 } },
      text: lines.map((line) => `${line}\n`).join(''),
    };
  }
  const endOf = (line: number) => ({ line, character: document.lineAt(line).text.length });
  const last = endOf(document.lineCount - 1);
  // There is no line end after the last line, so the one before goes along.
  return from.line === 0
    ? { range: { start: from, end: last }, text: lines.join('\n') }
    : { range: { start: endOf(from.line - 1), end: last }, text: lines.map((line) => `\n${line}`).join('') };
}
