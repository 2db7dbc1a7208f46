import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { CodeAttachment } from '../../chat/attachment.ts';
import { enclosingBlock, linesOfProblem, nearbyText } from '../../chat/codeBlockLines.ts';
import { enclosingLines, type LineRange } from '../../chat/codeSymbols.ts';
import { problemLines } from '../../chat/problemText.ts';
import { isCodeEditor } from '../../chat/seenEditors.ts';
import { selectedLines, type TextPosition, type TextRange, unionOf } from '../../chat/textRange.ts';
import { fileName, filePath } from '../fileNames.ts';
import { translate } from '../translate.ts';
import { permitSending } from '../workspaceFiles/permitSending.ts';
import { codeDetails, problemsIn } from './codeDetails.ts';
import { documentSymbols } from './documentSymbols.ts';
import { chosenCell, notebookOf } from './notebookCell.ts';

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
  if (!selection.isEmpty) return describedCode(document, selectedLines(selection), 'selection');
  const symbol = await enclosingSymbol(document, selection.start);
  if (symbol) return describedCode(document, symbol, 'symbol');
  if (notebookOf(document)) return wholeCell(document);
  const block = enclosingBlock(document, selection.start.line);
  return block && describedCode(document, block, 'block');
}

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
  const problem = problems.reduce<TextRange>((all, { range }) => unionOf(all, range), selection);
  const symbol = await enclosingSymbol(document, selection.start);
  const { kind, lines } = linesOfProblem(document, selectedLines(problem), symbol);
  return { ...(await describedCode(document, lines, kind)), problems: problemLines(problems) };
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
    ? codeAttachment(place.document, selectedLines(place.selection), 'selection')
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

/** With the focus in the panel there is no active editor; the visible one is what the user looks at. */
export function editorInSight(): vscode.TextEditor | undefined {
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  return activeTextEditor ?? visibleTextEditors.find(({ document }) => isCodeEditor(document.uri.scheme));
}

/** A piece of code with what helps to understand it. */
async function describedCode(
  document: vscode.TextDocument,
  lines: LineRange,
  kind: CodeAttachment['kind'],
): Promise<CodeAttachment> {
  const details = await codeDetails(document, lines);
  return { ...codeAttachment(document, lines, kind), ...details };
}

function wholeCell(document: vscode.TextDocument): Promise<CodeAttachment> | undefined {
  if (document.getText().trim() === '') return undefined;
  return describedCode(document, { first: 0, last: document.lineCount - 1 }, 'file');
}

/** Some lines of a document. */
export function codeAttachment(
  document: vscode.TextDocument,
  { first, last }: LineRange,
  kind: CodeAttachment['kind'],
): CodeAttachment {
  const before = document.getText(new vscode.Range(0, 0, first, 0));
  const after = document.getText(new vscode.Range(last + 1, 0, document.lineCount, 0));
  return {
    id: randomUUID(),
    kind,
    uri: document.uri.toString(),
    ...nameOf(document),
    language: document.languageId,
    startLine: first + 1,
    endLine: last + 1,
    code: document.getText(new vscode.Range(first, 0, last, Number.MAX_SAFE_INTEGER)),
    ...nearbyText(before, after),
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

/** The symbol around a position, or what is declared there. */
export async function enclosingSymbol(
  { uri }: vscode.TextDocument,
  position: TextPosition,
): Promise<LineRange | undefined> {
  return enclosingLines(await documentSymbols(uri), position);
}
