/** How a file is read that is attached, by its name. */
export function attachedFileType(path: string): 'image' | 'notebook' | 'text' {
  if (/\.(png|jpe?g|gif|webp)$/i.test(path)) return 'image';
  return /\.ipynb$/i.test(path) ? 'notebook' : 'text';
}

/** What a file’s name ends with, without the dot; the name where it has none. */
export function fileExtension(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** A cell of a notebook. */
export interface CellText {
  readonly type: 'code' | 'text';
  readonly language: string;
  readonly text: string;
}

/** A notebook’s cells without their results, as a script with the usual marks, in the language of the first code. */
export function notebookScript(cells: readonly CellText[]): {
  readonly code: string;
  readonly language: string;
} {
  const parts = cells.map(({ type, text }) => `# %%${type === 'text' ? ' [markdown]' : ''}\n${text}`);
  const language = cells.find(({ type }) => type === 'code')?.language ?? 'python';
  return { code: parts.join('\n\n'), language };
}
