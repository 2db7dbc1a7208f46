import { sensitivePlace } from './sensitivePaths.ts';
import type { SensitivePlace } from './sensitivePlaces.ts';

/** One of the paths by which a file is reached: as it was named, or where a link on the way leads. With `/`. */
export interface FileStep {
  /** Whole. */
  readonly path: string;
  /** The workspace folder that it is in, whole. */
  readonly folder?: string;
}

/** A file that is to be written. */
export interface WrittenFile {
  /** At least one; the last is where the file really is. */
  readonly steps: readonly FileStep[];
  /** Somewhere a link leads where nobody can see. */
  readonly isUnclear: boolean;
  /** The user has it open in an editor. */
  readonly isOpen: boolean;
}

/** Why the user is asked before a file is written. */
export type WriteReason =
  | { readonly type: 'sensitive'; readonly place: SensitivePlace }
  /** A link on the way leads to `path`. */
  | { readonly type: 'link'; readonly path: string }
  | { readonly type: 'unclear-link' }
  | { readonly type: 'outside' };

export interface WriteRule {
  /** Whether the user is asked: not at all, once for this file until the window is closed, or each time. */
  readonly ask: 'never' | 'once' | 'each-time';
  readonly reasons: readonly WriteReason[];
}

/**
 * Whether the user is asked before a file is written, and why.
 *
 * @param isPlaceChosen the user has just chosen the place in a dialog: that it is outside of the workspace is no news then
 */
export function ruleForWriting({ steps, isUnclear, isOpen }: WrittenFile, isPlaceChosen = false): WriteRule {
  const place = placeOf(steps);
  const real = steps.at(-1);
  const isOutside = !isPlaceChosen && real?.folder === undefined;
  if (!place && !isOutside && !isUnclear) return { ask: 'never', reasons: [] };
  const isLink = real !== undefined && real.path !== steps[0]?.path;
  const isOnce = (!place || place.isEveryday === true) && (!isOutside || isOpen) && !isUnclear;
  return {
    ask: isOnce ? 'once' : 'each-time',
    reasons: [
      ...(place ? [{ type: 'sensitive', place } as const] : []),
      ...(isLink ? [{ type: 'link', path: real.path } as const] : []),
      ...(isUnclear ? [{ type: 'unclear-link' } as const] : []),
      ...(isOutside ? [{ type: 'outside' } as const] : []),
    ],
  };
}

/** Whether a file does something by being there. */
export function isSensitiveFile({ steps }: WrittenFile): boolean {
  return placeOf(steps) !== undefined;
}

function placeOf(steps: readonly FileStep[]): SensitivePlace | undefined {
  const places = steps.flatMap((step) => sensitivePlace(pathInContext(step)) ?? []);
  return places.find(({ isEveryday }) => !isEveryday) ?? places[0];
}

/** What tells files apart that the user is asked about: the same text for the same way to the same file. */
export function fileKey({ steps, isUnclear }: WrittenFile): string {
  return JSON.stringify([steps.map(({ path }) => path), isUnclear]);
}

/** How many folders above a workspace folder are looked at. */
const foldersAbove = 2;

/**
 * A path as it is judged. Where the workspace is does not matter, what it is called neither, unless it is itself, or is
 * just below, a hidden folder: `.git/hooks` may have been opened as a workspace.
 */
function pathInContext({ path, folder }: FileStep): string {
  if (folder === undefined) return path;
  const root = folder.split('/').filter((part) => part !== '');
  const above = root.slice(-foldersAbove);
  const hidden = above.findIndex((part) => part.startsWith('.'));
  const inside = path.slice(folder.length).split('/');
  return [...(hidden === -1 ? [] : above.slice(hidden)), ...inside].join('/');
}
