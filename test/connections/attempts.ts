import { readdir, readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';

/** What a process did towards a network: a TCP connection, a datagram, a name looked up. */
export interface Attempt {
  /** "extensionHost", "tsserver.js", "browser". */
  readonly process: string;
  readonly kind: 'connection' | 'datagram' | 'name';
  /** As it was asked for: an address, or a name if that is what was asked for. */
  readonly host: string;
  /** Absent where only a name was looked up. */
  readonly port?: number;
  /** The calls that led here, the innermost first. Empty for the browser. */
  readonly stack?: readonly string[];
}

/** Another program that a process started. */
export interface StartedProgram {
  readonly process: string;
  readonly program: string;
  readonly args: readonly string[];
  /** Whether code of the extension is among the calls that led here. */
  readonly byExtension: boolean;
}

export interface Recorded {
  readonly attempts: readonly Attempt[];
  readonly programs: readonly StartedProgram[];
  /** The processes that were watched, each as often as one of that name was started. */
  readonly processes: readonly string[];
}

/** Makes Node processes write down what they do: variables for the first one, which hands them on to its children. */
export function recordingEnvironment(directory: string): Record<string, string> {
  const preload = join(import.meta.dirname, 'record.cjs');
  return { HANLIN_TEST_CONNECTIONS: directory, NODE_OPTIONS: `--require=${JSON.stringify(preload)}` };
}

/** @param directory the one that was given to {@link recordingEnvironment}; every process has a file in it */
export async function readRecorded(directory: string): Promise<Recorded> {
  const attempts: Attempt[] = [];
  const programs: StartedProgram[] = [];
  const processes: string[] = [];
  for (const name of await readdir(directory)) {
    // A process that was killed may have left half of a line.
    const lines = (await readFile(join(directory, name), 'utf8')).split('\n').slice(0, -1);
    for (const line of lines) {
      const { kind, ...rest } = JSON.parse(line);
      if (kind === 'start') processes.push(rest.process);
      else if (kind === 'program') programs.push(rest);
      else attempts.push({ kind, ...rest });
    }
  }
  return { attempts, programs, processes };
}

/** Where connections may go. Whatever is not on loopback is elsewhere. */
export interface Allowed {
  /** Ports of VS Code itself: its server, which the window talks to. */
  readonly ownPorts: ReadonlySet<number>;
  /** Ports of the vendors and proxies that the user chose. */
  readonly chosenPorts: ReadonlySet<number>;
  /** Names that the user chose, and that may be looked up, though nothing may be reached there. */
  readonly chosenNames?: ReadonlySet<string>;
}

export type Verdict = 'own' | 'chosen' | 'elsewhere';

/**
 * What Chromium asks for by itself though it was told not to, in vain, for its proxy leads nowhere: a dictionary for
 * spell checking. Everything else of that kind is turned off by flags (browser.ts).
 */
const browsersOwn = 'redirector.gvt1.com:443';

/** Where an attempt went. The browser may only talk to VS Code: what is asked of a vendor is asked by the extension host. */
export function judge(
  { process, kind, host, port }: Attempt,
  { ownPorts, chosenPorts, chosenNames }: Allowed,
): Verdict {
  if (kind === 'name') {
    if (isLoopback(host)) return 'own';
    return chosenNames?.has(host) ? 'chosen' : 'elsewhere';
  }
  if (process === 'browser' && `${host}:${port}` === browsersOwn) return 'own';
  if (!isLoopback(host)) return 'elsewhere';
  if (port === undefined || kind === 'datagram') return 'elsewhere';
  if (ownPorts.has(port)) return 'own';
  return chosenPorts.has(port) && process !== 'browser' ? 'chosen' : 'elsewhere';
}

/** Whether a host is this machine, without asking anybody: `127.0.0.1`, `::1`, `localhost`. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, '$1').replace(/^::ffff:/i, '');
  return isIP(bare) === 4 ? bare.startsWith('127.') : bare === '::1' || bare.toLowerCase() === 'localhost';
}

/** One line for a report: "extensionHost: connection to 192.0.2.1:443". */
export function describeAttempt({ process, kind, host, port, stack }: Attempt): string {
  const target = port === undefined ? host : `${host}:${port}`;
  const from = stack?.filter((line) => !line.includes('node:')).map((line) => `\n    ${line.trim()}`) ?? [];
  return `${process}: ${kind === 'name' ? 'looked up' : `${kind} to`} ${target}${from.join('')}`;
}
