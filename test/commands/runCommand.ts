import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { hermeticEnvironment } from '../../scripts/vscode/environment.ts';
import type { Trial } from './trial.ts';

export interface Run {
  /** As a shell has it: 128 and the signal's number, if one has ended npm. */
  readonly exit: number;
  /** What stdout and stderr said, in the order in which it came. */
  readonly output: string;
}

export interface RunOptions {
  readonly directory: string;
  /** What is added to the environment of somebody without keys; undefined takes away. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
  /** A folder with programs that are found first. */
  readonly path?: string | undefined;
  /** When to press Ctrl+C. */
  readonly until?: Trial['until'] | undefined;
}

/**
 * Runs a line as somebody types it into a terminal. It is in a process group of its own, which Ctrl+C reaches as a whole.
 *
 * @param line begins with npm; arguments with spaces stand in double quotes
 * @param signal ends everything in the group when it is aborted
 */
export async function runCommand(line: string, options: RunOptions, signal: AbortSignal): Promise<Run> {
  const { directory, environment, path, until } = options;
  const [command = '', ...args] = wordsOf(line);
  const child = spawn(command, args, {
    cwd: directory,
    env: { ...ownEnvironment(path), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const endGroup = () => {
    signalGroup(child, 'SIGKILL');
    // Nothing more is waited for: what is left of it may hold them open.
    for (const stream of [child.stdout, child.stderr]) stream.destroy();
  };
  signal.addEventListener('abort', endGroup);
  let output = '';
  let reached: Promise<void> | undefined;
  let fault: unknown;
  const hear = (text: string) => {
    output += text;
    const match = until?.words.exec(output);
    if (!match || reached) return;
    reached = (until?.act?.(match) ?? Promise.resolve())
      .catch((error: unknown) => {
        fault = error;
      })
      .then(() => void signalGroup(child, 'SIGINT'));
  };
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', hear);
  const exit = await new Promise<Run['exit']>((resolve, reject) => {
    child
      .once('error', reject)
      .once('close', (code, by) => resolve(code ?? 128 + (by === null ? 0 : constants.signals[by])));
  });
  await reached;
  signal.removeEventListener('abort', endGroup);
  if (fault !== undefined) throw fault;
  return { exit, output };
}

/**
 * Waits until no process has a folder in its command line, which takes those a moment that are being ended.
 *
 * @returns the command lines of those that stay for ten seconds; empty where there is no /proc
 */
export async function leftProcesses(directory: string): Promise<readonly string[]> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const left = commandLines().filter((line) => line.includes(directory));
    if (left.length === 0 || Date.now() > deadline) return left;
    await sleep(100);
  }
}

function commandLines(): readonly string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        // It has ended meanwhile.
        return '';
      }
    });
}

export function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // The group has ended.
  }
}

/** Of a terminal in which no npm script is running: the machine's own Node, and nothing that this run has set. */
function ownEnvironment(first = ''): NodeJS.ProcessEnv {
  const { env } = process;
  const kept = Object.entries(env).filter(([name]) =>
    /_PROXY$|^npm_config_(registry|cache|cafile)$/i.test(name),
  );
  const own = Object.entries(hermeticEnvironment()).filter(
    ([name]) => name !== 'INIT_CWD' && (!name.startsWith('HANLIN_') || name === 'HANLIN_BROWSER'),
  );
  const path = (env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !/[\\/]node_modules[\\/]/.test(folder));
  return {
    ...Object.fromEntries([...own, ...kept]),
    PATH: [first, ...path].filter((folder) => folder !== '').join(delimiter),
  };
}
