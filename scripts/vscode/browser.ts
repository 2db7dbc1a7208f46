import { execFile } from 'node:child_process';
import { access, constants, open, realpath, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { type BrowserContext, chromium } from 'playwright-core';
import { Problem } from '../problem.ts';
import { hermeticEnvironment } from './environment.ts';
import { hasPinnedChromium, installPinnedChromium } from './pinnedChromium.ts';

interface Browser {
  readonly executable: string;
  readonly environment: NodeJS.ProcessEnv;
}

export interface BrowserOptions {
  /** An empty folder for its profile. */
  readonly profile: string;
  /** In CSS pixels. */
  readonly viewport: { readonly width: number; readonly height: number };
  /** `http://HOST:PORT` of a proxy for everything, loopback included. Nothing gets out beside it. */
  readonly proxy?: string | undefined;
  /** Lets pages go beside the proxy, to this machine only: the control of a test that they do not. */
  readonly besideProxy?: boolean;
  /** A file in which the browser writes down what it does towards a network, to be read with `readNetLog`. */
  readonly netLog?: string;
  /** Whether the fonts of the machine are used besides the pinned browser's own, for pictures that people look at. */
  readonly fontsOfMachine?: boolean | undefined;
}

/**
 * Starts a Chromium without a window, and with nothing in it but the profile.
 *
 * @throws Problem if there is none and none can be had
 */
export async function launchBrowser({
  profile,
  viewport,
  proxy,
  besideProxy = false,
  netLog,
  fontsOfMachine = false,
}: BrowserOptions): Promise<BrowserContext> {
  const { executable, environment } = await findBrowser(fontsOfMachine);
  return await chromium.launchPersistentContext(profile, {
    executablePath: executable,
    // Its temporary files go with the profile, and so does what Debian's keeps in the home directory.
    env: { ...environment, TMPDIR: profile, HOME: profile },
    // It ends with this process anyhow, by its closed pipe; its own way of handling signals ends the process too early.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    artifactsDir: join(profile, 'artifacts'),
    viewport,
    locale: 'en-US',
    // Scroll bars take their place, as they do for everybody else.
    ignoreDefaultArgs: ['--hide-scrollbars'],
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...(netLog === undefined ? [] : [`--log-net-log=${netLog}`]),
      ...(proxy === undefined ? [] : onlyThrough(proxy, besideProxy)),
    ],
  });
}

/**
 * Chromium's flags that leave it no other way than the proxy: no name is resolved, and no datagram sent, by itself. So
 * that the proxy sees what pages ask for and nothing else, its own sign-in, messages, updates and autofill lead to a port that it never uses.
 */
function onlyThrough(proxy: string, besideProxy: boolean): readonly string[] {
  const resolved = ['127.0.0.1', ...(besideProxy ? ['*.localhost', '*.localhost.'] : [])];
  return [
    `--proxy-server=${proxy}`,
    `--host-resolver-rules=${['MAP * ~NOTFOUND', ...resolved.map((host) => `EXCLUDE ${host}`)].join(' , ')}`,
    '--gaia-url=http://127.0.0.1:1/',
    '--gcm-checkin-url=http://127.0.0.1:1/',
    '--gcm-registration-url=http://127.0.0.1:1/',
    '--component-updater=url-source=http://127.0.0.1:1/',
    '--autofill-server-url=http://127.0.0.1:1/',
    ...(besideProxy
      ? []
      : [
          '--proxy-bypass-list=<-loopback>',
          // The first is Chrome's, the other that of the browser without a window, which ignores Chrome's.
          '--webrtc-ip-handling-policy=disable_non_proxied_udp',
          '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
        ]),
  ];
}

/**
 * The browser named by HANLIN_BROWSER, or else the pinned one from npm, whatever is on the machine. Where npm has none,
 * one of the machine.
 *
 * @param fontsOfMachine whether the pinned one shows the machine's fonts besides its own
 * @throws Problem if there is none and none can be had
 */
export async function findBrowser(fontsOfMachine = false): Promise<Browser> {
  const environment = hermeticEnvironment();
  const chosen = process.env['HANLIN_BROWSER'];
  if (chosen) {
    await requireBrowser(chosen, environment);
    return { executable: chosen, environment };
  }
  if (hasPinnedChromium) {
    const { executable, variables } = await installPinnedChromium(fontsOfMachine);
    return { executable, environment: { ...environment, ...variables } };
  }
  for (const executable of usualPlaces()) {
    if ((await isExecutable(executable)) && !(await isSnap(executable))) {
      return { executable, environment };
    }
  }
  throw new Problem(
    'No Chrome, Chromium or Edge found. Install one, or name it in the environment variable HANLIN_BROWSER.',
  );
}

/** @throws Problem if it is no program, or one that does not even say its version */
async function requireBrowser(path: string, environment: NodeJS.ProcessEnv): Promise<void> {
  if (!(await isExecutable(path))) {
    throw new Problem(`HANLIN_BROWSER is ${path}, which is no program that can be run.`);
  }
  // On Windows this would open a window.
  if (process.platform === 'win32') return;
  try {
    await promisify(execFile)(path, ['--version'], { env: environment, timeout: 30_000 });
  } catch (error) {
    const { stderr = '', message } = error as Error & { stderr?: string };
    const reason = stderr.trim().split('\n')[0] || message;
    throw new Problem(`HANLIN_BROWSER is ${path}, which cannot be started: ${reason}`);
  }
}

function usualPlaces(): readonly string[] {
  switch (process.platform) {
    case 'darwin':
      return ['Google Chrome', 'Chromium', 'Microsoft Edge'].flatMap((name) =>
        ['/Applications', join(process.env['HOME'] ?? '', 'Applications')].map((folder) =>
          join(folder, `${name}.app`, 'Contents', 'MacOS', name),
        ),
      );
    case 'win32':
      return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
        .flatMap((variable) => process.env[variable] ?? [])
        .flatMap((folder) => [
          join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
          join(folder, 'Chromium', 'Application', 'chrome.exe'),
          join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
        ]);
    default:
      return (process.env['PATH'] ?? '')
        .split(delimiter)
        .flatMap((folder) =>
          ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'microsoft-edge'].map(
            (name) => join(folder, name),
          ),
        );
  }
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/** A browser in a snap cannot see a profile in the temporary directory; Ubuntu's chromium-browser is a script that calls one. */
async function isSnap(executable: string): Promise<boolean> {
  const path = await realpath(executable);
  await using file = await open(path);
  const { buffer } = await file.read({ buffer: Buffer.alloc(2048) });
  return path.split('/').includes('snap') || buffer.includes('/snap/bin');
}
