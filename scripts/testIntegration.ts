/**
 * Runs the integration tests inside the extension host of a real VS Code.
 *
 *   node scripts/testIntegration.ts             VS Code as a server, from npm
 *   node scripts/testIntegration.ts --desktop   desktop VS Code, downloaded by @vscode/test-electron
 *
 * --grep and --forbid-only are for mocha.
 */
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { downloadAndUnzipVSCode, runTests, TestRunFailedError } from '@vscode/test-electron';
import { soakVariable } from '../test/budget.ts';
import { outputVariable } from '../test/output.ts';
import { interruption } from './interruption.ts';
import { Problem, runMain } from './problem.ts';
import { findBrowser } from './vscode/browser.ts';
import { hermeticEnvironment } from './vscode/environment.ts';
import { installVSCode } from './vscode/install.ts';
import { repository, sampleWorkspace } from './vscode/paths.ts';
import { calmSettings, copyWorkspace, frugalSettings, writeProfile } from './vscode/profile.ts';
import { createScratchDirectory } from './vscode/scratch.ts';

/** A program that takes the arguments of the desktop `code`: executable.ts, run by this very Node. */
async function writeExecutable(directory: string): Promise<string> {
  const script = join(import.meta.dirname, 'vscode', 'executable.ts');
  const windows = process.platform === 'win32';
  const file = join(directory, windows ? 'code.cmd' : 'code');
  const call = `"${process.execPath}" "${script}"`;
  await writeFile(file, windows ? `@${call} %*\r\n` : `#!/bin/sh\nexec ${call} "$@"\n`);
  await chmod(file, 0o755);
  return file;
}

/**
 * @returns the program
 * @throws Problem if it cannot be had, or could not show its window
 */
async function installDesktop(): Promise<string> {
  const { platform, env } = process;
  if (platform === 'linux' && env['DISPLAY'] === undefined && env['WAYLAND_DISPLAY'] === undefined) {
    throw new Problem(
      'The desktop VS Code needs a display: run this in a session with one, or with xvfb-run.',
    );
  }
  try {
    return await downloadAndUnzipVSCode();
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    throw new Problem(
      `The desktop VS Code could not be fetched from update.code.visualstudio.com: ${reason}`,
    );
  }
}

async function main(): Promise<void> {
  const { values: flags } = parseArgs({
    options: {
      desktop: { type: 'boolean', default: false },
      grep: { type: 'string' },
      'forbid-only': { type: 'boolean' },
    },
  });
  // Here, where npm's and the network's settings are still in the environment.
  const desktop = flags.desktop ? await installDesktop() : undefined;
  if (desktop === undefined) {
    await installVSCode();
    await findBrowser();
  }
  const scratch = await createScratchDirectory();
  // test-electron knows only Ctrl+C; the tests are to end in an orderly way otherwise, too.
  void interruption().then(({ signal }) => {
    if (signal !== 'SIGINT') {
      process.emit('SIGINT');
    }
  });
  try {
    const userData = join(scratch, 'data');
    const extensions = join(scratch, 'extensions');
    // Another extension, which asks Hanlin’s models.
    const consumer = join(repository, 'test', 'integration', 'consumer');
    await mkdir(userData);
    await writeProfile({
      userData,
      extensions,
      language: 'en',
      settings: {
        ...calmSettings,
        ...frugalSettings,
        // Tests bring problems of their own; what TypeScript has to say of a file that is gone comes when it likes.
        'js/ts.validate.enabled': false,
      },
      unpacked: [consumer],
    });
    const hermetic = hermeticEnvironment();
    const kept = [outputVariable, soakVariable];
    const removed = Object.keys(process.env).filter((name) => !(name in hermetic) && !kept.includes(name));
    await runTests({
      vscodeExecutablePath: desktop ?? (await writeExecutable(scratch)),
      extensionDevelopmentPath: repository,
      extensionTestsPath: join(repository, 'dist-test', 'harness', 'run.cjs'),
      launchArgs: [
        await copyWorkspace(sampleWorkspace, scratch),
        `--user-data-dir=${userData}`,
        `--extensions-dir=${extensions}`,
      ],
      extensionTestsEnv: {
        HANLIN_TEST_SCRATCH: scratch,
        HANLIN_TEST_MOCHA: JSON.stringify({ grep: flags.grep, forbidOnly: flags['forbid-only'] }),
        ...hermetic,
        ...Object.fromEntries(removed.map((name) => [name, undefined])),
        // The certificate authority of the loopback servers.
        NODE_EXTRA_CA_CERTS: join(repository, 'test', 'fixtures', 'tls', 'ca.pem'),
        // The extension host's output is no terminal; this one may be.
        ...(process.stdout.isTTY ? { MOCHA_COLORS: '1' } : {}),
      },
    });
  } catch (error) {
    if (!(error instanceof TestRunFailedError)) {
      throw error;
    }
    process.exitCode = error.code ?? 1;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

await runMain(main);
