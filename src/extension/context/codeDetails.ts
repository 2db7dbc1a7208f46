import * as vscode from 'vscode';
import type { CodeAttachment } from '../../chat/attachment.ts';
import { visibleName } from '../../chat/hiddenCharacters.ts';
import { importLines } from '../../chat/importLines.ts';
import { notebookOf } from './notebookCell.ts';
import { problemLine, problemsOf } from './problemsAttachment.ts';

/** What helps to understand a piece of code beside the lines around it. */
export type CodeDetails = Pick<CodeAttachment, 'symbols' | 'imports' | 'problems'>;

type DocumentSymbols = readonly (vscode.DocumentSymbol | vscode.SymbolInformation)[];

/** More than these only hide what matters. */
const mostProblems = 50;

/** What surrounds some lines of a document: symbols, imports, and what the editor reports in them. */
export async function codeDetails(document: vscode.TextDocument, lines: vscode.Range): Promise<CodeDetails> {
  const symbols = await symbolsAround(document, lines);
  const imports = importLines(textAbove(document, lines.start.line), document.languageId);
  const problems = problemsIn(document, lines);
  return {
    ...(symbols.length > 0 && { symbols }),
    ...(imports !== '' && { imports }),
    ...(problems.length > 0 && { problems: problemTexts(problems) }),
  };
}

/** The errors and warnings that touch a range; where it is empty, those that touch its line. */
export function problemsIn({ uri }: vscode.TextDocument, place: vscode.Range): readonly vscode.Diagnostic[] {
  const { start, end } = place;
  const touched = place.isEmpty ? new vscode.Range(start.line, 0, end.line, Number.MAX_SAFE_INTEGER) : place;
  return problemsOf(uri).filter(({ range }) => range.intersection(touched) !== undefined);
}

/** A line for each. */
export function problemTexts(problems: readonly vscode.Diagnostic[]): string {
  return problems.slice(0, mostProblems).map(problemLine).join('\n');
}

/** The names of the symbols around some lines, the outermost first. */
export async function symbolsAround(document: vscode.TextDocument, lines: vscode.Range): Promise<string[]> {
  const symbols = await vscode.commands.executeCommand<DocumentSymbols | undefined>(
    'vscode.executeDocumentSymbolProvider',
    document.uri,
  );
  const names: string[] = [];
  let inside: DocumentSymbols = symbols ?? [];
  for (;;) {
    const around = inside.find((symbol) => {
      const { start, end } = 'range' in symbol ? symbol.range : symbol.location.range;
      return start.line <= lines.start.line && end.line >= lines.end.line;
    });
    if (!around) return names;
    names.push(visibleName(around.name));
    inside = 'children' in around ? around.children : [];
  }
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
