import { execFileSync } from 'node:child_process';
import { hermeticEnvironment } from '../scripts/vscode/environment.ts';

/**
 * Runs Git in a folder, whatever it is set to for the person who runs the tests, and with an author of its own.
 *
 * @returns what it printed
 * @throws Error if it fails, or if there is no Git
 */
export function git(folder: string, ...words: readonly string[]): string {
  try {
    return execFileSync('git', words, { cwd: folder, env: hermeticEnvironment(), encoding: 'utf8' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Error('This test needs Git, and there is none on the PATH.', { cause: error });
  }
}
