/**
 * Stands in for the desktop program `code` when `@vscode/test-electron` runs an extension's tests: it takes the same
 * arguments, opens the same workbench and the same extension host (VS Code's server, shown in a browser without a
 * window), and its exit code is the outcome of the tests:
 *
 *   0 passed · 1 failed · 70 the extension host died · 124 took too long · 130 interrupted
 *
 * In the environment: HANLIN_TEST_TIMEOUT, the longest time for all tests together, in seconds; HANLIN_TEST_SCRATCH, a
 * folder for temporary files, removed in the end.
 */
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { interruption } from '../interruption.ts';
import { Problem, runMain } from '../problem.ts';
import { launchBrowser } from './browser.ts';
import { createScratchDirectory } from './scratch.ts';
import { type Server, startServer } from './server.ts';

const exitCode = { failed: 1, hostDied: 70, timeout: 124, interrupted: 130 };

interface Arguments {
  readonly folder: string;
  readonly userData: string;
  readonly extensions: string;
  readonly developmentPath: string;
  readonly testsPath: string;
}

/** @param args as `@vscode/test-electron` hands them to the desktop program */
function parseArguments(args: readonly string[]): Arguments {
  const value = (name: string) => {
    const found = args.find((argument) => argument.startsWith(`--${name}=`));
    if (found === undefined) {
      throw new Problem(`The argument --${name}=… is missing.`);
    }
    return found.slice(found.indexOf('=') + 1);
  };
  const folder = args.find((argument) => !argument.startsWith('-'));
  if (folder === undefined) {
    throw new Problem('No folder to open was given.');
  }
  return {
    folder,
    userData: value('user-data-dir'),
    extensions: value('extensions-dir'),
    developmentPath: value('extensionDevelopmentPath'),
    testsPath: value('extensionTestsPath'),
  };
}

/** The report of the tests, which the extension host sends over one connection for as long as it lives. */
interface Report {
  readonly port: number;
  readonly begun: () => boolean;
  /** Settles if the report has come to its end, which is marked by a NUL. */
  readonly whole: Promise<void>;
  /** Settles if the connection has ended without that. */
  readonly cutOff: Promise<void>;
}

async function printReport(): Promise<Report> {
  const whole = Promise.withResolvers<void>();
  const cutOff = Promise.withResolvers<void>();
  let begun = false;
  const server = createServer((socket) => {
    begun = true;
    let last: number | undefined;
    socket.on('data', (data) => {
      last = data.at(-1);
      process.stdout.write(last === 0 ? data.subarray(0, -1) : data);
    });
    socket.on('error', () => undefined);
    socket.once('close', () => (last === 0 ? whole : cutOff).resolve());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  const { port } = server.address() as AddressInfo;
  return { port, begun: () => begun, whole: whole.promise, cutOff: cutOff.promise };
}

/** The address of a window that runs the tests, which takes its instructions in a query. */
function testWindow({ address }: Server, args: Arguments): string {
  const { host } = new URL(address);
  const remote = (path: string) => new URL(pathToFileURL(path).pathname, `vscode-remote://${host}`).href;
  const payload = [
    ['extensionDevelopmentPath', remote(args.developmentPath)],
    ['extensionTestsPath', remote(args.testsPath)],
  ];
  const query = new URLSearchParams({
    folder: pathToFileURL(args.folder).pathname,
    payload: JSON.stringify(payload),
  });
  return `${address}?${query}`;
}

/** What the report itself does not say. */
function explain(code: number, begun: boolean): string | undefined {
  switch (code) {
    case exitCode.failed:
      return begun ? undefined : 'The tests could not be loaded.';
    case exitCode.hostDied:
      return 'The extension host ended in the middle of the tests.';
    case exitCode.timeout:
      return 'The tests took too long.';
    default:
      return undefined;
  }
}

async function main(): Promise<void> {
  const args = parseArguments(process.argv.slice(2));
  const interrupted = interruption().then(() => exitCode.interrupted);
  const report = await printReport();
  const timeoutSeconds = Number(process.env['HANLIN_TEST_TIMEOUT'] ?? 1500);
  const scratch = process.env['HANLIN_TEST_SCRATCH'] ?? (await createScratchDirectory());
  const server = await startServer({
    scratch,
    userData: args.userData,
    extensions: args.extensions,
    environment: { ...process.env, HANLIN_TEST_REPORT: String(report.port) },
    language: 'en',
    workspaceTrust: false,
    workspace: args.folder,
    smokeTestDriver: true,
  });
  const workbenchLog: string[] = [];
  let code: number;
  try {
    const browser = await launchBrowser({
      profile: await mkdtemp(join(scratch, 'browser-')),
      viewport: { width: 1280, height: 800 },
    });
    const page = browser.pages()[0] ?? (await browser.newPage());
    // The workbench looks for these two in its window.
    const finished = new Promise<number>((resolve) => {
      void page.exposeFunction('codeAutomationExit', resolve);
    });
    await page.exposeFunction('codeAutomationLog', (type: string, values: unknown[]) => {
      workbenchLog.push(`[${type}] ${values.join(' ')}`);
    });
    await page.goto(testWindow(server, args));
    code = await Promise.race([
      // VS Code says 0 as well when the extension host has left in the middle: the report has to be whole, too.
      finished.then((outcome) => (outcome === 0 ? report.whole.then(() => 0) : exitCode.failed)),
      report.cutOff.then(() => exitCode.hostDied),
      server.exited.then(() => exitCode.hostDied),
      sleep(timeoutSeconds * 1000, exitCode.timeout),
      interrupted,
    ]);
    await browser.close();
  } finally {
    await server.stop();
  }
  const explanation = explain(code, report.begun());
  if (explanation !== undefined) {
    console.error(`${explanation} The last lines of VS Code's log:\n${workbenchLog.slice(-30).join('\n')}`);
  }
  process.exit(code);
}

await runMain(main);
