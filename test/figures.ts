import { appendFileSync } from 'node:fs';
import { outputFile } from './output.ts';

/** The file in the output folder that figures go to, one JSON object per line. */
export const figuresFile = 'figures.jsonl';

/** What a suite has shown, as a number. */
export interface Figure {
  /** Such as `faults survived: {survived} of {all}`. */
  readonly text: string;
  /** What stands for the names in braces. */
  readonly numbers: Readonly<Record<string, number>>;
}

/**
 * Adds a line to what `npm test` says at its end.
 *
 * @param text with names in braces where several processes report a part each: numbers of the same text are added up
 */
export function reportFigure(text: string, numbers: Figure['numbers'] = {}): void {
  const figure: Figure = { text, numbers };
  const file = outputFile(figuresFile);
  if (file === undefined) console.log(`      ${figureLines([figure]).join('')}`);
  else appendFileSync(file, `${JSON.stringify(figure)}\n`);
}

/** @returns a line for each text, in the order in which they came first */
export function figureLines(figures: readonly Figure[]): string[] {
  const sums = new Map<string, Record<string, number>>();
  for (const { text, numbers } of figures) {
    const sum = sums.get(text) ?? {};
    for (const [name, value] of Object.entries(numbers)) sum[name] = (sum[name] ?? 0) + value;
    sums.set(text, sum);
  }
  return [...sums].map(([text, sum]) =>
    text.replaceAll(/\{(\w+)\}/g, (braces, name: string) => sum[name]?.toLocaleString('en') ?? braces),
  );
}
