import { longestDiff, mostDiffFiles } from '../core/limits.ts';

/** What a diff says of one file. */
export interface DiffFile {
  /** With `/`, relative to the repository; the new one of a file that was moved. */
  readonly path: string;
  /** Where the file was before it was moved or copied. */
  readonly oldPath?: string;
  readonly change: 'added' | 'changed' | 'deleted' | 'renamed';
  /** Without what it can do to a text: a picture, an archive. */
  readonly isBinary: boolean;
  /** Its part of the diff, headings included. */
  readonly text: string;
}

/** What stands before the first hunk names the file, and little else. In UTF-16 code units. */
const longestHead = 20_000;

/**
 * A diff as Git writes it, file by file. Of one that is too long, the other files are named without what has changed in
 * them.
 *
 * @param known the paths of the files it may be about. They tell a folder that is called `a` from the `a/` that Git puts
 *   before paths, or does not, as its settings say.
 */
export function splitDiff(diff: string, known: ReadonlySet<string>): DiffFile[] {
  // Every line of a file's text has a mark before it, so that none of them can look like a heading.
  const sections = sectionsOf(uncoloured(diff.slice(0, longestDiff)));
  const files = sections.map((section) => diffFile(section, known));
  const isCut = diff.length > longestDiff || sections.length === mostDiffFiles;
  if (!isCut) return files;
  const shown = new Set(files.map(({ path }) => path));
  const others = [...known].filter((path) => !shown.has(path));
  return [
    ...files,
    ...others.map((path): DiffFile => ({ path, change: 'changed', isBinary: true, text: '' })),
  ];
}

function sectionsOf(diff: string): string[] {
  const heading = 'diff --git ';
  const sections: string[] = [];
  let start = diff.startsWith(heading) ? 0 : nextSection(diff, 0);
  while (start < diff.length && sections.length < mostDiffFiles) {
    const end = nextSection(diff, start);
    sections.push(diff.slice(start, end));
    start = end;
  }
  return sections;

  function nextSection(text: string, from: number): number {
    const at = text.indexOf(`\n${heading}`, from);
    return at === -1 ? text.length : at + 1;
  }
}

/** Git may be set to colours even where nobody looks (`color.ui=always`). */
function uncoloured(diff: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one.
  return diff.startsWith('\x1b[') ? diff.replace(/\x1b\[[\d;]*[mK]/g, '') : diff;
}

function diffFile(section: string, known: ReadonlySet<string>): DiffFile {
  const hunks = section.indexOf('\n@@ ');
  const head = section.slice(0, Math.min(hunks === -1 ? section.length : hunks, longestHead));
  const lines = head.split(/\r?\n/);
  const after = (start: string): string | undefined =>
    lines.find((line) => line.startsWith(start))?.slice(start.length);
  const pathOf = (start: string): string | undefined => {
    const named = after(start);
    return named === undefined || named === '/dev/null' ? undefined : plainPath(named, known);
  };
  const moved = after('rename from ') ?? after('copy from ');
  const target = after('rename to ') ?? after('copy to ');
  const path =
    target === undefined
      ? (pathOf('+++ ') ?? pathOf('--- ') ?? headingPath(lines[0] ?? '', known))
      : unquoted(target);
  return {
    path,
    ...(moved !== undefined && { oldPath: unquoted(moved) }),
    change: changeOf(lines, moved !== undefined),
    isBinary: lines.some((line) => /^(Binary files .* differ|GIT binary patch)$/.test(line)),
    text: section,
  };
}

function changeOf(lines: readonly string[], isMoved: boolean): DiffFile['change'] {
  if (isMoved) return 'renamed';
  if (lines.some((line) => line.startsWith('new file mode '))) return 'added';
  return lines.some((line) => line.startsWith('deleted file mode ')) ? 'deleted' : 'changed';
}

/** Of a file that has no text, or the same as before: `diff --git a/x b/x` names it twice. */
function headingPath(heading: string, known: ReadonlySet<string>): string {
  const both = heading.slice('diff --git '.length);
  const quotedName = /^"(?:[^"\\]|\\.)*" (".*")$/.exec(both)?.[1];
  return plainPath(quotedName ?? both.slice(both.length / 2 + 0.5), known);
}

/** Of a text that Git’s settings put before paths. */
const longestPrefix = 40;

/** Git’s settings may have other letters than `a` and `b` before a path, or none, or any text. */
function plainPath(named: string, known: ReadonlySet<string>): string {
  // Git ends a path that has a space in it with a tab.
  const path = unquoted(named.replace(/\t$/, ''));
  const stripped = path.replace(/^[abciow]\//, '');
  if (known.has(stripped)) return stripped;
  if (known.has(path)) return path;
  if (stripped !== path) return stripped;
  for (let length = 1; length <= longestPrefix; length += 1) {
    const rest = path.slice(length);
    if (known.has(rest)) return rest;
  }
  return path;
}

const escapes: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 };

/** Git quotes what is not ASCII, byte by byte in UTF-8: `"\346\226\207"`. */
function unquoted(path: string): string {
  if (!/^".*"$/.test(path)) return path;
  const bytes: number[] = [];
  for (const [, octal, letter, plain] of path.slice(1, -1).matchAll(/\\([0-3][0-7]{2})|\\(.)|([^\\]+)/gsu)) {
    if (octal !== undefined) bytes.push(Number.parseInt(octal, 8));
    else if (letter !== undefined) bytes.push(escapes[letter] ?? letter.charCodeAt(0));
    else bytes.push(...new TextEncoder().encode(plain));
  }
  return new TextDecoder().decode(new Uint8Array(bytes));
}
