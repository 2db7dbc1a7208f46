import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { Problem } from '../problem.ts';
import { installOnce } from './cache.ts';
import { npmInstall } from './npm.ts';
import { isUnneeded, slimPackageJson } from './parts.ts';
import type { Megabytes } from './progressText.ts';

/** A VS Code that runs on Node and shows its window in a browser: VS Code 1.139.1 in code-server's packaging. */
const version = '4.139.1';
const entry = join('node_modules', 'code-server', 'out', 'node', 'entry.js');
const vscode = join('node_modules', 'code-server', 'lib', 'vscode');

/** Measured on Linux (x64) with an empty cache of npm. The README says the same. */
export const vscodeMegabytes: Megabytes = { download: 75, disk: 190, room: 400 };

/**
 * Modules that are not fetched, because they would have to be compiled, or hold more than is needed: a few lines of
 * JavaScript do in their place.
 */
const standIns = {
  deviceId: '@vscode/deviceid',
  nativeWatchdog: '@vscode/native-watchdog',
  ripgrep: '@vscode/ripgrep-universal',
  spdlog: '@vscode/spdlog',
  telemetry: '@microsoft/1ds-core-js',
};

const standInFiles = Object.values(standIns).map((name) => join(vscode, 'node_modules', name, 'index.cjs'));

export interface InstalledVSCode {
  /** The script to be run by Node 24 with code-server's arguments. */
  readonly entry: string;
  /** How long it took to fetch; absent if it was there already. */
  readonly fetchedInMs?: number;
}

/**
 * Makes sure that VS Code is in `.vscode-test/`, and whole; fetches it from the npm registry otherwise.
 *
 * @param signal ends the fetching
 * @throws Problem if this Node is not the right one or the download fails
 */
export async function installVSCode(signal?: AbortSignal): Promise<InstalledVSCode> {
  requireNode24();
  const { directory, ...fetched } = await installOnce(
    {
      name: `code-server-${version}`,
      what: 'VS Code 1.139.1',
      megabytes: vscodeMegabytes,
      recipe: JSON.stringify({ version, revision: 4 }),
      requiredFiles: [entry, ...standInFiles],
      install: async (target, download) => {
        const directory = join(target, vscode);
        await npmInstall(target, [`code-server@${version}`], download);
        await slim(join(directory, 'package.json'));
        // Not `npm ci`: the package's shrinkwrap holds more than is asked for.
        await npmInstall(directory, [], download);
        // TypeScript, without which its extension complains as soon as it sees a .ts file.
        await npmInstall(join(directory, 'extensions'), [], download);
        await writeStandIns(join(directory, 'node_modules'));
        await removeUnneeded(directory);
      },
    },
    signal,
  );
  return { entry: join(directory, entry), ...fetched };
}

async function slim(file: string): Promise<void> {
  const slimmed = slimPackageJson(JSON.parse(await readFile(file, 'utf8')), process.platform, process.arch);
  await writeFile(file, JSON.stringify(slimmed));
}

async function writeStandIns(modules: string): Promise<void> {
  for (const [file, name] of Object.entries(standIns)) {
    const folder = join(modules, name);
    await mkdir(folder, { recursive: true });
    await copyFile(join(import.meta.dirname, 'standIns', `${file}.cjs`), join(folder, 'index.cjs'));
    await writeFile(join(folder, 'package.json'), JSON.stringify({ name, main: 'index.cjs' }));
  }
}

async function removeUnneeded(root: string, path = ''): Promise<void> {
  for (const entry of await readdir(join(root, path), { withFileTypes: true })) {
    const inner = path === '' ? entry.name : `${path}/${entry.name}`;
    if (isUnneeded(inner, process.platform, process.arch)) {
      await rm(join(root, inner), { recursive: true });
    } else if (entry.isDirectory()) {
      await removeUnneeded(root, inner);
    }
  }
}

function requireNode24(): void {
  if (process.versions.node.split('.')[0] !== '24') {
    throw new Problem(
      `This VS Code runs on Node 24, not on ${process.version}. Start it with an npm script ` +
        '(npm start, npm test): those use the Node 24 that npm ci put into node_modules.',
    );
  }
}
