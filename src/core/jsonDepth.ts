import { deepestJson } from './limits.ts';

/** Whether JSON is nested deeper than `deepestJson`: what JSON.parse takes for it grows out of proportion. */
export function isTooDeep(text: string): boolean {
  if (text.length < deepestJson) return false;
  let depth = 0;
  let searched = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (at >= searched) {
      // Most of a text is none of these, and this passes over it much faster.
      telling.lastIndex = at;
      const found = telling.exec(text);
      if (!found) return false;
      at = found.index;
      searched = at + charactersAtOnce;
    }
    switch (text.charCodeAt(at)) {
      case quote:
        at = endOfString(text, at);
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

/** Where the quote is that ends the string which begins at `start`; the end of the text if there is none. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let escapes = 0;
    while (text.charCodeAt(at - 1 - escapes) === backslash) escapes += 1;
    if (escapes % 2 === 0) return at;
  }
  return text.length;
}

/** What the depth depends on. */
const telling = /["[\]{}]/g;
/** How many characters are looked at one by one where there may be more such. */
const charactersAtOnce = 1024;

const quote = 0x22;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
