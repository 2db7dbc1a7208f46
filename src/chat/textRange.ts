/** A place in a document, both numbers from 0. VS Code’s own positions fit. */
export interface TextPosition {
  readonly line: number;
  readonly character: number;
}

/** A piece of a document, its end excluded. VS Code’s own ranges fit. */
export interface TextRange {
  readonly start: TextPosition;
  readonly end: TextPosition;
}

/** What of a document is read here. VS Code’s own documents fit. */
export interface DocumentLines {
  readonly lineCount: number;
  /** Without its line end. */
  lineAt(line: number): { readonly text: string };
}

/** Below 0 where `one` comes first, 0 where both are the same. */
export function comparePositions(one: TextPosition, other: TextPosition): number {
  return one.line - other.line || one.character - other.character;
}

/** Whether all of `inner` is in `outer`; both ends count as inside. */
export function containsRange(outer: TextRange, inner: TextRange): boolean {
  return comparePositions(outer.start, inner.start) <= 0 && comparePositions(inner.end, outer.end) <= 0;
}

/** Whether a position is in a range; both ends count as inside. */
export function containsPosition(range: TextRange, position: TextPosition): boolean {
  return containsRange(range, { start: position, end: position });
}

/** Whether two ranges have a position in common; touching is enough. */
export function touches(one: TextRange, other: TextRange): boolean {
  return comparePositions(one.start, other.end) <= 0 && comparePositions(other.start, one.end) <= 0;
}

/** From the first start to the last end. */
export function unionOf(one: TextRange, other: TextRange): TextRange {
  return {
    start: comparePositions(one.start, other.start) <= 0 ? one.start : other.start,
    end: comparePositions(one.end, other.end) >= 0 ? one.end : other.end,
  };
}

/** The lines that a selection is about: not a last one in which nothing is selected. */
export function selectedLines({ start, end }: TextRange): { readonly first: number; readonly last: number } {
  const isUntouched = end.character === 0 && end.line > start.line;
  return { first: start.line, last: isUntouched ? end.line - 1 : end.line };
}

/** Some lines of a document, both ends included; none where `last` is before `first`. */
export function linesOf(document: DocumentLines, first: number, last: number): string[] {
  return Array.from(
    { length: Math.max(0, last - first + 1) },
    (_, index) => document.lineAt(first + index).text,
  );
}
