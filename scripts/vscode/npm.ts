import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { Problem } from '../problem.ts';

/**
 * `npm install` in a folder of its own, without any install script.
 *
 * @param packages `name@version`; none: what the folder's package.json asks for
 * @throws Problem with npm's own first complaint
 */
export async function npmInstall(directory: string, packages: readonly string[]): Promise<void> {
  if (packages.length > 0) {
    await writeFile(join(directory, 'package.json'), '{ "private": true }');
  }
  const npm = process.env['npm_execpath'];
  const [command, ...prefix] = npm?.endsWith('npm-cli.js') ? [process.execPath, npm] : ['npm'];
  const child = spawn(
    command,
    [
      ...prefix,
      'install',
      ...packages,
      `--prefix=${directory}`,
      '--ignore-scripts',
      '--omit=dev',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      // By default npm tries for ten minutes before it says that there is no network.
      '--fetch-retries=1',
      '--fetch-retry-mintimeout=2000',
    ],
    {
      cwd: directory,
      stdio: ['ignore', 'ignore', 'pipe'],
      // On Windows npm is a .cmd file, which only a shell can start.
      shell: process.platform === 'win32' && command === 'npm',
    },
  );
  process.once('exit', () => child.kill());
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  if (code !== 0) {
    const reason =
      complaints.match(/^npm error (?!code |errno |syscall )(.+)$/m)?.[1] ?? `npm exit code ${code}`;
    throw new Problem(
      `Could not install ${packages.join(' ') || 'the dependencies of VS Code'} with npm: ${reason}\n` +
        'Is the npm registry within reach? (npm ping)',
    );
  }
}
