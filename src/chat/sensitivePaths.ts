import { decodedPaths, plainParts } from './pathSpelling.ts';
import { PatternIndex } from './patternIndex.ts';
import { type SensitivePlace, sensitivePlaces } from './sensitivePlaces.ts';

/** Windows gives each file such a second name, which nobody can tell from the first one. */
const shortName = /^[^.~ ]{1,6}~\d{1,6}(\.[^.]{0,3})?$/;
const shortNamePlace: SensitivePlace = { program: 'Windows', occasion: 'short-name', paths: [] };

let index: PatternIndex<SensitivePlace> | undefined;

/**
 * What a file does by being there, beside what a file of a program does: programs run it without being told to, or it
 * tells an assistant what to do.
 *
 * @param path with `/` or `\`, relative or not, as somebody has written it: in any case, encoded as in a URI, with `..`,
 *   or with what Windows leaves out
 * @returns undefined for all other files
 */
export function sensitivePlace(path: string): SensitivePlace | undefined {
  const spellings = decodedPaths(path).map(plainParts);
  const fitting = new Set(spellings.flatMap((parts) => [...places().find(parts)]));
  const found = sensitivePlaces.filter((place) => fitting.has(place));
  const place = found.find(({ isEveryday }) => !isEveryday) ?? found[0];
  if (place) return place;
  return spellings.flat().some((part) => shortName.test(part)) ? shortNamePlace : undefined;
}

function places(): PatternIndex<SensitivePlace> {
  if (!index) {
    index = new PatternIndex();
    for (const place of sensitivePlaces) for (const pattern of place.paths) index.add(pattern, place);
  }
  return index;
}
