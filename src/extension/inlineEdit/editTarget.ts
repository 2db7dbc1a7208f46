import * as vscode from 'vscode';
import type { InlineEditQuestion } from '../../chat/inlineEditPrompt.ts';
import { enclosingSymbol, wholeLines } from '../context/codeContext.ts';
import { symbolsAround } from '../context/codeDetails.ts';
import { filePath } from '../fileNames.ts';

/** A symbol longer than this is not rewritten as a whole because the cursor happens to be in it; in lines. */
const longestSymbol = 150;
/** The model is shown at most so many lines on each side; the prompt takes of them what fits. */
const mostLinesAround = 1_000;
const mostProblems = 20;

/** The lines that are to be changed. */
export interface EditTarget {
  readonly document: vscode.TextDocument;
  /** Numbers of lines, from 0. */
  readonly first: number;
  readonly last: number;
  /** What is selected, if that is not the whole of the lines. */
  readonly selected: string | undefined;
}

/** The selected lines, else the symbol around the cursor, else its line. On an empty line new code is to be written. */
export async function findTarget({ document, selection }: vscode.TextEditor): Promise<EditTarget> {
  if (!selection.isEmpty) {
    const { start, end } = wholeLines(selection);
    const lines = linesOf(document, start.line, end.line).join('\n');
    const selected = document.getText(selection);
    const isPart = selected.trim() !== '' && selected.replaceAll('\r\n', '\n').trim() !== lines.trim();
    return { document, first: start.line, last: end.line, selected: isPart ? selected : undefined };
  }
  const { line } = selection.active;
  const nothing = { document, first: line, last: line, selected: undefined };
  if (document.lineAt(line).isEmptyOrWhitespace) return nothing;
  const symbol = await enclosingSymbol(document, selection.active);
  if (!symbol || symbol.end.line - symbol.start.line >= longestSymbol) return nothing;
  return { document, first: symbol.start.line, last: symbol.end.line, selected: undefined };
}

/** What the model is asked about the lines as they are now. */
export async function questionAbout(
  { document, first, last, selected }: EditTarget,
  instruction: string,
): Promise<InlineEditQuestion> {
  return {
    instruction,
    path: filePath(document.uri),
    language: document.languageId,
    lines: linesOf(document, first, last),
    startLine: first + 1,
    ...(selected !== undefined && { selected }),
    above: linesOf(document, Math.max(0, first - mostLinesAround), first - 1),
    below: linesOf(document, last + 1, Math.min(document.lineCount - 1, last + mostLinesAround)),
    symbols: await symbolsAround(document, new vscode.Range(first, 0, last, 0)),
    problems: problemsIn(document, first, last),
  };
}

/** Without line ends. */
export function linesOf(document: vscode.TextDocument, first: number, last: number): string[] {
  return Array.from(
    { length: Math.max(0, last - first + 1) },
    (_, index) => document.lineAt(first + index).text,
  );
}

function problemsIn(document: vscode.TextDocument, first: number, last: number): string[] {
  return vscode.languages
    .getDiagnostics(document.uri)
    .filter(({ range, severity }) => {
      return (
        severity <= vscode.DiagnosticSeverity.Warning && range.start.line <= last && range.end.line >= first
      );
    })
    .slice(0, mostProblems)
    .map(({ range, message, source }) => {
      return `line ${range.start.line + 1}: ${message}${source === undefined ? '' : ` (${source})`}`;
    });
}
