/** A file that a text mentions. */
export interface MentionedFile {
  /** Its place in the text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  readonly path: string;
  /** One-based. */
  readonly line: number | undefined;
}

const longestPath = 300;

/** The extensions with which a bare name is taken for a file. */
const knownExtensions = new Set(
  (
    'bash bat c cc cjs clj cmake cmd conf cpp cs css csv cts cxx dart ex exs fs go gradle graphql h hpp hs html ini ' +
    'ipynb java jl js json jsonc jsonl jsx kt kts less lock lua m md mdx mjs mm mts php pl prisma proto ps1 py r ' +
    'rb rs rst sass scala scss sh sol sql svelte svg swift tf toml ts tsx txt vue xml yaml yml zig zsh'
  ).split(' '),
);

/** The file that a piece of inline code is: the whole of it, or none. */
export function mentionedFile(code: string): readonly MentionedFile[] {
  const file =
    code.length <= longestPath && !/\s{2}|[\n<>|"'`*?{}]/.test(code) ? readMention(code) : undefined;
  return file ? [{ ...file, start: 0, end: code.length }] : [];
}

/** The files mentioned in running text. Chinese around them needs no spaces. */
export function mentionedFiles(text: string): readonly MentionedFile[] {
  const files: MentionedFile[] = [];
  for (const match of text.matchAll(/[\w.@~+$/\\:#-]+/g)) {
    if (match[0].length > longestPath) continue;
    const token = match[0].replace(/(?<![.:#-])[.:#-]+$/, '');
    const file = readMention(token);
    if (file) files.push({ ...file, start: match.index, end: match.index + token.length });
  }
  return files;
}

/** Takes a path and its line apart: `src/a.ts:23`, `a.ts:23:5`, `a.ts:23-46`, `a.ts#L23`. */
function readMention(token: string): Pick<MentionedFile, 'path' | 'line'> | undefined {
  if (token.includes('://')) return undefined;
  const [, path = '', colon, hash] = /^(.+?)(?::(\d+)(?:[:-]\d+)?|#L(\d+)(?:-L?\d+)?)?$/.exec(token) ?? [];
  const line = colon ?? hash;
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  const extension = /[^.]\.([a-z]\w{0,9})$/i.exec(name)?.[1]?.toLowerCase();
  if (extension === undefined || /[:#]/.test(path.replace(/^[a-z]:[\\/]/i, ''))) return undefined;
  if (name === path && line === undefined && !knownExtensions.has(extension)) return undefined;
  return { path, line: line === undefined ? undefined : Number(line) };
}
