import * as vscode from 'vscode';

/** What tabs show. The output, the box for a commit message and the like are editors as well, but have no tab. */
export function openUris(): ReadonlySet<string> {
  const uris = vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .flatMap(({ input }) => {
      if (input instanceof vscode.TabInputText || input instanceof vscode.TabInputNotebook)
        return [input.uri];
      if (input instanceof vscode.TabInputTextDiff) return [input.original, input.modified];
      return [];
    });
  return new Set(uris.map(String));
}
