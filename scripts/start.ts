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
import { installVSCode } from './vscode/install.ts';
import { cacheDirectory, repository, sampleWorkspace } from './vscode/paths.ts';
import { calmSettings, copyWorkspace, type Language, writeProfile } from './vscode/profile.ts';
import { readyLine } from './vscode/progressText.ts';
import { waitUntilReady } from './vscode/readiness.ts';
import { createScratchDirectory } from './vscode/scratch.ts';
import { type HeldPort, holdPort, PortInUse, startServer } from './vscode/server.ts';

/**
 * VS Code keeps secrets in the browser's storage, which belongs to an origin: so the port is always the same one, and
 * demonstration and real keys do not share one. Keys are bound to a vendor's address, too: so the demonstration's servers
 * also stay where they are, from two ports after VS Code's on.
 */
const ports = { demo: 3917, live: 3918 };
const demoVendorsDistance = 2;

/** The demonstration's servers have to find room above it. */
const highestPort = 65_500;

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
  if (!Number.isInteger(port) || port < 1 || port > highestPort) {
    throw new Problem(`"${values.port}" is not a port that can be used (1 to ${highestPort}).`);
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

async function build(signal: AbortSignal): Promise<void> {
  const [code] = await once(
    spawn(process.execPath, ['esbuild.js'], { cwd: repository, stdio: 'inherit', signal }),
    'close',
  );
  if (code !== 0) {
    throw new Problem('The extension could not be built: see above.');
  }
  signal.throwIfAborted();
}

/**
 * What one start writes is its own: one on another port may be running. What lies in the folder of user data is kept from
 * start to start.
 */
function ownFolder(name: string, { live, desktop, port }: Options): string {
  const usual = port === (live ? ports.live : ports.demo);
  const parts = [name, live && 'live', desktop && 'desktop', !usual && port];
  return join(cacheDirectory, parts.filter(Boolean).join('-'));
}

async function prepareProfile(options: Options, demo: DemoServers | undefined) {
  const { desktop, language } = options;
  const userData = ownFolder('user-data', options);
  const extensions = ownFolder('extensions', options);
  const unpacked = desktop ? [] : [repository, openPanel];
  await writeProfile({
    userData,
    extensions,
    language,
    unpacked,
    settings: { ...calmSettings, ...demo?.settings },
  });
  const workspace = await copyWorkspace(sampleWorkspace, ownFolder('workspace', options));
  const environment = demo ? { ...hermeticEnvironment(), ...demo.environment } : inheritedEnvironment();
  return { userData, extensions, workspace, environment };
}

type Profile = Awaited<ReturnType<typeof prepareProfile>>;

interface Ending {
  /** Settles with the exit code when this is to end. */
  readonly ended: Promise<number>;
  /** Is aborted then. */
  readonly signal: AbortSignal;
}

/** @returns the exit code */
async function runInBrowser(
  options: Options,
  profile: Profile,
  { ended, signal }: Ending,
  fetchedInMs: number | undefined,
): Promise<number> {
  const server = await startServer({
    ...profile,
    scratch: await createScratchDirectory(),
    language: options.language,
    workspaceTrust: false,
    port: options.port,
    signal,
  });
  try {
    await waitUntilReady(server.address, repository, signal);
    console.log(`\nHanlin is in the side bar of VS Code at\n\n    ${server.address}\n`);
    console.log(readyLine(process.uptime(), fetchedInMs === undefined ? undefined : fetchedInMs / 1000));
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
    if (code === undefined) {
      throw new Problem(`VS Code's server has ended by itself. Its last words:\n${await server.lastWords()}`);
    }
    return code;
  } finally {
    await server.stop();
  }
}

function openBrowser(address: string): void {
  const { platform, env } = process;
  const hasDisplay =
    platform !== 'linux' || env['DISPLAY'] !== undefined || env['WAYLAND_DISPLAY'] !== undefined;
  if (env['CI'] !== undefined || !hasDisplay) {
    return;
  }
  const usual = (
    { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] } as Partial<Record<NodeJS.Platform, string[]>>
  )[platform] ?? ['xdg-open'];
  const [command, ...args] = env['HANLIN_BROWSER'] ? [env['HANLIN_BROWSER']] : usual;
  const hint = () => console.log('No browser could be opened from here: please open that address yourself.');
  // Ctrl+C here is not to end a browser that stays in the foreground.
  spawn(command ?? '', [...args, address], { stdio: 'ignore', detached: platform !== 'win32' })
    .once('error', hint)
    .once('exit', (code) => code === 0 || hint())
    .unref();
}

/** @returns the exit code */
async function runOnDesktop(options: Options, profile: Profile, { ended }: Ending): Promise<number> {
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

/**
 * Takes the port before anything is written that a VS Code which is running already may be using; and against another
 * start at the same time.
 *
 * @throws Problem if another program listens there, even another start of this one
 */
async function takePort(port: number): Promise<HeldPort> {
  try {
    return await holdPort(port);
  } catch (error) {
    throw error instanceof PortInUse && (await isStarted(port))
      ? new Problem(
          `Hanlin is running already, at http://127.0.0.1:${port}/: use that one, or end it with Ctrl+C in its ` +
            `terminal, or start another beside it with npm start -- --port ${port + 100}.`,
        )
      : error;
  }
}

/** Whether what listens there is VS Code's server, or what holds its place. */
async function isStarted(port: number): Promise<boolean> {
  const signal = AbortSignal.timeout(1000);
  return await fetch(`http://127.0.0.1:${port}/healthz`, { signal }).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** @returns the exit code */
async function run(options: Options, ending: Ending): Promise<number> {
  if (options.desktop) {
    return await runWithVendors(options, ending, (profile) => runOnDesktop(options, profile, ending));
  }
  const port = await takePort(options.port);
  try {
    const { fetchedInMs } = await installVSCode(ending.signal);
    return await runWithVendors(options, ending, async (profile) => {
      await port.release();
      return await runInBrowser(options, profile, ending, fetchedInMs);
    });
  } finally {
    await port.release();
  }
}

/** Builds the extension and runs VS Code while the vendors are there. */
async function runWithVendors(
  options: Options,
  { signal }: Ending,
  runVSCode: (profile: Profile) => Promise<number>,
): Promise<number> {
  await build(signal);
  const demo = options.live
    ? undefined
    : await startDemoServers({ port: options.port + demoVendorsDistance });
  try {
    const profile = await prepareProfile(options, demo);
    signal.throwIfAborted();
    return await runVSCode(profile);
  } finally {
    await demo?.close();
  }
}

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  const interrupted = interruption();
  const stop = new AbortController();
  void interrupted.then(() => stop.abort());
  // Ctrl+C is the usual way to end this, and no failure.
  const ended = interrupted.then(({ signal, exitCode }) => (signal === 'SIGINT' ? 0 : exitCode));
  try {
    process.exitCode = await run(options, { ended, signal: stop.signal });
  } catch (error) {
    if (!stop.signal.aborted) {
      throw error;
    }
    // Before there was anything to be ended.
    process.exitCode = (await interrupted).exitCode;
    console.log('\nStopped before VS Code was ready; the next start goes on from there.');
  }
}

await runMain(main);
