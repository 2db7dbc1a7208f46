import { posix } from 'node:path';
import { withLowerDrive } from '../chat/folderPaths.ts';

/**
 * Where a path may lead that somebody has written: in a folder of the workspace, or by the name of the folder where there
 * are several.
 *
 * @param folder its name and the path of its URI
 * @returns the paths of URIs; none that is not below the folder
 */
export function pathsInFolder(
  written: string,
  folder: { readonly name: string; readonly path: string },
  isOnly: boolean,
): string[] {
  const root = folder.path.endsWith('/') ? folder.path : `${folder.path}/`;
  const isNamed = !isOnly && written.startsWith(`${folder.name}/`);
  const candidates = isAbsolute(written)
    ? [written.startsWith('/') ? written : `/${written}`]
    : [root + written, ...(isNamed ? [posix.join(root, '..', written)] : [])];
  return candidates
    .map((candidate) => posix.normalize(candidate))
    .filter((path) => withLowerDrive(path).startsWith(withLowerDrive(root)) && path.length > root.length);
}

function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[a-z]:\//i.test(path);
}

/** Whether a word is a file’s name, which says which file is meant if only one has it; braces and the like would be a pattern. */
export function isFileName(word: string): boolean {
  return /^[^/{}[\]*?,!]+\.[^/{}[\]*?,!.]+$/.test(word) || /^[A-Z]\w+file$/.test(word);
}

/** A glob for the files of these names, wherever they are. */
export function namesGlob(names: readonly string[]): string {
  return names.length === 1 ? `**/${names[0]}` : `**/{${names.join(',')}}`;
}

/** Of each name the file that has it, if there is exactly one. */
export function filesByName<File extends { readonly path: string }>(
  names: readonly string[],
  files: readonly File[],
): Map<string, File> {
  const found = new Map<string, File>();
  for (const name of names) {
    const [file, another] = files.filter(({ path }) => posix.basename(path) === name);
    if (file && !another) found.set(name, file);
  }
  return found;
}
