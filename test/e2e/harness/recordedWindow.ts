import { subscribe } from 'node:diagnostics_channel';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:net';
import { join } from 'node:path';
import { repository } from '../../../scripts/vscode/paths.ts';
import {
  type Attempt,
  describeAttempt,
  judge,
  readRecorded,
  recordingEnvironment,
  type StartedProgram,
  type Verdict,
} from '../../connections/attempts.ts';
import { readNetLog } from '../../connections/netLog.ts';
import { startRecordingProxy } from '../../connections/recordingProxy.ts';
import { outputFile } from '../../output.ts';

/** One folder per window, for people to look at after a run; not under version control. */
const recordsDirectory = outputFile('connections') ?? join(repository, 'out', 'connections');

export interface JudgedAttempt extends Attempt {
  readonly verdict: Verdict;
}

/** What one window did towards the network, so far. */
export interface WindowRecord {
  readonly attempts: readonly JudgedAttempt[];
  /** Programs that were started, by VS Code or by extensions. */
  readonly programs: readonly StartedProgram[];
  /** Names of the processes that were watched. */
  readonly processes: readonly string[];
}

/** What all windows that are closed did, but those that may go anywhere. */
export const closedWindows: WindowRecord[] = [];

/**
 * The ports that this process, the tests', has ever listened on: the loopback vendors and proxies that the settings of
 * a test choose. A port stays in the list when the server is gone, for a vendor that is out of reach is one all the same.
 */
const portsOfTests = new Set<number>();

subscribe('tracing:net.server.listen:asyncEnd', (message) => {
  const address = (message as { server: Server }).server.address();
  if (address !== null && typeof address === 'object') portsOfTests.add(address.port);
});

export interface WindowRecorder {
  /** For VS Code's server, which hands them on to everything that it starts. */
  readonly environment: Readonly<Record<string, string>>;
  /** The proxy that the browser has to take for everything, loopback included. */
  readonly proxy: string;
  /** Lets the host names in some settings of the user be looked up. */
  chooseNamesIn(settings: Readonly<Record<string, unknown>>): void;
  /** To be told before the browser is started; the browser gets nowhere else. */
  setOwnPort(port: number): void;
  /** A file for the next browser that is started, in which it writes down by itself what it does. */
  nextNetLog(): string;
  read(): Promise<WindowRecord>;
  /**
   * To be called when everything has ended: checks the record and adds it to {@link closedWindows}.
   *
   * @throws Error like {@link assertNothingElsewhere}
   */
  close(): Promise<void>;
}

/**
 * Records every connection, datagram and name looked up by all processes of a window: those of VS Code's server, the
 * extension host's and its children's among them, by a preloaded script, and the browser's by a proxy and by its own log,
 * which has what goes past the proxy.
 *
 * @param mayGoElsewhere keeps the record out of the reckoning
 */
export async function recordWindow(mayGoElsewhere: boolean): Promise<WindowRecorder> {
  await mkdir(recordsDirectory, { recursive: true });
  const directory = await mkdtemp(join(recordsDirectory, 'window-'));
  const netLogs: string[] = [];
  const ownPorts = new Set<number>();
  const chosenNames = new Set<string>();
  const proxy = await startRecordingProxy((target) => {
    const port = Number(/^127\.0\.0\.1:(\d+)$/.exec(target)?.[1]);
    return ownPorts.has(port) ? port : undefined;
  });

  async function read(): Promise<WindowRecord> {
    const verdict = 'elsewhere' as const;
    const { attempts, programs, processes } = await readRecorded(directory);
    const ofBrowser = proxy.targets.map((target): Attempt => {
      const [, host = target, port] = /^(.*):(\d+)$/.exec(target) ?? [];
      return { process: 'browser', kind: 'connection', host, port: Number(port) };
    });
    const allowed = { ownPorts, chosenPorts: portsOfTests, chosenNames };
    const pastProxy = (await Promise.all(netLogs.map(readNetLog)))
      .flat()
      .filter(({ kind, host, port }) => kind !== 'connection' || `http://${host}:${port}` !== proxy.origin);
    return {
      attempts: [
        ...[...attempts, ...ofBrowser].map((attempt) => ({ ...attempt, verdict: judge(attempt, allowed) })),
        ...pastProxy.map((attempt) => ({ ...attempt, process: 'browser, past the proxy', verdict })),
      ],
      programs,
      processes,
    };
  }

  return {
    environment: recordingEnvironment(directory),
    proxy: proxy.origin,
    chooseNamesIn(settings) {
      for (const name of namesIn(settings)) chosenNames.add(name);
    },
    setOwnPort: (port) => ownPorts.add(port),
    nextNetLog() {
      const netLog = `${directory}-browser-${netLogs.length + 1}.json`;
      netLogs.push(netLog);
      return netLog;
    },
    read,
    async close() {
      await proxy.close();
      if (!mayGoElsewhere) {
        const record = await read();
        closedWindows.push(record);
        assertNothingElsewhere(record);
      }
      // Large, and of no interest where nothing went wrong.
      for (const netLog of netLogs) await rm(netLog);
    },
  };
}

/** The hosts of all addresses in some settings. */
function namesIn(settings: Readonly<Record<string, unknown>>): string[] {
  const urls = JSON.stringify(settings).matchAll(/\b(?:https?|wss?):\/\/([^"/:]+)/g);
  return [...urls].map(([, host = '']) => host);
}

/**
 * @throws Error with every attempt to reach anything but VS Code itself and the vendors chosen, and with every program
 *   that the extension started
 */
function assertNothingElsewhere({ attempts, programs, processes }: WindowRecord): void {
  if (!processes.includes('extensionHost')) {
    throw new Error('The extension host was not watched.');
  }
  const faults = [
    ...attempts.filter(({ verdict }) => verdict === 'elsewhere').map(describeAttempt),
    ...programs
      .filter(({ byExtension }) => byExtension)
      .map(({ program, args }) => `the extension started ${program} ${args.join(' ')}`),
  ];
  if (faults.length > 0) {
    throw new Error(`The window went where nobody sent it:\n${[...new Set(faults)].join('\n')}`);
  }
}
