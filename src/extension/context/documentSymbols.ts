import * as vscode from 'vscode';
import type { CodeSymbol } from '../../chat/codeSymbols.ts';

type KnownSymbol = vscode.DocumentSymbol | vscode.SymbolInformation;

/** What language servers know of a document; none where nobody knows any. */
export async function documentSymbols(uri: vscode.Uri): Promise<CodeSymbol[]> {
  const symbols = await vscode.commands.executeCommand<readonly KnownSymbol[] | undefined>(
    'vscode.executeDocumentSymbolProvider',
    uri,
  );
  return (symbols ?? []).map(codeSymbol);
}

function codeSymbol(symbol: KnownSymbol): CodeSymbol {
  return {
    name: symbol.name,
    kind: kindName(symbol.kind),
    range: 'range' in symbol ? symbol.range : symbol.location.range,
    children: 'children' in symbol ? symbol.children.map(codeSymbol) : [],
  };
}

/** As VS Code calls it: `EnumMember`. */
export function kindName(kind: vscode.SymbolKind): string {
  return vscode.SymbolKind[kind] ?? 'Misc';
}
