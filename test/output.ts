import { join } from 'node:path';
import process from 'node:process';

/** The environment variable that names a folder for what a run of tests has to say, of this run alone. */
export const outputVariable = 'HANLIN_TEST_OUTPUT';

/** @returns the path of a file in that folder; undefined if mocha was started by hand */
export function outputFile(name: string): string | undefined {
  const folder = process.env[outputVariable];
  return folder === undefined ? undefined : join(folder, name);
}
