/**
 * `npm run crash -- --rounds 200`: kills the extension host of a real window so many times while it writes, and looks at
 * what is left. Some rounds are a part of the end-to-end tests; this is for many.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { Problem, runMain } from './problem.ts';
import { repository } from './vscode/paths.ts';

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { rounds: { type: 'string', default: '20' } } });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Problem('--rounds takes a number from 1 on.');
  const tests = join(repository, 'scripts', 'test.ts');
  const child = spawn(process.execPath, [tests, 'e2e/crash', '--grep', 'an extension host that is killed'], {
    cwd: repository,
    stdio: 'inherit',
    env: { ...process.env, HANLIN_CRASH_ROUNDS: String(rounds) },
  });
  const [code] = await once(child, 'close');
  process.exitCode = code ?? 1;
}

await runMain(main);
