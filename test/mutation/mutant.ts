/** One small fault that can be put into a source file. */
export interface Mutant {
  /** What the instrumented code knows it by; unique in one run. */
  readonly id: string;
  /** From the repository, with slashes: `src/net/sse.ts`. */
  readonly file: string;
  /** Stryker's name for its kind: `ConditionalExpression`. */
  readonly mutator: string;
  /** Offsets in the source file. */
  readonly start: number;
  readonly end: number;
  /** Counted from 1, as an editor does. */
  readonly line: number;
  readonly column: number;
  readonly original: string;
  readonly replacement: string;
}

/** The folder of a file from the repository. */
export function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/'));
}

/** The line a mutant begins in, without its indentation. */
export function sourceLine({ start }: Mutant, source: string): string {
  const from = source.lastIndexOf('\n', start - 1) + 1;
  const to = source.indexOf('\n', start);
  return source.slice(from, to === -1 ? undefined : to).trim();
}

/** The source file with the fault in it. */
export function mutatedSource(
  { start, end, mutator, original, replacement }: Mutant,
  source: string,
): string {
  // As part of a longer expression it would otherwise be read in another order than Stryker's tree has it.
  const isExpression =
    mutator !== 'BlockStatement' && mutator !== 'StringLiteral' && !/^(?:case|default)\b/.test(original);
  const text = isExpression ? `(${replacement})` : replacement;
  return `${source.slice(0, start)}${text}${source.slice(end)}`;
}

/** `file:line:col mutator: original → replacement`, in one line. */
export function mutantText({ file, line, column, mutator, original, replacement }: Mutant): string {
  return `${file}:${line}:${column} ${mutator}: ${oneLine(original)} → ${oneLine(replacement)}`;
}

const longest = 100;

function oneLine(code: string): string {
  const text = code.replace(/\s+/g, ' ');
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
