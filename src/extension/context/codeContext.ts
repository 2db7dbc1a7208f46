import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { CodeAttachment } from '../../chat/attachment.ts';
import { fileName, filePath } from '../fileNames.ts';
import { translate } from '../translate.ts';
import { permitSending } from '../workspaceFiles/permitSending.ts';
import { codeDetails, problemsIn, problemTexts } from './codeDetails.ts';
import { chosenCell, notebookOf } from './notebookCell.ts';

/** Surrounding code beyond this is never sent, whatever the model's window; in characters, on each side. */
const mostSurroundings = 40_000;

/** Where in a document a question comes from. */
export interface CodePlace {
  readonly document: vscode.TextDocument;
  /** Empty where nothing is selected: the cursor. */
  readonly selection: vscode.Range;
}

/**
 * The code that a question from the editor is about: the selection, else the symbol around the cursor, else the block
 * of lines around it, which in a notebook is the whole cell. Undefined when there is nothing but white space.
 *
 * @throws {Error} with a message for the user if the file is not sent.
 */
export async function codeInQuestion({
  document,
  selection,
}: CodePlace): Promise<CodeAttachment | undefined> {
  await permitSending(document.uri);
  if (!selection.isEmpty) return describedCode(document, wholeLines(selection), 'selection');
  const symbol = await enclosingSymbol(document, selection.start);
  if (symbol) return describedCode(document, symbol, 'symbol');
  if (notebookOf(document)) return wholeCell(document);
  const block = enclosingBlock(document, selection.start.line);
  return block && describedCode(document, block, 'block');
}

/** A symbol with a problem is sent whole unless it is longer than this; in lines. */
const longestSymbol = 200;

/**
 * The code around the problems at a place, with these problems alone.
 *
 * @returns undefined where the editor reports none.
 * @throws {Error} with a message for the user if the file is not sent.
 */
export async function problemInQuestion({
  document,
  selection,
}: CodePlace): Promise<CodeAttachment | undefined> {
  await permitSending(document.uri);
  const problems = problemsIn(document, selection);
  if (problems.length === 0) return undefined;
  const problem = wholeLines(problems.reduce((all, { range }) => all.union(range), selection));
  const symbol = await enclosingSymbol(document, selection.start);
  const code =
    symbol?.contains(problem) && symbol.end.line - symbol.start.line < longestSymbol
      ? await describedCode(document, symbol, 'symbol')
      : await describedCode(document, withNeighbours(document, problem), 'block');
  return { ...code, problems: problemTexts(problems) };
}

/** The code at the cursor of the editor that the user looks at; undefined where there is none. */
export async function codeAtCursor(): Promise<CodeAttachment | undefined> {
  const place = placeInSight();
  return place && (await codeInQuestion(place));
}

/** The selected lines of the editor that the user looks at; undefined where nothing is selected. */
export function selectedCode(): CodeAttachment | undefined {
  const place = placeInSight();
  return place && !place.selection.isEmpty
    ? codeAttachment(place.document, wholeLines(place.selection), 'selection')
    : undefined;
}

/** Where the user is, in a cell of a notebook that was chosen but not entered as well. */
export function placeInSight(): CodePlace | undefined {
  const active = vscode.window.activeTextEditor;
  if (active) return active;
  const document = chosenCell();
  if (!document) return editorInSight();
  const editor = vscode.window.visibleTextEditors.find((visible) => visible.document === document);
  return editor ?? { document, selection: new vscode.Range(0, 0, 0, 0) };
}

/** Editors that are no files: the output, the box for a commit message and the like. */
const otherSchemes = new Set(['output', 'debug', 'comment', 'vscode-scm']);

/** With the focus in the panel there is no active editor; the visible one is what the user looks at. */
export function editorInSight(): vscode.TextEditor | undefined {
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  return (
    activeTextEditor ?? visibleTextEditors.find(({ document }) => !otherSchemes.has(document.uri.scheme))
  );
}

/** A piece of code with what helps to understand it. */
async function describedCode(
  document: vscode.TextDocument,
  lines: vscode.Range,
  kind: CodeAttachment['kind'],
): Promise<CodeAttachment> {
  const details = await codeDetails(document, lines);
  return { ...codeAttachment(document, lines, kind), ...details };
}

function wholeCell(document: vscode.TextDocument): Promise<CodeAttachment> | undefined {
  if (document.getText().trim() === '') return undefined;
  return describedCode(document, wholeLines(new vscode.Range(0, 0, document.lineCount, 0)), 'file');
}

/** The piece of a document that `lines` covers, which begin and end with whole lines. */
export function codeAttachment(
  document: vscode.TextDocument,
  lines: vscode.Range,
  kind: CodeAttachment['kind'],
): CodeAttachment {
  const before = document.getText(new vscode.Range(0, 0, lines.start.line, 0));
  const after = document.getText(new vscode.Range(lines.end.line + 1, 0, document.lineCount, 0));
  return {
    id: randomUUID(),
    kind,
    uri: document.uri.toString(),
    ...nameOf(document),
    language: document.languageId,
    startLine: lines.start.line + 1,
    endLine: lines.end.line + 1,
    code: document.getText(lines),
    before: before.replace(/\r?\n$/, '').slice(-mostSurroundings),
    after: after.slice(0, mostSurroundings),
  };
}

/** What the user knows a document by; a cell by its notebook. */
function nameOf(document: vscode.TextDocument): Pick<CodeAttachment, 'name' | 'path' | 'cell'> {
  const place = notebookOf(document);
  const { uri } = place?.notebook ?? document;
  const name = fileName(uri);
  const path = filePath(uri);
  if (!place) return { name, path };
  const cell = place.index + 1;
  return { name: translate('{name}, cell {number}', { name, number: String(cell) }), path, cell };
}

/** Whole lines, without a last one in which nothing is selected. */
export function wholeLines(selection: vscode.Range): vscode.Range {
  const { start, end } = selection;
  const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  return new vscode.Range(start.line, 0, last, Number.MAX_SAFE_INTEGER);
}

/** The symbol around a position, as a range of whole lines. */
export async function enclosingSymbol(
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.Range | undefined> {
  const symbols = await vscode.commands.executeCommand<
    (vscode.DocumentSymbol | vscode.SymbolInformation)[] | undefined
  >('vscode.executeDocumentSymbolProvider', document.uri);
  return innermost(symbols ?? [], position) ?? outermost(symbols ?? [], position);
}

const wholes = new Set([
  vscode.SymbolKind.Function,
  vscode.SymbolKind.Method,
  vscode.SymbolKind.Constructor,
  vscode.SymbolKind.Class,
  vscode.SymbolKind.Interface,
  vscode.SymbolKind.Enum,
  vscode.SymbolKind.Struct,
]);

/** The smallest function, class or the like around a position; a variable inside it would be too little to explain. */
function innermost(
  symbols: readonly (vscode.DocumentSymbol | vscode.SymbolInformation)[],
  position: vscode.Position,
): vscode.Range | undefined {
  let found: vscode.Range | undefined;
  for (const symbol of symbols) {
    const range = 'range' in symbol ? symbol.range : symbol.location.range;
    if (!range.contains(position)) continue;
    const inner = 'children' in symbol ? innermost(symbol.children, position) : undefined;
    const candidate = inner ?? (wholes.has(symbol.kind) ? wholeLines(range) : undefined);
    if (candidate && (!found || found.contains(candidate))) found = candidate;
  }
  return found;
}

const containers = new Set([
  vscode.SymbolKind.File,
  vscode.SymbolKind.Module,
  vscode.SymbolKind.Namespace,
  vscode.SymbolKind.Package,
]);

/** What is declared over several lines around a position: a function that is a constant, a table. */
function outermost(
  symbols: readonly (vscode.DocumentSymbol | vscode.SymbolInformation)[],
  position: vscode.Position,
): vscode.Range | undefined {
  for (const symbol of symbols) {
    const range = 'range' in symbol ? symbol.range : symbol.location.range;
    if (!range.contains(position)) continue;
    if (!containers.has(symbol.kind)) return range.isSingleLine ? undefined : wholeLines(range);
    const inner = 'children' in symbol ? outermost(symbol.children, position) : undefined;
    if (inner) return inner;
  }
  return undefined;
}

/** The lines, and those around them up to the nearest blank ones. */
function withNeighbours(document: vscode.TextDocument, lines: vscode.Range): vscode.Range {
  const above = enclosingBlock(document, lines.start.line)?.start ?? lines.start;
  const below = enclosingBlock(document, lines.end.line)?.end ?? lines.end;
  return new vscode.Range(above, below);
}

/** The lines around `line` up to the nearest blank ones. */
function enclosingBlock(document: vscode.TextDocument, line: number): vscode.Range | undefined {
  const isBlank = (at: number): boolean => document.lineAt(at).isEmptyOrWhitespace;
  if (isBlank(line)) return undefined;
  let first = line;
  let last = line;
  while (first > 0 && !isBlank(first - 1)) first--;
  while (last < document.lineCount - 1 && !isBlank(last + 1)) last++;
  return new vscode.Range(first, 0, last, Number.MAX_SAFE_INTEGER);
}
