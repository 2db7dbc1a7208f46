import * as vscode from 'vscode';
import {
  type EditLines,
  linesAround,
  linesAtCursor,
  linesOfSelection,
  problemsInLines,
} from '../../chat/editLines.ts';
import type { InlineEditQuestion } from '../../chat/inlineEditPrompt.ts';
import { isSerious } from '../../chat/problemText.ts';
import { linesOf } from '../../chat/textRange.ts';
import { enclosingSymbol } from '../context/codeContext.ts';
import { symbolsAround } from '../context/codeDetails.ts';
import { filePath } from '../fileNames.ts';

/** The lines that are to be changed. */
export interface EditTarget extends EditLines {
  readonly document: vscode.TextDocument;
}

/** The selected lines, else the symbol around the cursor, else its line. On an empty line new code is to be written. */
export async function findTarget({ document, selection }: vscode.TextEditor): Promise<EditTarget> {
  if (!selection.isEmpty) {
    const textOf = (first: number, last: number): string => linesOf(document, first, last).join('\n');
    return { document, ...linesOfSelection(selection, textOf, document.getText(selection)) };
  }
  const { line } = selection.active;
  const { text, isEmptyOrWhitespace } = document.lineAt(line);
  const symbol = isEmptyOrWhitespace ? undefined : await enclosingSymbol(document, selection.active);
  return { document, ...linesAtCursor(line, text, symbol) };
}

/** What the model is asked about the lines as they are now. */
export async function questionAbout(
  { document, first, last, selected }: EditTarget,
  instruction: string,
): Promise<InlineEditQuestion> {
  const { above, below } = linesAround({ first, last }, document.lineCount);
  return {
    instruction,
    path: filePath(document.uri),
    language: document.languageId,
    lines: linesOf(document, first, last),
    startLine: first + 1,
    ...(selected !== undefined && { selected }),
    above: linesOf(document, ...above),
    below: linesOf(document, ...below),
    symbols: await symbolsAround(document, { first, last }),
    problems: problemsInLines(vscode.languages.getDiagnostics(document.uri).filter(isSerious), {
      first,
      last,
    }),
  };
}
