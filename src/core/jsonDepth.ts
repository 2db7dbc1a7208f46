import { deepestJson } from './limits.ts';

/** Whether JSON is nested deeper than `deepestJson`: what JSON.parse takes for it grows out of proportion. */
export function isTooDeep(text: string): boolean {
  return goesTooDeep(text, { at: 0, depth: 0, isInString: false }, text.length);
}

/** The same, a step of some milliseconds at a time. */
export function* isTooDeepInSteps(text: string): Generator<undefined, boolean> {
  const place = { at: 0, depth: 0, isInString: false };
  while (place.at < text.length) {
    if (goesTooDeep(text, place, place.at + charactersOfStep)) return true;
    yield;
  }
  return false;
}

/** A place in a text, in UTF-16 code units, and what it is inside of. */
interface Place {
  at: number;
  depth: number;
  isInString: boolean;
}

/** Goes on from a place, and moves it to the end or somewhat further. */
function goesTooDeep(text: string, place: Place, end: number): boolean {
  let { at, depth, isInString } = place;
  let searched = at;
  for (; at < end; at += 1) {
    if (at >= searched) {
      // Most of a text is none of these, and this passes over it much faster.
      const next = isInString ? endsString : changesDepth;
      next.lastIndex = at;
      const found = next.exec(text);
      if (!found) {
        at = text.length;
        break;
      }
      at = found.index;
      searched = at + charactersAtOnce;
    }
    const character = text.charCodeAt(at);
    if (isInString) {
      if (character === backslash) at += 1;
      else if (character === quote) isInString = false;
      continue;
    }
    switch (character) {
      case quote:
        isInString = true;
        break;
      case openBracket:
      case openBrace:
        depth += 1;
        if (depth > deepestJson) return true;
        break;
      case closeBracket:
      case closeBrace:
        depth -= 1;
        break;
    }
  }
  Object.assign(place, { at, depth, isInString });
  return false;
}

/** What the depth depends on, outside of strings and in them. */
const changesDepth = /["[\]{}]/g;
const endsString = /["\\]/g;
/** How many characters a step looks at. */
const charactersOfStep = 1_000_000;
/** How many characters are looked at one by one where there may be more such. */
const charactersAtOnce = 1024;

const quote = 0x22;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
