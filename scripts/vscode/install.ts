import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { Problem } from '../problem.ts';
import { installOnce } from './cache.ts';
import { npmInstall } from './npm.ts';

/** A VS Code that runs on Node and shows its window in a browser: VS Code 1.139.1 in code-server's packaging. */
const version = '4.139.1';
const entry = join('node_modules', 'code-server', 'out', 'node', 'entry.js');
const vscode = join('node_modules', 'code-server', 'lib', 'vscode');

const typescript = join(vscode, 'extensions', 'node_modules', 'typescript', 'lib', 'tsserver.js');

/** Two native modules would have to be compiled; these few lines of JavaScript do what is needed of them. */
const standIns = {
  spdlog: join(vscode, 'node_modules', '@vscode', 'spdlog', 'index.js'),
  nativeWatchdog: join(vscode, 'node_modules', '@vscode', 'native-watchdog', 'index.js'),
};

/** Large parts that nothing here uses. */
const unneeded = [
  'node_modules/@github',
  'node_modules/@microsoft/mxc-sdk',
  'extensions/copilot',
  'extensions/microsoft-authentication',
  'extensions/ms-vscode.js-debug',
];

/**
 * Makes sure that VS Code is in `.vscode-test/` (the first time: about 600 MB from the npm registry, half a minute).
 *
 * @returns the script to be run by Node 24 with code-server's arguments
 * @throws Problem if this Node is not the right one or the download fails
 */
export async function installVSCode(): Promise<string> {
  requireNode24();
  const directory = await installOnce({
    name: `code-server-${version}`,
    label: 'VS Code 1.139.1 into .vscode-test (about half a minute, once)',
    recipe: JSON.stringify({ version, unneeded, revision: 2 }),
    requiredFiles: [entry, join(vscode, 'out', 'server-main.js'), typescript, ...Object.values(standIns)],
    install: async (target) => {
      await npmInstall(target, [`code-server@${version}`]);
      // Not `npm ci`: the package's shrinkwrap does not agree with its package.json.
      await npmInstall(join(target, vscode), []);
      // TypeScript, without which its extension complains as soon as it sees a .ts file.
      await npmInstall(join(target, vscode, 'extensions'), []);
      for (const [name, path] of Object.entries(standIns)) {
        await copyFile(join(import.meta.dirname, 'standIns', `${name}.cjs`), join(target, path));
      }
      for (const part of unneeded) {
        await rm(join(target, vscode, part), { recursive: true, force: true });
      }
    },
  });
  return join(directory, entry);
}

function requireNode24(): void {
  if (process.versions.node.split('.')[0] !== '24') {
    throw new Problem(
      `This VS Code runs on Node 24, not on ${process.version}. Start it with an npm script ` +
        '(npm start, npm test): those use the Node 24 that npm ci put into node_modules.',
    );
  }
}
