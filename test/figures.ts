import { appendFileSync } from 'node:fs';
import process from 'node:process';

/** The environment variable that names the file which figures go to. */
export const figuresVariable = 'HANLIN_TEST_FIGURES';

/**
 * Adds a line to what `npm test` says at its end: what a suite has shown, as a number.
 *
 * @param line such as `faults survived: 412 of 412`.
 */
export function reportFigure(line: string): void {
  const file = process.env[figuresVariable];
  if (file === undefined) console.log(`      ${line}`);
  else appendFileSync(file, `${line}\n`);
}
