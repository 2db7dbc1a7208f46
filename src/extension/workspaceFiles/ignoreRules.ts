import ignore from 'ignore';

/** A file such as `.gitignore`. */
export interface IgnoreFile {
  /** The folder that it stands in, with `/` and relative to where all paths begin; empty for that place itself. */
  readonly folder: string;
  readonly text: string;
}

/**
 * Which paths a set of files such as `.gitignore` leaves out, as Git reads them: what stands deeper goes before what
 * stands higher, and nothing comes back out of a folder that is left out.
 *
 * @returns whether a path is left out. Paths have `/`, are relative, and those of folders end with `/`.
 */
export function ignoreRules(files: readonly IgnoreFile[], ignoreCase: boolean): (path: string) => boolean {
  const rules = ignore({ ignorecase: ignoreCase });
  for (const { folder, text } of files.toSorted((a, b) => depth(a.folder) - depth(b.folder))) {
    rules.add(text.split(/\r?\n/).flatMap((line) => below(folder, line)));
  }
  return (path) => ignore.isPathValid(path) && rules.ignores(path);
}

/** VS Code’s globs of `files.exclude` as lines of a `.gitignore`: there a pattern always begins at the top. */
export function globLines(globs: readonly string[]): string {
  return globs.map((glob) => `/${glob.replace(/^\.?\//, '')}`).join('\n');
}

function depth(folder: string): number {
  return folder === '' ? 0 : folder.split('/').length;
}

/** A line of a file in `folder` as a line of one at the top. */
function below(folder: string, line: string): string[] {
  const trimmed = line.replace(/^\uFEFF/, '').replace(/(?<!\\) +$/, '');
  if (trimmed === '' || trimmed.startsWith('#')) return [];
  if (folder === '') return [trimmed];
  const [, not = '', pattern = ''] = /^(!?)(.*)$/s.exec(trimmed) ?? [];
  const place = folder.replace(/[\\*?[\]!# ]/g, '\\$&');
  // Only a slash that is not the last character ties a pattern to its folder.
  const isTied = pattern.slice(0, -1).includes('/');
  return [`${not}/${place}/${isTied ? pattern.replace(/^\//, '') : `**/${pattern}`}`];
}
