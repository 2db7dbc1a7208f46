/** A code block as the text of a file of its own. */
export function fileText(code: string): string {
  return `${code.trimEnd()}\n`;
}

/** Whether a document can be opened that is saved to a URI with this scheme: elsewhere VS Code would save to this computer’s disk. */
export function takesNewFiles(scheme: string): boolean {
  return scheme === 'file' || scheme === 'vscode-remote';
}

/**
 * The language that a new document is set to: its path’s extension decides, unless it says nothing.
 *
 * @param byPath VS Code’s id of the language that the path stands for
 * @param byFence that of the code block, if it has one
 * @returns undefined where it stays as it is
 */
export function otherLanguage(byPath: string, byFence: string | undefined): string | undefined {
  return byPath === 'plaintext' ? byFence : undefined;
}
