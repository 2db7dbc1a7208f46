/** From and to, in UTF-16 units, `end` not included. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** In UTF-16 code units. */
const longestLooked = 1_000;

/**
 * Where a text has what was searched for: the whole query, or else each of its words. Upper and lower case and the
 * full-width and half-width forms of a character are the same. The ranges are in order and do not touch; of a text longer
 * than any row, only the beginning is looked at.
 */
export function matchRanges(text: string, query: string): readonly Range[] {
  const wanted = fold(query).folded.trim();
  if (wanted === '') return [];
  const haystack = fold(text.slice(0, longestLooked));
  const whole = occurrences(haystack, wanted);
  if (whole.length > 0) return whole;
  const words = wanted.split(/\s+/);
  return words.length < 2 ? [] : joined(words.flatMap((word) => occurrences(haystack, word)));
}

interface Folded {
  readonly folded: string;
  /** For each unit of `folded` the character of the original that it comes from. */
  readonly origins: readonly Range[];
}

/** One character can become several (`ﬁ`, `㎏`) and keeps its place. */
function fold(text: string): Folded {
  const origins: Range[] = [];
  let folded = '';
  let start = 0;
  for (const character of text) {
    const end = start + character.length;
    const piece = character.normalize('NFKC').toLowerCase();
    for (let unit = 0; unit < piece.length; unit += 1) origins.push({ start, end });
    folded += piece;
    start = end;
  }
  return { folded, origins };
}

function occurrences({ folded, origins }: Folded, wanted: string): Range[] {
  const found: Range[] = [];
  for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + wanted.length)) {
    const first = origins[at];
    const last = origins[at + wanted.length - 1];
    if (first && last) found.push({ start: first.start, end: last.end });
  }
  return joined(found);
}

function joined(ranges: readonly Range[]): Range[] {
  const result: Range[] = [];
  for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last && range.start <= last.end) {
      result.splice(-1, 1, { start: last.start, end: Math.max(last.end, range.end) });
    } else {
      result.push(range);
    }
  }
  return result;
}
