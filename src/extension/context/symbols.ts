import * as vscode from 'vscode';
import type { CodeAttachment } from '../../chat/attachment.ts';
import { allSymbols, type CodeSymbol, wholeSymbol } from '../../chat/codeSymbols.ts';
import { visibleName } from '../../chat/hiddenCharacters.ts';
import { selectedLines } from '../../chat/textRange.ts';
import { permitSending } from '../workspaceFiles/permitSending.ts';
import { codeAttachment } from './codeContext.ts';
import { documentSymbols, kindName } from './documentSymbols.ts';
import { bestNames } from './rankFiles.ts';

export interface FoundSymbol extends Pick<CodeSymbol, 'name' | 'kind' | 'range'> {
  readonly uri: vscode.Uri;
}

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
    return [...bestNames(query, own), ...bestNames(query, elsewhere)];
  }

  #symbolsOf({ uri, version, languageId }: vscode.TextDocument): Promise<readonly FoundSymbol[]> {
    const key = `${uri}#${version}#${languageId}`;
    if (this.#known?.version !== key) {
      const symbols = documentSymbols(uri).then((found) => allSymbols(found).map((one) => ({ ...one, uri })));
      this.#known = { version: key, symbols: symbols.catch(() => []) };
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
  const { start, end } = (wholeSymbol(await documentSymbols(symbol.uri), symbol) ?? symbol).range;
  const range = document.validateRange(
    new vscode.Range(start.line, start.character, end.line, end.character),
  );
  return { ...codeAttachment(document, selectedLines(range), 'symbol'), name: visibleName(symbol.name) };
}

async function workspaceSymbols(query: string): Promise<FoundSymbol[]> {
  const symbols = await vscode.commands.executeCommand<readonly vscode.SymbolInformation[] | undefined>(
    'vscode.executeWorkspaceSymbolProvider',
    query,
  );
  return (symbols ?? []).map(({ name, kind, location: { uri, range } }) => {
    return { name, kind: kindName(kind), uri, range };
  });
}
