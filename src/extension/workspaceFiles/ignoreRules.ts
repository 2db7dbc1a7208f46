import ignore, { type Ignore } from 'ignore';
import { longestIgnoreLine, mostIgnoreLines } from '../../core/limits.ts';

/** A file such as `.gitignore`. */
export interface IgnoreFile {
  /** The folder that it stands in, with `/` and relative to where all paths begin; empty for that place itself. */
  readonly folder: string;
  readonly text: string;
}

/**
 * Which paths a set of files such as `.gitignore` leaves out, as Git reads them: what stands deeper goes before what
 * stands higher, and nothing comes back out of a folder that is left out. Where more lines are about a path than can be
 * compared with it, it is left out.
 *
 * @returns whether a path is left out. Paths have `/`, are relative, and those of folders end with `/`.
 */
export function ignoreRules(files: readonly IgnoreFile[], ignoreCase: boolean): (path: string) => boolean {
  const nameOf = (folder: string): string => (ignoreCase ? folder.toLowerCase() : folder);
  const byFolder = Map.groupBy(files, ({ folder }) => nameOf(folder));
  const known = new Map<string, Ignore>();
  const rulesIn = (folder: string): Ignore => {
    const found = known.get(folder);
    if (found) return found;
    const rules = ignore({ ignorecase: ignoreCase }).add(
      linesFor(foldersTo(folder).flatMap((each) => byFolder.get(each) ?? [])),
    );
    if (known.size === mostKnown) known.clear();
    known.set(folder, rules);
    return rules;
  };
  return (path) => {
    if (!ignore.isPathValid(path)) return false;
    if (depth(path) > mostDepth) return true;
    const folder = foldersTo(nameOf(path)).findLast((each) => byFolder.has(each));
    return folder !== undefined && rulesIn(folder).ignores(path);
  };
}

/** The lines of files that stand one below the other, the highest one first. */
function linesFor(files: readonly IgnoreFile[]): string[] {
  const lines: string[] = [];
  for (const { folder, text } of files) {
    for (const line of linesOf(text)) {
      const rule = below(folder, line);
      if (rule !== undefined) lines.push(rule);
      if (lines.length > mostIgnoreLines) return ['*'];
    }
  }
  return lines;
}

/** The top, and each folder on the way to a path. */
function foldersTo(path: string): string[] {
  const parts = path.split('/');
  return ['', ...parts.map((_, index) => parts.slice(0, index + 1).join('/')).filter((part) => part !== '')];
}

/** Of so many folders the rules are kept at hand. */
const mostKnown = 100;
/** Where a pattern may match at every level, the time grows with a power of them. Deeper ones are left out. */
const mostDepth = 100;
const mostLevels = 2;

/** VS Code’s globs of `files.exclude` as lines of a `.gitignore`: there a pattern always begins at the top. */
export function globLines(globs: readonly string[]): string {
  return globs.map((glob) => `/${glob.replace(/^\.?\//, '')}`).join('\n');
}

function depth(folder: string): number {
  return folder === '' ? 0 : folder.split('/').length;
}

/** One after the other, for of a long text only the first ones may be wanted. */
function* linesOf(text: string): Generator<string> {
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  for (let feed = text.indexOf('\n', start); feed !== -1; feed = text.indexOf('\n', start)) {
    yield text.slice(start, text[feed - 1] === '\r' ? feed - 1 : feed);
    start = feed + 1;
  }
  yield text.slice(start);
}

/** A line of a file in `folder` as a line of one at the top; undefined for one that says nothing. */
function below(folder: string, line: string): string | undefined {
  if (line.length > longestIgnoreLine) return undefined;
  const trimmed = line.replace(/(?<!\\| ) +$/, '');
  if (trimmed === '' || trimmed.startsWith('#')) return undefined;
  const not = trimmed.startsWith('!') ? '!' : '';
  const whole = trimmed.slice(not.length);
  const pattern = quick(whole);
  // What a broader pattern leaves out is not sent, but what it brings back would be.
  if (not !== '' && pattern !== whole) return undefined;
  if (folder === '') return not + pattern;
  const place = folder.replace(/[\\*?[\]!# ]/g, '\\$&');
  // Only a slash that is not the last character ties a pattern to its folder.
  const isTied = pattern.slice(0, -1).includes('/');
  return `${not}/${place}/${isTied ? pattern.replace(/^\//, '') : `**/${pattern}`}`;
}

/** A pattern that may match at many levels takes its time: without what stands between them it is broader. */
function quick(pattern: string): string {
  const parts = pattern.split(/(?:^|\/)\*{2,}(?=\/|$)/);
  return parts.length > mostLevels + 1 ? `${parts[0]}/**${parts.at(-1)}` : pattern;
}
