/**
 * `npm run bench`: Hanlin's own clients against other people's and against the least that can be done.
 *
 *   npm run bench -- [--json] [--only transport,extension,tokens,render,history] [--rounds N]
 *
 * The other people's clients are dependencies of test/bench alone and are installed there by this command.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { npmCommand } from './npmCommand.ts';
import { Problem, runMain } from './problem.ts';
import { repository } from './vscode/paths.ts';

const directory = join(repository, 'test', 'bench');

/** Installs what the lock file says, unless that is what is there. */
async function installDependencies(): Promise<void> {
  const stamp = join(directory, 'node_modules', '.installed-lock.json');
  const lock = await readFile(join(directory, 'package-lock.json'), 'utf8');
  const installed = await readFile(stamp, 'utf8').catch(() => '');
  if (installed === lock) return;
  console.error('Installing what Hanlin is compared with into test/bench …');
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
  if (code !== 0) throw new Problem('npm could not install the dependencies of test/bench: see above.');
  await writeFile(stamp, lock);
}

async function main(): Promise<void> {
  await installDependencies();
  const args = ['--expose-gc', join(directory, 'run.ts'), ...process.argv.slice(2)];
  const child = spawn(process.execPath, args, { cwd: repository, stdio: 'inherit' });
  const [code] = await once(child, 'close');
  process.exitCode = code ?? 1;
}

await runMain(main);
