import { execFile } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { repository } from '../../scripts/vscode/paths.ts';

const compiler = join(repository, 'node_modules/typescript/bin/tsc');

/** What is merely left unused is no fault here: with a condition that is always true it often is. */
const lenient = [
  ...['--noUnusedLocals', 'false'],
  ...['--noUnusedParameters', 'false'],
  ...['--allowUnreachableCode', 'true'],
];

/** Where the compiler finds fault. */
export interface Fault {
  /** From the directory it ran in, with slashes. */
  readonly path: string;
  /** Whether it cannot even parse the file; then it does not look at types anywhere. */
  readonly isSyntax: boolean;
}

/**
 * Runs the compiler on a project.
 *
 * @param config its tsconfig.json, from the directory
 * @throws Error if the compiler itself fails
 */
export function compile(
  directory: string,
  config: string,
  ...options: readonly string[]
): Promise<readonly Fault[]> {
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [compiler, '-p', config, '--pretty', 'false', ...lenient, ...options],
      { cwd: directory, maxBuffer: 256_000_000 },
      (error, stdout, stderr) => {
        const faults = readFaults(stdout);
        if (error && faults.length === 0) reject(new Error(`${stdout}${stderr}`));
        else resolve(faults);
      },
    );
  });
}

/** Reads what the compiler prints. */
export function readFaults(output: string): Fault[] {
  return [...output.matchAll(/^(\S.*?)\(\d+,\d+\): error TS(\d+):/gm)].map(([, path = '', code = '']) => ({
    path: path.replaceAll('\\', '/'),
    isSyntax: /^1\d{3}$/.test(code),
  }));
}
