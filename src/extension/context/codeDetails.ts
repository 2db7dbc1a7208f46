import * as vscode from 'vscode';
import type { CodeAttachment } from '../../chat/attachment.ts';
import { type LineRange, namesAround } from '../../chat/codeSymbols.ts';
import { visibleName } from '../../chat/hiddenCharacters.ts';
import { importLines } from '../../chat/importLines.ts';
import { problemLines, problemsAt } from '../../chat/problemText.ts';
import type { TextRange } from '../../chat/textRange.ts';
import { documentSymbols } from './documentSymbols.ts';
import { notebookOf } from './notebookCell.ts';
import { problemsOf } from './problemsAttachment.ts';

/** What helps to understand a piece of code beside the lines around it. */
export type CodeDetails = Pick<CodeAttachment, 'symbols' | 'imports' | 'problems'>;

/** What surrounds some lines of a document: symbols, imports, and what the editor reports in them. */
export async function codeDetails(document: vscode.TextDocument, lines: LineRange): Promise<CodeDetails> {
  const symbols = await symbolsAround(document, lines);
  const imports = importLines(textAbove(document, lines.first), document.languageId);
  const range = new vscode.Range(lines.first, 0, lines.last, Number.MAX_SAFE_INTEGER);
  const problems = problemsIn(document, range);
  return {
    ...(symbols.length > 0 && { symbols }),
    ...(imports !== '' && { imports }),
    ...(problems.length > 0 && { problems: problemLines(problems) }),
  };
}

/** The errors and warnings that touch a range; where it is empty, those that touch its line. */
export function problemsIn({ uri }: vscode.TextDocument, place: TextRange): readonly vscode.Diagnostic[] {
  return problemsAt(problemsOf(uri), place);
}

/** The names of the symbols around some lines, the outermost first. */
export async function symbolsAround({ uri }: vscode.TextDocument, lines: LineRange): Promise<string[]> {
  return namesAround(await documentSymbols(uri), lines).map(visibleName);
}

/** The text above a line; in a notebook, that of the cells before as well. */
function textAbove(document: vscode.TextDocument, line: number): string {
  const above = document.getText(new vscode.Range(0, 0, line, 0));
  const place = notebookOf(document);
  if (!place) return above;
  const earlier = place.notebook
    .getCells()
    .slice(0, place.index)
    .filter((cell) => cell.document.languageId === document.languageId);
  return [...earlier.map((cell) => cell.document.getText()), above].join('\n');
}
