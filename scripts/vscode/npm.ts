import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { Problem } from '../problem.ts';
import { startGuarded } from './guarded.ts';
import { explainNpmFailure } from './npmFailure.ts';
import type { Megabytes } from './progressText.ts';

/** Something that npm fetches, in one or several steps. */
export interface Download {
  /** For people: "VS Code 1.139.1". */
  readonly what: string;
  readonly megabytes: Megabytes;
  /** npm's cache for it: holds what has arrived. */
  readonly cache: string;
  /** Ends npm. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * `npm install` in a folder of its own, without any install script. It ends with this process, however this process
 * ends; the folder is gone then.
 *
 * @param packages `name@version`; none: what the folder's package.json asks for
 * @throws Problem that says what went wrong and what to do; the signal's reason if that was why
 */
export async function npmInstall(
  directory: string,
  packages: readonly string[],
  { what, megabytes, cache, signal }: Download,
): Promise<void> {
  signal?.throwIfAborted();
  if (packages.length > 0) {
    await writeFile(join(directory, 'package.json'), '{ "private": true }');
  }
  const log = join(directory, 'npm.log');
  const guarded = startGuarded({
    scratch: directory,
    environment: process.env,
    log,
    command: [
      ...npmCommand(),
      'install',
      ...packages,
      // The npm that runs this script has named another folder in the environment.
      `--prefix=${directory}`,
      `--cache=${cache}`,
      '--prefer-offline',
      '--logs-max=0',
      '--ignore-scripts',
      '--omit=dev',
      // Only those that are asked for: what a peer would be compatible with is not read then, which is 10 MB for TypeScript.
      '--legacy-peer-deps',
      '--no-audit',
      '--no-fund',
      '--no-progress',
      '--loglevel=error',
      // By default npm tries for ten minutes before it says that there is no network.
      '--fetch-retries=1',
      '--fetch-retry-mintimeout=2000',
    ],
  });
  const abort = () => void guarded.stop();
  signal?.addEventListener('abort', abort, { once: true });
  const code = await guarded.exited;
  signal?.removeEventListener('abort', abort);
  if (signal?.aborted) {
    await guarded.stop();
    throw signal.reason;
  }
  await guarded.stop(true);
  if (code !== 0) {
    throw new Problem(explainNpmFailure(await readFile(log, 'utf8'), what, megabytes));
  }
  await rm(log);
}

function npmCommand(): [string, ...string[]] {
  const npm = process.env['npm_execpath'];
  if (npm?.endsWith('npm-cli.js')) {
    return [process.execPath, npm];
  }
  // On Windows npm is a .cmd file, which only a shell can start.
  return process.platform === 'win32' ? ['cmd', '/d', '/c', 'npm'] : ['npm'];
}
