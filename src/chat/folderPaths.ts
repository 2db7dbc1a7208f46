/*
 * All paths are those of URIs: with `/`, and before the letter of a Windows drive as well.
 */

/** Where a file or folder is. VS Code’s own URIs fit. */
export interface Place {
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
}

/**
 * A path inside a folder, whatever the case of the folder’s own path: the drive's letter may be written either way.
 *
 * @returns undefined for what is not in the folder; empty for the folder itself
 */
export function pathIn(folder: string, path: string): string | undefined {
  const root = folder.replace(/(?<!\/)\/*$/, '/');
  if (`${path}/` === root) return '';
  return path.slice(0, root.length).toLowerCase() === root.toLowerCase()
    ? path.slice(root.length)
    : undefined;
}

/**
 * The way from a folder to what is in it. Of both the real places are known, so that only the letter of a Windows drive
 * may differ in case.
 *
 * @returns undefined for what is not in the folder; empty for the folder itself
 */
export function pathBelow(folder: Place, place: Place): string | undefined {
  if (place.scheme !== folder.scheme || place.authority !== folder.authority) return undefined;
  const [root, path] = [plainPath(folder.path), plainPath(place.path)];
  if (path === root) return '';
  return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : undefined;
}

/**
 * Whether an address that somebody else has written is in one of the folders, however a system reads it: a `..`, a
 * backslash or a doubled slash may lead elsewhere, to another machine even, before anything is opened. Links are not
 * followed here.
 */
export function isPlainlyIn(folders: readonly Place[], place: Place): boolean {
  const segments = place.path.split('/').slice(1);
  const isPlain =
    place.path.startsWith('/') &&
    !/[\\\p{Cc}]/u.test(place.path) &&
    segments.every(
      (segment, at) => !/^\.{1,2}$/.test(segment) && (segment !== '' || at === segments.length - 1),
    );
  return isPlain && folders.some((folder) => pathBelow(folder, place) !== undefined);
}

/** A file's path as Git writes it: relative to the repository; as it is where it is elsewhere. */
export function pathInRepository(repository: string, path: string): string {
  const root = repository.replace(/(?<!\/)\/*$/, '/');
  return path.startsWith(root) ? path.slice(root.length) : path;
}

function plainPath(path: string): string {
  return withLowerDrive(path.replace(/(?<!\/)\/+$/, ''));
}

/** The same for both ways to write the letter of a Windows drive. */
export function withLowerDrive(path: string): string {
  return path.replace(/^\/[A-Za-z]:/, (letter) => letter.toLowerCase());
}
