import { longestPath } from '../core/limits.ts';
import { fitsPattern, pathPatterns } from './pathPattern.ts';
import { decodedPaths, plainParts } from './pathSpelling.ts';
import { PatternIndex } from './patternIndex.ts';
import { type SensitivePlace, sensitivePlaces } from './sensitivePlaces.ts';

/** Windows gives each file such a second name, which nobody can tell from the first one. */
const shortName = /^[^.~ ]{1,6}~\d{1,6}(\.[^.]{0,3})?$/;
const shortNamePlace: SensitivePlace = { program: 'Windows', occasion: 'short-name', paths: [] };

/** Where programs keep whole working copies: what lies in them is no part of the folder that is around them. */
const workingCopies = pathPatterns('{.cursor,.claude,.codex,.gemini,.qwen,.kilocode,.roo}/worktrees')
  .concat(pathPatterns('.jenkins/workspace'))
  .concat(pathPatterns('.gemini/antigravity/{scratch,playground}'));

interface Places {
  readonly anywhere: PatternIndex<SensitivePlace>;
  /** Those of the root of a project. */
  readonly atRoot: PatternIndex<SensitivePlace>;
  /** Those that count above the workspace as well. */
  readonly above: PatternIndex<SensitivePlace>;
}

let index: Places | undefined;

/**
 * What a file does by being there, beside what a file of a program does: programs run it without being told to, or it
 * tells an assistant what to do.
 *
 * @param path from the root of the workspace, or of a project in it, or whole; with `/` or `\`, as somebody has written
 *   it: in any case, encoded as in a URI, with `..`, or with what Windows leaves out
 * @returns undefined for all other files
 */
export function sensitivePlace(path: string): SensitivePlace | undefined {
  // There is no such file: whoever names it means to deceive.
  if (path.length > longestPath) return shortNamePlace;
  const { anywhere, atRoot } = places();
  const spellings = decodedPaths(path).map(plainParts);
  const place = firstOf(
    spellings.flatMap((parts) => [
      ...anywhere.find(parts),
      ...(parts.length === 1 ? atRoot.find(parts) : []),
    ]),
  );
  if (place) return place;
  return spellings.flat().some((part) => shortName.test(part)) ? shortNamePlace : undefined;
}

/**
 * As `sensitivePlace`, by the folders that no ordinary project has around it: hidden ones of programs, and those of the
 * system. A name that a project may have as well, such as `fastlane`, means nothing above the workspace.
 *
 * @param path whole
 */
export function sensitivePlaceAround(path: string): SensitivePlace | undefined {
  if (path.length > longestPath) return shortNamePlace;
  return firstOf(
    decodedPaths(path).flatMap((one) => [...places().above.find(belowWorkingCopy(plainParts(one)))]),
  );
}

function firstOf(fitting: readonly SensitivePlace[]): SensitivePlace | undefined {
  const all = new Set(fitting);
  const found = sensitivePlaces.filter((place) => all.has(place));
  return found.find(({ isEveryday }) => !isEveryday) ?? found[0];
}

/** What follows the last folder of working copies, and the name of one. */
function belowWorkingCopy(parts: readonly string[]): readonly string[] {
  for (let end = parts.length - 1; end >= 2; end--) {
    // As many as the longest of these has, so that the search takes linear time.
    const before = parts.slice(Math.max(0, end - 3), end);
    if (workingCopies.some((one) => fitsPattern(before, one))) return parts.slice(end + 1);
  }
  return parts;
}

function places(): Places {
  if (index) return index;
  index = { anywhere: new PatternIndex(), atRoot: new PatternIndex(), above: new PatternIndex() };
  for (const place of sensitivePlaces) for (const pattern of place.paths) addPattern(index, pattern, place);
  return index;
}

function addPattern({ anywhere, atRoot, above }: Places, pattern: string, place: SensitivePlace): void {
  if (pattern.startsWith('/')) {
    atRoot.add(pattern.slice(1), place);
    return;
  }
  const reachesUp = pattern.startsWith('**/');
  for (const parts of pathPatterns(reachesUp ? pattern.slice('**/'.length) : pattern)) {
    // A file may stand where the folder should be: a link, or what a program reads in its stead.
    const both = parts.at(-1) === '**' ? [parts, parts.slice(0, -1)] : [parts];
    for (const one of both) {
      anywhere.add(one.join('/'), place);
      if (reachesUp || (parts.length > 1 && parts[0]?.startsWith('.'))) above.add(one.join('/'), place);
    }
  }
}
