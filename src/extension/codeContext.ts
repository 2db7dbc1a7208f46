import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { CodeAttachment } from '../chat/conversation.ts';

/** Surrounding code beyond this is never sent, whatever the model's window; in characters, on each side. */
const mostSurroundings = 40_000;

/**
 * The code that a question from the editor is about: the selection, else the symbol around the cursor, else the block
 * of lines around it. Undefined when the file is empty there.
 */
export async function codeInQuestion(editor: vscode.TextEditor): Promise<CodeAttachment | undefined> {
  const { document, selection } = editor;
  if (!selection.isEmpty) return attach(document, wholeLines(selection), 'selection');
  const symbol = await enclosingSymbol(document, selection.active);
  if (symbol) return attach(document, symbol, 'symbol');
  const block = enclosingBlock(document, selection.active.line);
  return block && attach(document, block, 'block');
}

/** Shows the lines of an attachment again. */
export async function revealAttachment({ uri, startLine, endLine }: CodeAttachment): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  const lines = document.validateRange(
    new vscode.Range(startLine - 1, 0, endLine - 1, Number.MAX_SAFE_INTEGER),
  );
  await vscode.window.showTextDocument(document, { selection: lines });
}

function attach(
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
    name: document.uri.path.split('/').at(-1) ?? '',
    path: vscode.workspace.asRelativePath(document.uri),
    language: document.languageId,
    startLine: lines.start.line + 1,
    endLine: lines.end.line + 1,
    code: document.getText(lines),
    before: before.replace(/\r?\n$/, '').slice(-mostSurroundings),
    after: after.slice(0, mostSurroundings),
  };
}

/** Whole lines, without a last one in which nothing is selected. */
function wholeLines(selection: vscode.Range): vscode.Range {
  const { start, end } = selection;
  const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  return new vscode.Range(start.line, 0, last, Number.MAX_SAFE_INTEGER);
}

async function enclosingSymbol(
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.Range | undefined> {
  const symbols = await vscode.commands.executeCommand<
    (vscode.DocumentSymbol | vscode.SymbolInformation)[] | undefined
  >('vscode.executeDocumentSymbolProvider', document.uri);
  return innermost(symbols ?? [], position);
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
