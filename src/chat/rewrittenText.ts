/**
 * What follows where a server rewrites a text of which some was shown that cannot be taken back: what is new, or the whole
 * anew after a blank line.
 */
export function continuationOf(shown: string, rewritten: string): string {
  return rewritten.startsWith(shown) ? rewritten.slice(shown.length) : `\n\n${rewritten}`;
}
