import { sensitivePlace, sensitivePlaceAround } from './sensitivePaths.ts';
import type { SensitivePlace } from './sensitivePlaces.ts';

/** One of the paths by which a file is reached: as it was named, or where a link on the way leads. With `/`. */
export interface FileStep {
  /** Whole. */
  readonly path: string;
  /** The workspace folder that it is in, whole. */
  readonly folder?: string;
  /** Where it really is, whole, if the workspace folder was opened by a link. */
  readonly real?: string;
  /** It lies at the root of a repository or a package. */
  readonly isAtProjectRoot?: boolean;
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
  const places = steps.flatMap(placesOfStep);
  return places.find(({ isEveryday }) => !isEveryday) ?? places[0];
}

/** What tells files apart that the user is asked about: the same text for the same way to the same file. */
export function fileKey({ steps, isUnclear }: WrittenFile): string {
  return JSON.stringify([steps.map(({ path, real }) => [path, real]), isUnclear]);
}

/**
 * What a file does by being there. Its place in the workspace tells it, and where the workspace itself is inside a place
 * that programs take files from, the whole path: `.git/hooks` may have been opened as a workspace.
 */
function placesOfStep({ path, folder, real, isAtProjectRoot }: FileStep): SensitivePlace[] {
  const found = [
    sensitivePlace(folder === undefined ? path : path.slice(folder.length)),
    isAtProjectRoot ? sensitivePlace(path.slice(path.lastIndexOf('/') + 1)) : undefined,
    sensitivePlaceAround(path),
    real === undefined ? undefined : sensitivePlaceAround(real),
  ];
  return found.filter((place) => place !== undefined);
}
