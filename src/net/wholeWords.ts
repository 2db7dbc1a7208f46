import { longestKey } from '../core/limits.ts';

/**
 * The beginning of a text that may hold a key. Where it is cut, it ends before a word, however long that is, for a part of
 * a key could not be recognised as one.
 *
 * @param longest in UTF-16 code units, more than a key has
 */
export function wholeWords(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const space = text.lastIndexOf(' ', longest);
  return text.slice(0, Math.max(space, longest - longestKey));
}
