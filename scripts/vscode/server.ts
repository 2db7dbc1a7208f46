import { readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../problem.ts';
import { startGuarded } from './guarded.ts';
import { installVSCode } from './install.ts';
import type { Language } from './profile.ts';

export interface ServerOptions {
  /** For the server's sockets, logs and temporary files; removed when it stops. */
  readonly scratch: string;
  readonly userData: string;
  readonly extensions: string;
  /** That of the extension host, too. */
  readonly environment: NodeJS.ProcessEnv;
  readonly language: Language;
  /** Whether VS Code asks if the authors of the folder are trusted; if not, they are. */
  readonly workspaceTrust: boolean;
  /** The folder that windows show. */
  readonly workspace: string;
  /** Default: one that is free. */
  readonly port?: number;
  /** Lets a window run an extension's tests. Such a window shows no toasts and no modal dialogs. */
  readonly smokeTestDriver?: boolean;
  /** A packed extension to install first. */
  readonly vsix?: string | undefined;
  /** Gives the start up. */
  readonly signal?: AbortSignal;
}

export interface Server {
  readonly port: number;
  /** Where a browser gets a window; it shows the folder of the options. */
  readonly address: string;
  /** Settles when the server has ended, by itself or not. */
  readonly exited: Promise<void>;
  /** The last lines of the server's log. */
  lastWords(): Promise<string>;
  /** Ends the server with all its children and removes the scratch directory, unless that is to be kept. */
  stop(keepScratch?: boolean): Promise<void>;
}

const host = '127.0.0.1';

/**
 * Starts VS Code's server and waits until it answers, which takes about a second. If it fails, the scratch directory is gone.
 *
 * @throws Problem if the port is taken or the server does not come up
 */
export async function startServer(options: ServerOptions): Promise<Server> {
  try {
    return await startServerIn(options);
  } catch (error) {
    await rm(options.scratch, { recursive: true, force: true });
    throw error;
  }
}

async function startServerIn(options: ServerOptions): Promise<Server> {
  // The server leads to it by an address in which it does not escape them.
  const [unfit] = /[#%?]/.exec(options.workspace) ?? [];
  if (unfit !== undefined) {
    throw new Problem(
      `VS Code's server cannot open a folder with "${unfit}" in its path: ${options.workspace}. Please move the repository.`,
    );
  }
  const { entry } = await installVSCode(options.signal);
  const port = await findPort(options.port);
  const log = join(options.scratch, 'server.log');
  const environment = {
    ...options.environment,
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
    // So that no socket and no temporary file survives.
    TMPDIR: options.scratch,
    XDG_RUNTIME_DIR: options.scratch,
  };
  const directories = [`--user-data-dir=${options.userData}`, `--extensions-dir=${options.extensions}`];
  if (options.vsix !== undefined) {
    await installExtension(
      entry,
      options,
      [...directories, `--install-extension=${options.vsix}`],
      environment,
    );
  }
  const guarded = startGuarded({
    scratch: options.scratch,
    environment,
    log,
    command: [
      process.execPath,
      entry,
      `--bind-addr=${host}:${port}`,
      '--auth=none',
      `--config=${join(options.scratch, 'config.yaml')}`,
      `--session-socket=${join(options.scratch, 'session.sock')}`,
      ...directories,
      `--locale=${options.language}`,
      '--disable-telemetry',
      '--disable-update-check',
      '--disable-getting-started-override',
      '--disable-proxy',
      '--ignore-last-opened',
      ...(options.workspaceTrust ? [] : ['--disable-workspace-trust']),
      ...(options.smokeTestDriver ? ['--vscode-option=enable-smoke-test-driver'] : []),
      options.workspace,
    ],
  });
  const server: Server = {
    port,
    address: `http://${host}:${port}/`,
    exited: guarded.exited.then(() => undefined),
    stop: guarded.stop,
    lastWords: async () =>
      (await readFile(log, 'utf8').catch(() => '')).trim().split('\n').slice(-20).join('\n'),
  };
  const healthy = await isHealthy(server, 60_000, options.signal);
  if (options.signal?.aborted) {
    await server.stop();
    throw options.signal.reason;
  }
  if (!healthy) {
    const lastWords = await server.lastWords();
    await server.stop();
    throw new Problem(`VS Code's server did not start. Its last words:\n${lastWords}`);
  }
  return server;
}

async function installExtension(
  entry: string,
  { scratch }: ServerOptions,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const log = join(scratch, 'install.log');
  const command = [process.execPath, entry, `--config=${join(scratch, 'config.yaml')}`, ...args] as const;
  const installation = startGuarded({ scratch, command, environment, log });
  await installation.exited;
  await installation.stop(true);
  const output = await readFile(log, 'utf8');
  if (!output.includes('successfully installed')) {
    throw new Problem(`The .vsix could not be installed:\n${output.trim()}`);
  }
}

/** Another program, maybe another VS Code from here, listens on the port that is wanted. */
export class PortInUse extends Problem {
  constructor(port: number) {
    super(`Port ${port} is in use by another program. Choose another one with --port.`);
  }
}

/** A port of loopback that nobody else can have until it is released. */
export interface HeldPort {
  readonly port: number;
  release(): Promise<void>;
}

/**
 * Whoever asks the port meanwhile is told that something is about to start there.
 *
 * @param port the wanted one; 0: any
 * @throws PortInUse if the wanted one is taken; Problem if it cannot be had otherwise
 */
export async function holdPort(port = 0): Promise<HeldPort> {
  const holder = createServer((_request, response) => {
    response.setHeader('Connection', 'close').end('This is starting. Reload it in a moment.\n');
  });
  await new Promise<void>((resolve, reject) => {
    holder.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new PortInUse(port)
          : new Problem(`Port ${port} cannot be used: ${error.message}`),
      );
    });
    holder.listen({ host, port, exclusive: true }, resolve);
  });
  const address = holder.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    release: async () => {
      const closed = new Promise((resolve) => holder.close(resolve));
      holder.closeAllConnections();
      await closed;
    },
  };
}

/**
 * @param port the wanted one; 0: any
 * @returns a port of loopback that was free a moment ago
 * @throws PortInUse if the wanted one is taken; Problem if it cannot be had otherwise
 */
export async function findPort(port = 0): Promise<number> {
  const held = await holdPort(port);
  await held.release();
  return held.port;
}

async function isHealthy(
  { port, exited }: Server,
  patience: number,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const ended = exited.then(() => true);
  const deadline = Date.now() + patience;
  while (Date.now() < deadline && !signal?.aborted) {
    const response = await fetch(`http://${host}:${port}/healthz`).catch(() => undefined);
    if (response?.ok) {
      return true;
    }
    if (await Promise.race([ended, sleep(100, false)])) {
      return false;
    }
  }
  return false;
}
