import {
  copyFileSync,
  existsSync,
  globSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ignore from 'ignore';
import { areInstalled } from '../scripts/installDependencies.ts';
import { cacheDirectory, repository } from '../scripts/vscode/paths.ts';

/**
 * Copies this checkout: everything that Git would not ignore, committed or not, and what is installed in node_modules. So a
 * copy has whatever a command needs, today and tomorrow, and commands that build in it disturb nobody.
 *
 * @param target a new folder, best on the file system of the checkout
 */
export function copyCheckout(target: string): void {
  const ignored = ignore().add(readFileSync(join(repository, '.gitignore'), 'utf8'));
  copyFolder(repository, target, (path, isFolder) => {
    const name = relative(repository, path).replaceAll(sep, '/');
    return name !== '.git' && !ignored.ignores(isFolder ? `${name}/` : name);
  });
  placePackages(target);
}

/** Brings along what commands have fetched into this checkout so far: VS Code, the browser, packages that a command installs. */
export function placeFetched(target: string): void {
  const cache = relative(repository, cacheDirectory);
  const names = existsSync(cacheDirectory) ? readdirSync(cacheDirectory) : [];
  const installed = names.filter((name) => existsSync(join(cacheDirectory, name, '.installed')));
  // npm would replace packages that are not the right ones, here as well as there.
  const withPackages = globSync('test/*/package.json', { cwd: repository })
    .map(dirname)
    .filter((folder) => areInstalled(join(repository, folder)));
  for (const folder of [
    ...installed.map((name) => join(cache, name)),
    ...withPackages.map((folder) => join(folder, 'node_modules')),
  ]) {
    placeFolder(folder, target);
  }
}

/**
 * Libraries of which something is passed on are there themselves: a build names them by their place. Tools, many thousands
 * of files, are links to folders.
 */
function placePackages(target: string): void {
  const { packages } = JSON.parse(readFileSync(join(repository, 'package-lock.json'), 'utf8'));
  for (const entry of readdirSync(join(repository, 'node_modules'), { withFileTypes: true })) {
    if (entry.isFile()) continue;
    const path = `node_modules/${entry.name}`;
    const inside = entry.name.startsWith('@') ? readdirSync(join(repository, path)) : undefined;
    for (const folder of inside?.map((name) => `${path}/${name}`) ?? [path]) {
      const locked: { dev?: boolean; devOptional?: boolean } | undefined = packages[folder];
      const passedOn = locked !== undefined && !locked.dev && !locked.devOptional;
      if (passedOn) copyFolder(join(repository, folder), join(target, folder), () => true, link);
      else placeFolder(folder, target);
    }
  }
}

/** A folder of the checkout, as a link. */
function placeFolder(path: string, target: string): void {
  mkdirSync(dirname(join(target, path)), { recursive: true });
  // On Windows a junction, for which nobody needs a privilege.
  symlinkSync(realpathSync(join(repository, path)), join(target, path), 'junction');
}

/** Nothing may write into a file that is linked; another file may be put in its place. */
function link(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch {
    // Another file system, or one without hard links.
    copyFileSync(source, target);
  }
}

function copyFolder(
  from: string,
  to: string,
  isPart: (path: string, isFolder: boolean) => boolean,
  copyFile: (source: string, target: string) => void = copyFileSync,
): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (!isPart(source, entry.isDirectory())) continue;
    if (entry.isDirectory()) copyFolder(source, target, isPart, copyFile);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else copyFile(source, target);
  }
}
