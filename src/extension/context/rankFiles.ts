import { fuzzyScore } from './fuzzyScore.ts';

/** Files that are open, or were lately, are more likely to be meant. */
const openBonus = 8;
const recentBonus = 4;

interface NamedFile {
  readonly path: string;
}

/** Each file once, where it comes first. */
export function uniqueFiles<File extends NamedFile>(files: readonly File[]): File[] {
  const seen = new Set<string>();
  return files.filter(({ path }) => !seen.has(path) && seen.add(path));
}

/** What speaks for a file beside its name, by its path. */
export function bonusOf(open: readonly NamedFile[], recent: readonly NamedFile[]): Map<string, number> {
  return new Map([
    ...recent.map(({ path }) => [path, recentBonus] as const),
    ...open.map(({ path }) => [path, openBonus] as const),
  ]);
}

/** The files whose paths fit, the best ones first. */
export function bestFiles<File extends NamedFile>(
  query: string,
  files: readonly File[],
  bonus: ReadonlyMap<string, number>,
): File[] {
  return best(
    files,
    ({ path }) => {
      const score = fuzzyScore(query, path);
      return score === undefined ? undefined : score + (bonus.get(path) ?? 0);
    },
    (a, b) => (a.path < b.path ? -1 : 1),
  );
}

/** Those whose names fit, the best ones first, else in the order that they have. */
export function bestNames<Named extends { readonly name: string }>(
  query: string,
  named: readonly Named[],
): Named[] {
  return best(
    named,
    ({ name }) => fuzzyScore(query, name),
    () => 0,
  );
}

function best<Item>(
  items: readonly Item[],
  scoreOf: (item: Item) => number | undefined,
  compare: (one: Item, other: Item) => number,
): Item[] {
  return items
    .flatMap((item) => {
      const score = scoreOf(item);
      return score === undefined ? [] : [{ item, score }];
    })
    .toSorted((a, b) => b.score - a.score || compare(a.item, b.item))
    .map(({ item }) => item);
}

/**
 * The folders that `files` are in, and those that these are in, up to the workspace's own.
 *
 * @param above gives the URI of the folder that a file or folder is in
 */
export function foldersOf<Uri>(
  files: readonly { readonly path: string; readonly uri: Uri }[],
  above: (uri: Uri) => Uri,
): { readonly path: string; readonly uri: Uri }[] {
  const folders = new Map<string, { path: string; uri: Uri }>();
  for (const file of files) {
    let { path, uri } = file;
    for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/')) {
      path = path.slice(0, slash);
      if (folders.has(path)) break;
      uri = above(uri);
      folders.set(path, { path, uri });
    }
  }
  return [...folders.values()];
}

/** The folder that a path is in; empty at the top. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
