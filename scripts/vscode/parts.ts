/**
 * What of VS Code is fetched and what of it is kept. The workbench, the extension host, Git, TypeScript, Markdown's
 * preview, colours, search and the terminal need no more. What is left out is asked for by name when something uses it
 * (telemetry, Copilot, containers, a sandbox, Windows' registry), and the code that does so can do without.
 */

export interface PackageJson {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/** Of VS Code's own dependencies those that are fetched. */
const needed = [
  '@parcel/watcher',
  '@vscode/fs-copyfile',
  '@vscode/iconv-lite-umd',
  '@vscode/proxy-agent',
  '@vscode/vscode-languagedetection',
  '@xterm/addon-clipboard',
  '@xterm/addon-image',
  '@xterm/addon-progress',
  '@xterm/addon-search',
  '@xterm/addon-serialize',
  '@xterm/addon-unicode11',
  '@xterm/addon-webgl',
  '@xterm/headless',
  '@xterm/xterm',
  'cookie',
  'jschardet',
  'katex',
  'minimist',
  'node-pty',
  'vscode-oniguruma',
  'vscode-regexpp',
  'vscode-textmate',
  'ws',
  'yauzl',
  'yazl',
];

const neededOnWindows = ['@vscode/windows-process-tree', '@vscode/windows-registry'];

/** VS Code asks for one package with the programs of all platforms, 24 MB; there is one for each, too, of 2. */
const ripgrepVersion = '1.18.0';

/**
 * A `package.json` of VS Code that asks for no more than is needed. The versions of everything are in the
 * `npm-shrinkwrap.json` beside it.
 *
 * @throws Error if VS Code no longer has something that is needed
 */
export function slimPackageJson(original: PackageJson, platform: string, arch: string): PackageJson {
  const names = platform === 'win32' ? [...needed, ...neededOnWindows] : needed;
  const dependencies = names.map((name) => {
    const version = original.dependencies[name];
    if (version === undefined) {
      throw new Error(`This VS Code has no dependency ${name}.`);
    }
    return [name, version];
  });
  return {
    ...original,
    devDependencies: {},
    overrides: {},
    dependencies: {
      ...Object.fromEntries(dependencies),
      [`@vscode/ripgrep-${platform}-${arch}`]: ripgrepVersion,
    },
  };
}

/**
 * Extensions that nothing here uses. Only such that the window does not name itself: it has a list of those with a part
 * for the browser, would ask for them again and again, and wait for the one that signs in to GitHub.
 */
const unneededExtensions = ['copilot', 'microsoft-authentication', 'ms-vscode.js-debug'];

/**
 * Whether a file or folder of VS Code is deleted once it is there.
 *
 * @param path relative to VS Code's folder, with slashes
 */
export function isUnneeded(path: string, platform: string, arch: string): boolean {
  const [, extension] = /^extensions\/([^/]+)$/.exec(path) ?? [];
  const [, prebuilt] = /^node_modules\/node-pty\/prebuilds\/([^/]+)$/.exec(path) ?? [];
  return (
    /\.(map|pdb)$/.test(path) ||
    (extension !== undefined && unneededExtensions.includes(extension)) ||
    (prebuilt !== undefined && prebuilt !== `${platform}-${arch}`) ||
    (path === 'node_modules/node-pty/third_party' && platform !== 'win32')
  );
}
