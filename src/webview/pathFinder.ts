import type { ViewIntention } from '../shared/protocol.ts';

/** Asks the host which paths are files of the workspace, in batches and no path twice within a while. */
export interface PathFinder {
  /**
   * @param paths without line numbers
   * @param onFound gets those of them that are files; later, or at once if all are known
   */
  find(paths: ReadonlySet<string>, onFound: (found: ReadonlySet<string>) => void): void;
  /** Takes the host's answer to the request that waits longest. */
  answer(found: readonly string[]): void;
}

/** The host takes no more in one request. */
const batchSize = 500;
/** How long an answer holds, in milliseconds: files come and go. */
const validMs = 60_000;

interface Search {
  readonly paths: ReadonlySet<string>;
  readonly onFound: (found: ReadonlySet<string>) => void;
}

/** @param now in milliseconds */
export function createPathFinder(post: (intention: ViewIntention) => void, now: () => number): PathFinder {
  const known = new Map<string, { readonly exists: boolean; readonly at: number }>();
  const wanted = new Set<string>();
  let searches: readonly Search[] = [];
  /** An answer only names what was found, so that there is one request at a time. */
  let asked: ReadonlySet<string> | undefined;

  function isKnown(path: string): boolean {
    const entry = known.get(path);
    return entry !== undefined && now() - entry.at < validMs;
  }

  function askNext(): void {
    if (asked || wanted.size === 0) return;
    asked = new Set([...wanted].slice(0, batchSize));
    for (const path of asked) wanted.delete(path);
    post({ type: 'find-paths', paths: [...asked] });
  }

  function settle(): void {
    const before = searches;
    searches = before.filter(({ paths }) => [...paths].some((path) => !known.has(path)));
    for (const search of before) {
      if (searches.includes(search)) continue;
      search.onFound(new Set([...search.paths].filter((path) => known.get(path)?.exists === true)));
    }
  }

  return {
    find(paths, onFound) {
      for (const path of paths) {
        if (isKnown(path)) continue;
        known.delete(path);
        if (!asked?.has(path)) wanted.add(path);
      }
      searches = [...searches, { paths, onFound }];
      settle();
      askNext();
    },
    answer(found) {
      if (!asked) return;
      const existing = new Set(found);
      for (const path of asked) known.set(path, { exists: existing.has(path), at: now() });
      asked = undefined;
      settle();
      askNext();
    },
  };
}
