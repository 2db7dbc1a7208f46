import { deepestJson } from './limits.ts';

/** Whether JSON is nested deeper than `deepestJson`: what JSON.parse takes for it grows out of proportion. */
export function isTooDeep(text: string): boolean {
  let depth = 0;
  let isInString = false;
  let searched = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (at >= searched) {
      // Most of a text is none of these, and this passes over it much faster.
      const next = isInString ? endsString : changesDepth;
      next.lastIndex = at;
      const found = next.exec(text);
      if (!found) return false;
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
  return false;
}

/** What the depth depends on, outside of strings and in them. */
const changesDepth = /["[\]{}]/g;
const endsString = /["\\]/g;
/** How many characters are looked at one by one where there may be more such. */
const charactersAtOnce = 1024;

const quote = 0x22;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
