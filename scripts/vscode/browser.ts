import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { access, constants, open, realpath, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { type BrowserContext, chromium } from 'playwright-core';
import { Problem } from '../problem.ts';
import { installOnce } from './cache.ts';
import { npmInstall } from './npm.ts';

interface Browser {
  readonly executable: string;
  readonly environment: NodeJS.ProcessEnv;
}

export interface BrowserOptions {
  /** An empty folder for its profile. */
  readonly profile: string;
  /** In CSS pixels. */
  readonly viewport: { readonly width: number; readonly height: number };
  readonly deviceScaleFactor?: number | undefined;
  /** `http://HOST:PORT` of a proxy for everything, loopback included. Nothing gets out beside it. */
  readonly proxy?: string | undefined;
}

/**
 * Starts a Chromium without a window, and with nothing in it but the profile.
 *
 * @throws Problem if there is none and none can be had
 */
export async function launchBrowser({
  profile,
  viewport,
  deviceScaleFactor = 1,
  proxy,
}: BrowserOptions): Promise<BrowserContext> {
  const { executable, environment } = await findBrowser();
  return await chromium.launchPersistentContext(profile, {
    executablePath: executable,
    // Its temporary files go with the profile.
    env: { ...environment, TMPDIR: profile },
    // It ends with this process anyhow, by its closed pipe; its own way of handling signals ends the process too early.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    artifactsDir: join(profile, 'artifacts'),
    viewport,
    deviceScaleFactor,
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
      ...(proxy === undefined ? [] : onlyThrough(proxy)),
    ],
  });
}

/**
 * Chromium's flags that leave it no other way than the proxy: no name is resolved, and no datagram sent, by itself. So
 * that the proxy sees what pages ask for and nothing else, its own sign-in, updates and autofill lead to a port that it never uses.
 */
function onlyThrough(proxy: string): readonly string[] {
  return [
    `--proxy-server=${proxy}`,
    '--proxy-bypass-list=<-loopback>',
    '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
    '--webrtc-ip-handling-policy=disable_non_proxied_udp',
    '--gaia-url=http://127.0.0.1:1/',
    '--component-updater=url-source=http://127.0.0.1:1/',
    '--autofill-server-url=http://127.0.0.1:1/',
  ];
}

/**
 * The browser named by CHROME_PATH, or one of the machine, or one from npm.
 *
 * @throws Problem if there is none and none can be had
 */
export async function findBrowser(): Promise<Browser> {
  const chosen = process.env['CHROME_PATH'];
  if (chosen !== undefined) {
    if (!(await isExecutable(chosen))) {
      throw new Problem(`CHROME_PATH is ${chosen}, which is no program that can be run.`);
    }
    return { executable: chosen, environment: process.env };
  }
  for (const executable of usualPlaces()) {
    if ((await isExecutable(executable)) && !(await isSnap(executable))) {
      return { executable, environment: process.env };
    }
  }
  if (process.platform === 'linux' && process.arch === 'x64') {
    return await browserFromNpm();
  }
  throw new Problem(
    'No Chrome, Chromium or Edge found. Install one, or name it in the environment variable CHROME_PATH.',
  );
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
  return await access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** A browser in a snap cannot see a profile in the temporary directory; Ubuntu's chromium-browser is a script that calls one. */
async function isSnap(executable: string): Promise<boolean> {
  const path = await realpath(executable);
  await using file = await open(path);
  const { buffer } = await file.read({ buffer: Buffer.alloc(2048) });
  return path.split('/').includes('snap') || buffer.includes('/snap/bin');
}

/** The README says the same. */
export const chromiumMegabytes = { download: 70, disk: 220, room: 370 };

/** A Chromium for servers, compressed in an npm package, together with the libraries and fonts that a bare machine lacks. */
async function browserFromNpm(): Promise<Browser> {
  const version = '153.0.0';
  const { directory } = await installOnce({
    name: `chromium-${version}`,
    what: `Chromium ${version}`,
    megabytes: chromiumMegabytes,
    recipe: JSON.stringify({ version, revision: 2 }),
    requiredFiles: ['chromium'],
    install: async (target, download) => {
      await npmInstall(target, [`@sparticuz/chromium@${version}`], download);
      // It unpacks into the temporary directory; the libraries only if it believes to be in Amazon's Lambda.
      const script = "import('@sparticuz/chromium').then((it) => it.default.executablePath())";
      await promisify(execFile)(process.execPath, ['--eval', script], {
        cwd: target,
        env: { ...process.env, TMPDIR: target, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
      });
      await rm(join(target, 'node_modules'), { recursive: true });
    },
  });
  return {
    executable: join(directory, 'chromium'),
    environment: {
      ...process.env,
      LD_LIBRARY_PATH: join(directory, 'al2023', 'lib'),
      ...(existsSync('/etc/fonts') ? {} : { FONTCONFIG_PATH: join(directory, 'fonts') }),
    },
  };
}
