import type { Token, Tokens } from 'marked';

/**
 * How much of a quote or of one item of a list is read together, in characters; those of code count less, and every line
 * a little more.
 */
const longest = 16_384;
/** How much longer a line may be, in characters, before it is cut in its middle. */
const longestLine = 8192;
/** What a line costs by itself, in characters: each one may begin something. */
const costOfLine = 16;
/** Code is read faster than anything else, by this. */
const codeFactor = 8;

/** How long a quote or an item may be, and how much longer a line of it. */
export interface CutLimits {
  readonly longest: number;
  readonly line: number;
}

/**
 * Where a text must be cut, because it has a quote or an item in it that would be read as a whole again and again: what
 * follows is read as a text of its own. Where the cut is depends only on what stands before it.
 *
 * @param tokens the blocks of the text, in order
 * @returns the length of the text before the cut, or undefined if there is none
 */
export function cutPlace(
  tokens: readonly Token[],
  limits: CutLimits = { longest, line: longestLine },
): number | undefined {
  let offset = 0;
  for (const token of tokens) {
    const parts =
      token.type === 'list' ? (token as Tokens.List).items : token.type === 'blockquote' ? [token] : [];
    let start = offset;
    for (const { raw } of parts) {
      const length = cutLength(raw, limits);
      if (length !== undefined) return start + length;
      start += raw.length;
    }
    offset += token.raw.length;
  }
  return undefined;
}

function cutLength(raw: string, limits: CutLimits): number | undefined {
  if (raw.length * (1 + costOfLine) <= limits.longest) return undefined;
  let cost = 0;
  let fence: string | undefined;
  for (let start = 0; start < raw.length; ) {
    const factor = fence === undefined ? 1 : codeFactor;
    const most = Math.max(0, Math.ceil((limits.longest - cost) * factor)) + limits.line;
    const end = raw.indexOf('\n', start);
    if ((end === -1 ? raw.length : end) - start > most) return start + most;
    if (end === -1) return undefined;
    const line = raw.slice(start, end);
    cost += (line.length + costOfLine) / factor;
    fence = fenceAfter(line, fence);
    start = end + 1;
    // Rather a little later than in the middle of code.
    if (cost > limits.longest * (fence === undefined ? 1 : 2)) return start;
  }
  return undefined;
}

/** The fence that is open after a line, as far as that can be told by itself; `before` is the one that was open before. */
function fenceAfter(line: string, before: string | undefined): string | undefined {
  const [, marks = '', rest = ''] = /^[\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s+)?(`{3,}|~{3,})(.*)/.exec(line) ?? [];
  if (marks === '') return before;
  if (before === undefined) return marks.startsWith('`') && rest.includes('`') ? undefined : marks;
  return marks.startsWith(before) && rest.trim() === '' ? undefined : before;
}
