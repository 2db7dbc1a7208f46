/**
 * Builds and packs the extension: `<name>-<version>.vsix` in the repository. The same commit gives the same bytes, on
 * whatever day and in whatever folder; SOURCE_DATE_EPOCH stands in for the commit's time where there is no git.
 */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { Problem, runMain } from './problem.ts';
import { repository } from './vscode/paths.ts';
import { withUsualModes } from './zip.ts';

const run = promisify(execFile);

/** @returns seconds since 1970 */
async function timeOfCommit(): Promise<string> {
  const given = process.env['SOURCE_DATE_EPOCH'];
  if (given !== undefined) {
    return given;
  }
  const { stdout } = await run('git', ['log', '-1', '--no-show-signature', '--format=%ct'], {
    cwd: repository,
  }).catch(() => {
    throw new Problem(
      'There is no git here that knows the time of the commit. Set SOURCE_DATE_EPOCH instead.',
    );
  });
  return stdout.trim();
}

/** Runs a script of Node's and shows what it says. */
async function runNode(
  script: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const options = { cwd: repository, env: { ...process.env, ...environment } };
  try {
    const { stdout, stderr } = await run(process.execPath, [join(repository, script), ...args], options);
    process.stdout.write(stdout);
    process.stderr.write(stderr);
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Problem(`${script} has failed.\n${stdout}${stderr}`);
  }
}

async function main(): Promise<void> {
  const { name, version } = JSON.parse(await readFile(join(repository, 'package.json'), 'utf8'));
  const file = join(repository, `${name}-${version}.vsix`);
  await runNode('esbuild.js', ['--production', '--metafile'], {});
  await runNode(
    'node_modules/@vscode/vsce/vsce',
    [
      'package',
      '--no-dependencies',
      '--no-rewrite-relative-links',
      '--allow-missing-repository',
      '--out',
      file,
    ],
    // Files of a ZIP archive have local times, and vsce sorts them as the language of the machine does.
    { SOURCE_DATE_EPOCH: await timeOfCommit(), TZ: 'UTC', LC_ALL: 'C' },
  );
  await writeFile(file, withUsualModes(await readFile(file)));
}

await runMain(main);
