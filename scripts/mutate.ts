/**
 * `npm run mutate`: puts small faults into the code, one at a time, and says which of them no unit test notices.
 *
 *   npm run mutate -- [--folder src/chat …] [--file src/chat/session.ts …] [--sample 60 | --all] [--seed N] [--workers 2] [--test test/unit/chat …]
 *
 * Stryker, which makes the faults, is a dependency of test/mutation alone and is installed there by this command.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import process from 'node:process';
import { installDependencies } from './installDependencies.ts';
import { interruption } from './interruption.ts';
import { runMain } from './problem.ts';
import { repository } from './vscode/paths.ts';

const directory = join(repository, 'test', 'mutation');

async function main(): Promise<void> {
  await installDependencies(directory, 'Stryker');
  const child = spawn(process.execPath, [join(directory, 'run.ts'), ...process.argv.slice(2)], {
    cwd: repository,
    stdio: 'inherit',
  });
  void interruption().then(({ signal }) => child.kill(signal));
  const [code] = await once(child, 'close');
  process.exitCode = code ?? 1;
}

await runMain(main);
process.exit();
