/**
 * `npm run bench`: Hanlin's own clients against other people's and against the least that can be done.
 *
 *   npm run bench -- [--json] [--only transport,extension,tokens,render,history] [--rounds N]
 *
 * The other people's clients are dependencies of test/bench alone and are installed there by this command.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import process from 'node:process';
import { installDependencies } from './installDependencies.ts';
import { runMain } from './problem.ts';
import { repository } from './vscode/paths.ts';

const directory = join(repository, 'test', 'bench');

async function main(): Promise<void> {
  await installDependencies(directory, 'what Hanlin is compared with');
  const args = ['--expose-gc', join(directory, 'run.ts'), ...process.argv.slice(2)];
  const child = spawn(process.execPath, args, { cwd: repository, stdio: 'inherit' });
  const [code] = await once(child, 'close');
  process.exitCode = code ?? 1;
}

await runMain(main);
