import { longestProblem, mostProblems, mostProblemsOfCode } from '../core/limits.ts';
import { comparePositions, type DocumentLines, type TextRange, touches } from './textRange.ts';

/** What the editor reports. VS Code’s own diagnostics fit. */
export interface Problem {
  readonly range: TextRange;
  /** 0: error, 1: warning; more: information, hint. */
  readonly severity: number;
  readonly message: string;
  readonly source?: string | undefined;
  readonly code?: string | number | { readonly value: string | number } | undefined;
}

/** The problems of a file, and its lines if they may be sent. */
export interface FileProblems {
  readonly path: string;
  readonly problems: readonly Problem[];
  readonly document: DocumentLines | undefined;
}

/** Whether it is an error or a warning, not a hint. */
export function isSerious({ severity }: Pick<Problem, 'severity'>): boolean {
  return severity <= 1;
}

/** The errors and warnings, errors first. */
export function seriousProblems<P extends Problem>(problems: readonly P[]): P[] {
  return problems
    .filter(isSerious)
    .toSorted((a, b) => a.severity - b.severity || comparePositions(a.range.start, b.range.start));
}

/** Those that touch a range; where it is empty, those that touch its line. */
export function problemsAt<P extends Problem>(problems: readonly P[], { start, end }: TextRange): P[] {
  const isEmpty = comparePositions(start, end) === 0;
  const touched = isEmpty
    ? {
        start: { line: start.line, character: 0 },
        end: { line: end.line, character: Number.MAX_SAFE_INTEGER },
      }
    : { start, end };
  return problems.filter(({ range }) => touches(range, touched));
}

/** Without the file: `3:7: error ts(2322): …`. */
export function problemLine({ range, severity, source, code, message }: Problem): string {
  const { line, character } = range.start;
  const kind = severity === 0 ? 'error' : 'warning';
  const number = typeof code === 'object' ? code.value : code;
  const origin = [source, number === undefined ? undefined : `(${number})`].filter(Boolean).join('');
  const text = message.slice(0, longestProblem);
  return `${line + 1}:${character + 1}: ${[kind, origin.slice(0, longestProblem)].filter(Boolean).join(' ')}: ${text}`;
}

/** The problems of a piece of code, a line for each. */
export function problemLines(problems: readonly Problem[]): string {
  return problems.slice(0, mostProblemsOfCode).map(problemLine).join('\n');
}

/** As compilers write it: `src/a.ts:3:7: error ts(2322): …`, and below it the line itself if it is at hand. */
export function problemsText(files: readonly FileProblems[]): {
  readonly text: string;
  readonly count: number;
} {
  const all = files.flatMap(({ path, problems, document }) =>
    problems.map((problem) => ({ path, problem, document })),
  );
  const texts = all.slice(0, mostProblems).map(({ path, problem, document }) => {
    const { line } = problem.range.start;
    const code =
      document && line < document.lineCount
        ? `\n    ${document.lineAt(line).text.slice(0, longestProblem).trim()}`
        : '';
    return `${path}:${problemLine(problem)}${code}`;
  });
  return { text: texts.join('\n'), count: all.length };
}
