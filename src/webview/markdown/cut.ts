import type { Token, Tokens } from 'marked';

/** In characters, how much of a quote or of one item of a list is read together. */
const longest = 24_576;
/** How much longer it may become, in characters, to be cut at the end of a line. */
const longestLine = 8192;

/**
 * Where a text must be cut, because it has a quote or an item in it that would be read as a whole again and again: what
 * follows is read as a text of its own. Where the cut is depends only on what stands before it.
 *
 * @param tokens the blocks of the text, in order
 * @param limits how long a quote or an item may be, in characters
 * @returns the length of the text before the cut, or undefined if there is none
 */
export function cutPlace(
  tokens: readonly Token[],
  limits: { readonly longest: number; readonly line: number } = { longest, line: longestLine },
): number | undefined {
  let offset = 0;
  for (const token of tokens) {
    if (token.raw.length > limits.longest) {
      const parts = token.type === 'list' ? (token as Tokens.List).items : [token];
      let start = offset;
      for (const { raw } of token.type === 'list' || token.type === 'blockquote' ? parts : []) {
        const length = cutLength(raw, limits);
        if (length !== undefined) return start + length;
        start += raw.length;
      }
    }
    offset += token.raw.length;
  }
  return undefined;
}

function cutLength(
  raw: string,
  limits: { readonly longest: number; readonly line: number },
): number | undefined {
  if (raw.length <= limits.longest) return undefined;
  const most = limits.longest + limits.line;
  const lineEnd = raw.slice(0, most).indexOf('\n', limits.longest);
  if (lineEnd !== -1) return lineEnd + 1;
  return raw.length > most ? most : undefined;
}
