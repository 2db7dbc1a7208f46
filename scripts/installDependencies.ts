import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import process from 'node:process';
import { npmCommand } from './npmCommand.ts';
import { Problem } from './problem.ts';
import { repository } from './vscode/paths.ts';

const lockOf = (directory: string) => readFileSync(join(directory, 'package-lock.json'), 'utf8');
const stampOf = (directory: string) => join(directory, 'node_modules', '.installed-lock.json');

/** Whether what is installed in a folder with dependencies of its own is what the lock file there says. */
export function areInstalled(directory: string): boolean {
  try {
    return readFileSync(stampOf(directory), 'utf8') === lockOf(directory);
  } catch {
    return false;
  }
}

/**
 * Installs what the lock file of a folder with dependencies of its own says, unless that is what is there.
 *
 * @param what for the person who waits: "Installing … into …"
 * @throws Problem if npm cannot
 */
export async function installDependencies(directory: string, what: string): Promise<void> {
  if (areInstalled(directory)) return;
  const name = relative(repository, directory);
  const lock = lockOf(directory);
  console.error(`Installing ${what} into ${name} …`);
  const { command, args } = npmCommand([
    'ci',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]);
  const child = spawn(command, args, {
    cwd: directory,
    // Its report is no part of the results.
    stdio: ['ignore', process.stderr, 'inherit'],
    shell: process.platform === 'win32',
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Problem(`npm could not install the dependencies of ${name}: see above.`);
  await writeFile(stampOf(directory), lock);
}
