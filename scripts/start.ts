/**
 * `npm start`: VS Code with Hanlin in it, ready to be tried.
 *
 *   npm start -- [--live] [--desktop] [--port N] [--no-open] [--language zh-cn]
 *
 * Vendors are loopback servers that give demonstrations for answers, unless --live. VS Code is one that comes from npm
 * and shows its window in the browser; with --desktop it is the `code` of this machine.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { type DemoServers, startDemoServers } from '../test/vendors/demo.ts';
import { interruption } from './interruption.ts';
import { Problem, runMain } from './problem.ts';
import { hermeticEnvironment, inheritedEnvironment } from './vscode/environment.ts';
import { cacheDirectory, repository, sampleWorkspace } from './vscode/paths.ts';
import { calmSettings, copyWorkspace, type Language, writeProfile } from './vscode/profile.ts';
import { createScratchDirectory } from './vscode/scratch.ts';
import { findPort, startServer } from './vscode/server.ts';

/**
 * VS Code keeps secrets in the browser's storage, which belongs to an origin: so the port is always the same one, and
 * demonstration and real keys do not share one. Keys are bound to a vendor's address, too: so the demonstration's server
 * also stays where it is.
 */
const ports = { demo: 3917, live: 3918, demoVendors: 3919 };

const openPanel = join(import.meta.dirname, 'vscode', 'openPanel');

interface Options {
  readonly live: boolean;
  readonly desktop: boolean;
  readonly port: number;
  readonly open: boolean;
  readonly language: Language;
}

function parseOptions(args: readonly string[]): Options {
  const { values } = parse(args);
  const port = Number(values.port ?? (values.live ? ports.live : ports.demo));
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Problem(`"${values.port}" is not a port number (1 to 65535).`);
  }
  if (values.language !== 'en' && values.language !== 'zh-cn') {
    throw new Problem(`"${values.language}" is not a language of Hanlin (en, zh-cn).`);
  }
  return {
    live: values.live,
    desktop: values.desktop,
    port,
    open: !values['no-open'],
    language: values.language,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        live: { type: 'boolean', default: false },
        desktop: { type: 'boolean', default: false },
        port: { type: 'string' },
        'no-open': { type: 'boolean', default: false },
        language: { type: 'string', default: 'en' },
      },
    });
  } catch (error) {
    throw new Problem(
      `${(error as Error).message}\nUsage: npm start -- [--live] [--desktop] [--port N] [--no-open] [--language zh-cn]`,
    );
  }
}

async function build(): Promise<void> {
  const [code] = await once(
    spawn(process.execPath, ['esbuild.js'], { cwd: repository, stdio: 'inherit' }),
    'close',
  );
  if (code !== 0) {
    throw new Problem('The extension could not be built: see above.');
  }
}

async function prepareProfile({ live, desktop, language }: Options, demo: DemoServers | undefined) {
  const userData = join(
    cacheDirectory,
    ['user-data', live && 'live', desktop && 'desktop'].filter(Boolean).join('-'),
  );
  const extensions = join(cacheDirectory, 'extensions');
  const unpacked = desktop ? [] : [repository, openPanel];
  await writeProfile({
    userData,
    extensions,
    language,
    unpacked,
    settings: { ...calmSettings, ...demo?.settings },
  });
  const workspace = await copyWorkspace(sampleWorkspace, join(cacheDirectory, 'workspace'));
  const environment = demo ? { ...hermeticEnvironment(), ...demo.environment } : inheritedEnvironment();
  return { userData, extensions, workspace, environment };
}

type Profile = Awaited<ReturnType<typeof prepareProfile>>;

/** @returns the exit code */
async function runInBrowser(options: Options, profile: Profile, ended: Promise<number>): Promise<number> {
  const server = await startServer({
    ...profile,
    scratch: await createScratchDirectory(),
    language: options.language,
    workspaceTrust: false,
    port: options.port,
  });
  console.log(`\nHanlin is in the side bar of VS Code at\n\n    ${server.address}\n`);
  console.log(
    options.live
      ? 'Questions go to the vendors, with your own keys.'
      : 'Answers are demonstrations made on this machine: no account is needed, nothing leaves it.\nWith your own keys: npm start -- --live',
  );
  console.log('Ctrl+C ends everything.');
  if (options.open) {
    openBrowser(server.address);
  }
  const code = await Promise.race([ended, server.exited]);
  const lastWords = await server.lastWords();
  await server.stop();
  if (code === undefined) {
    throw new Problem(`VS Code's server has ended by itself. Its last words:\n${lastWords}`);
  }
  return code;
}

function openBrowser(address: string): void {
  const { platform, env } = process;
  const hasDisplay =
    platform !== 'linux' || env['DISPLAY'] !== undefined || env['WAYLAND_DISPLAY'] !== undefined;
  if (env['CI'] !== undefined || !hasDisplay) {
    return;
  }
  const [command, ...args] = (
    { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] } as Partial<Record<NodeJS.Platform, string[]>>
  )[platform] ?? ['xdg-open'];
  const hint = () => console.log('No browser could be opened from here: please open that address yourself.');
  spawn(command ?? '', [...args, address], { stdio: 'ignore' })
    .once('error', hint)
    .once('exit', (code) => code === 0 || hint());
}

/** @returns the exit code */
async function runOnDesktop(options: Options, profile: Profile, ended: Promise<number>): Promise<number> {
  const { userData, extensions, workspace, environment } = profile;
  const code = spawn(
    'code',
    [
      workspace,
      '--new-window',
      '--wait',
      '--disable-workspace-trust',
      `--locale=${options.language}`,
      `--user-data-dir=${userData}`,
      `--extensions-dir=${extensions}`,
      ...[repository, openPanel].map((folder) => `--extensionDevelopmentPath=${folder}`),
    ],
    // On Windows it is a .cmd file, which only a shell can start.
    { env: environment, stdio: 'inherit', shell: process.platform === 'win32' },
  );
  const closed = once(code, 'exit').then(
    ([exitCode]) => exitCode ?? 1,
    (error: NodeJS.ErrnoException) => {
      throw error.code === 'ENOENT'
        ? new Problem(
            'There is no `code` on the PATH. In VS Code, run "Shell Command: Install \'code\' command in PATH"; or leave --desktop out.',
          )
        : error;
    },
  );
  code.once('spawn', () => console.log('Close the window of VS Code, or press Ctrl+C, to end this.'));
  const exitCode = await Promise.race([ended, closed]);
  code.kill();
  return exitCode;
}

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  // Ctrl+C is the usual way to end this, and no failure.
  const ended = interruption().then(({ signal, exitCode }) => (signal === 'SIGINT' ? 0 : exitCode));
  if (!options.desktop) {
    // Before anything is written that a VS Code which is running already may be using.
    await findPort(options.port);
  }
  await build();
  const demo = options.live ? undefined : await startDemoServers({ port: ports.demoVendors });
  try {
    const profile = await prepareProfile(options, demo);
    process.exitCode = await (options.desktop ? runOnDesktop : runInBrowser)(options, profile, ended);
  } finally {
    await demo?.close();
  }
}

await runMain(main);
