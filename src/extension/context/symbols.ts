import * as vscode from 'vscode';
import type { CodeAttachment } from '../../chat/attachment.ts';
import { visibleName } from '../../chat/hiddenCharacters.ts';
import { permitSending } from '../workspaceFiles/permitSending.ts';
import { codeAttachment, wholeLines } from './codeContext.ts';
import { fuzzyScore } from './fuzzyScore.ts';

export interface FoundSymbol {
  readonly name: string;
  readonly kind: vscode.SymbolKind;
  readonly uri: vscode.Uri;
  readonly range: vscode.Range;
}

type DocumentSymbols = readonly (vscode.DocumentSymbol | vscode.SymbolInformation)[];

/** Finds symbols by the letters of their names. */
export class SymbolFinder {
  /** A slow language server is asked once for each version of a document, not for each letter that is typed. */
  #known: { readonly version: string; readonly symbols: Promise<readonly FoundSymbol[]> } | undefined;

  /** The symbols whose names fit, those of the document first, then those of the workspace. */
  async find(query: string, document: vscode.TextDocument | undefined): Promise<readonly FoundSymbol[]> {
    const [own, others] = await Promise.all([
      document ? this.#symbolsOf(document) : [],
      query.length < 2 ? [] : workspaceSymbols(query),
    ]);
    const elsewhere = others.filter(({ uri }) => uri.toString() !== document?.uri.toString());
    return [...bestFirst(query, own), ...bestFirst(query, elsewhere)];
  }

  #symbolsOf({ uri, version, languageId }: vscode.TextDocument): Promise<readonly FoundSymbol[]> {
    const key = `${uri}#${version}#${languageId}`;
    if (this.#known?.version !== key) {
      this.#known = { version: key, symbols: documentSymbols(uri).catch(() => []) };
    }
    return this.#known.symbols;
  }
}

/**
 * The whole of a symbol; providers for the workspace often know only where its name stands.
 *
 * @throws {Error} with a message for the user if its file is not sent.
 */
export async function symbolAttachment(symbol: FoundSymbol): Promise<CodeAttachment> {
  await permitSending(symbol.uri);
  const document = await vscode.workspace.openTextDocument(symbol.uri);
  const whole = (await documentSymbols(symbol.uri)).find(
    ({ name, range }) => name === symbol.name && range.contains(symbol.range),
  );
  const range = document.validateRange((whole ?? symbol).range);
  return { ...codeAttachment(document, wholeLines(range), 'symbol'), name: visibleName(symbol.name) };
}

async function documentSymbols(uri: vscode.Uri): Promise<FoundSymbol[]> {
  const symbols = await vscode.commands.executeCommand<DocumentSymbols | undefined>(
    'vscode.executeDocumentSymbolProvider',
    uri,
  );
  return flattened(symbols ?? [], uri);
}

function flattened(symbols: DocumentSymbols, uri: vscode.Uri): FoundSymbol[] {
  return symbols.flatMap((symbol) => {
    const { name, kind } = symbol;
    const range = 'range' in symbol ? symbol.range : symbol.location.range;
    const children = 'children' in symbol ? flattened(symbol.children, uri) : [];
    return [{ name, kind, uri, range }, ...children];
  });
}

async function workspaceSymbols(query: string): Promise<FoundSymbol[]> {
  const symbols = await vscode.commands.executeCommand<readonly vscode.SymbolInformation[] | undefined>(
    'vscode.executeWorkspaceSymbolProvider',
    query,
  );
  return (symbols ?? []).map(({ name, kind, location: { uri, range } }) => ({ name, kind, uri, range }));
}

function bestFirst(query: string, symbols: readonly FoundSymbol[]): FoundSymbol[] {
  return symbols
    .map((symbol) => ({ symbol, score: fuzzyScore(query, symbol.name) }))
    .filter(({ score }) => score !== undefined)
    .toSorted((a, b) => (b.score ?? 0) - (a.score ?? 0))
    .map(({ symbol }) => symbol);
}
