import { isBlank } from './codeLines.ts';
import { containsLines, type LineRange } from './codeSymbols.ts';
import type { DocumentLines } from './textRange.ts';

/** A symbol with a problem is sent whole unless it is longer than this; in lines. */
const longestSymbol = 200;

/** The lines around a line up to the nearest blank ones; undefined on a blank one. */
export function enclosingBlock(document: DocumentLines, line: number): LineRange | undefined {
  const isText = (at: number): boolean => !isBlank(document.lineAt(at).text);
  if (!isText(line)) return undefined;
  let first = line;
  let last = line;
  while (first > 0 && isText(first - 1)) first--;
  while (last < document.lineCount - 1 && isText(last + 1)) last++;
  return { first, last };
}

/** The code that is sent with a problem: the symbol around it unless that is long, else its lines with their neighbours. */
export function linesOfProblem(
  document: DocumentLines,
  problem: LineRange,
  symbol: LineRange | undefined,
): { readonly kind: 'symbol' | 'block'; readonly lines: LineRange } {
  if (symbol && containsLines(symbol, problem) && symbol.last - symbol.first < longestSymbol) {
    return { kind: 'symbol', lines: symbol };
  }
  const { first } = enclosingBlock(document, problem.first) ?? problem;
  const { last } = enclosingBlock(document, problem.last) ?? problem;
  return { kind: 'block', lines: { first, last } };
}

/** Surrounding code beyond this is never sent, whatever the model's window; in characters, on each side. */
const mostSurroundings = 40_000;

/** What of the text before and after a piece of code may go along, without the line end that the piece begins after. */
export function nearbyText(
  before: string,
  after: string,
): { readonly before: string; readonly after: string } {
  return {
    before: before.replace(/\r?\n$/, '').slice(-mostSurroundings),
    after: after.slice(0, mostSurroundings),
  };
}
