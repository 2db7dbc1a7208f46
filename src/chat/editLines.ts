import { isBlank } from './codeLines.ts';
import type { LineRange } from './codeSymbols.ts';
import { selectedLines, type TextRange } from './textRange.ts';

/** A symbol longer than this is not rewritten as a whole because the cursor happens to be in it; in lines. */
const longestSymbol = 150;
/** The model is shown at most so many lines on each side; the prompt takes of them what fits. */
const mostLinesAround = 1_000;
const mostProblems = 20;

/** The lines that are to be rewritten. */
export interface EditLines extends LineRange {
  /** What is selected, if that is not the whole of the lines. */
  readonly selected: string | undefined;
}

/**
 * The lines in which something is selected.
 *
 * @param textOf gives some lines, both ends included, with `\n` between them
 * @param selected the selected text
 */
export function linesOfSelection(
  selection: TextRange,
  textOf: (first: number, last: number) => string,
  selected: string,
): EditLines {
  const { first, last } = selectedLines(selection);
  const text = selected.replaceAll('\r\n', '\n').trim();
  const isPart = text !== '' && text !== textOf(first, last).trim();
  return { first, last, selected: isPart ? selected : undefined };
}

/** Those of the symbol around the cursor, else the cursor’s line. On an empty line new code is to be written. */
export function linesAtCursor(line: number, text: string, symbol: LineRange | undefined): EditLines {
  const isRewritten = !isBlank(text) && symbol && symbol.last - symbol.first < longestSymbol;
  const [first, last] = isRewritten ? [symbol.first, symbol.last] : [line, line];
  return { first, last, selected: undefined };
}

/** The lines around some lines that the model may be shown, as first and last ones; none where last is before first. */
export function linesAround(
  { first, last }: LineRange,
  lineCount: number,
): { readonly above: readonly [number, number]; readonly below: readonly [number, number] } {
  return {
    above: [Math.max(0, first - mostLinesAround), first - 1],
    below: [last + 1, Math.min(lineCount - 1, last + mostLinesAround)],
  };
}

/** What the editor reports somewhere. VS Code’s own diagnostics fit. */
interface ReportedProblem {
  readonly range: TextRange;
  readonly message: string;
  readonly source?: string | undefined;
}

/** What the editor reports in some lines, a sentence for each. */
export function problemsInLines(problems: readonly ReportedProblem[], { first, last }: LineRange): string[] {
  return problems
    .filter(({ range }) => range.start.line <= last && range.end.line >= first)
    .slice(0, mostProblems)
    .map(({ range, message, source }) => {
      return `line ${range.start.line + 1}: ${message}${source === undefined ? '' : ` (${source})`}`;
    });
}
