import { type Mutant, mutantText } from './mutant.ts';

/** What became of a mutant. */
export type Fate = 'noticed' | 'timed out' | 'survived' | 'not covered';

export interface FolderResult {
  readonly folder: string;
  readonly fates: readonly { readonly mutant: Mutant; readonly fate: Fate }[];
  /** Of those met on the way, so many that no input can tell from the original. */
  readonly equivalent: number;
  /** The number of files that only run in VS Code. */
  readonly glue: number;
}

/** So much of what is not equivalent has to be noticed. */
export const leastScore = 0.92;

/** The share of mutants that were noticed, from 0 to 1; nothing if there were none. */
export function score({ fates }: FolderResult): number | undefined {
  if (fates.length === 0) return undefined;
  return fates.filter(({ fate }) => fate === 'noticed' || fate === 'timed out').length / fates.length;
}

/** Those with a score below {@link leastScore}. */
export function failing(results: readonly FolderResult[]): FolderResult[] {
  return results.filter((result) => (score(result) ?? 1) < leastScore);
}

const titles = [
  'folder',
  'mutants',
  'noticed',
  'timed out',
  'survived',
  'not covered',
  'equivalent',
  'score',
] as const;

/** The table for a person: one line for each folder. */
export function tableText(results: readonly FolderResult[]): string {
  const rows = results
    .filter(({ fates }) => fates.length > 0)
    .map((result) => {
      const count = (wanted: Fate) => String(result.fates.filter(({ fate }) => fate === wanted).length);
      const share = score(result) ?? 0;
      return [
        result.folder,
        String(result.fates.length),
        count('noticed'),
        count('timed out'),
        count('survived'),
        count('not covered'),
        String(result.equivalent),
        // Never rounded up to what it has not reached.
        `${(Math.floor(share * 1000) / 10).toFixed(1)} %${share < leastScore ? ' !' : ''}`,
      ];
    });
  const width = (column: number) => Math.max(...[titles, ...rows].map((row) => row[column]?.length ?? 0));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(width(column)) : cell.padStart(width(column))))
      .join('  ');
  return [titles, ...rows].map(line).join('\n');
}

/** What the tests did not notice, one in a line. */
export function survivorsText(results: readonly FolderResult[]): string {
  const lines = results.flatMap(({ fates }) =>
    fates
      .filter(({ fate }) => fate === 'survived' || fate === 'not covered')
      .map(({ mutant, fate }) => `${mutantText(mutant)}${fate === 'not covered' ? '  (not covered)' : ''}`),
  );
  return lines.join('\n');
}

/** The folders with files that are not part of the table. */
export function glueText(results: readonly FolderResult[]): string {
  const rows = results.filter(({ glue }) => glue > 0).map(({ folder, glue }) => `  ${folder} (${glue})`);
  if (rows.length === 0) return '';
  const sum = results.reduce((all, { glue }) => all + glue, 0);
  return [
    `Not loaded by unit tests (${sum} files): they need VS Code itself, and the integration tests run them.`,
    ...rows,
  ].join('\n');
}
