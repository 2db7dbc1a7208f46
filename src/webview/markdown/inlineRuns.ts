/** After the end of a sentence, the best place for a cut. */
const sentenceEnd = /\n|[。！？；]|(?<=[.!?;:])\s/g;
/** Where a line may break. */
const gap = /\s|[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]/g;

/** What can begin or end something inside a text. */
const delimiter = /[*_~`$[\]<\\]/g;
/** A run ends earlier, in delimiters per character of its length, where a text is full of them. */
const delimitersPerCharacter = 3 / 32;

/**
 * Cuts a text that is far too long for one paragraph into runs, each of which is read by itself. Where the cuts are
 * depends only on what stands before them: a text that grows keeps its runs, and only its last one is read again.
 *
 * @param length in UTF-16 code units; a run has at least so many, the last one and such as are full of delimiters
 * excepted, and at most twice as many
 */
export function inlineRuns(text: string, length: number): readonly string[] {
  const mostDelimiters = Math.max(8, Math.round(length * delimitersPerCharacter));
  const runs: string[] = [];
  let start = 0;
  for (;;) {
    const crowded = crowdedAt(text, start, length, mostDelimiters);
    const from = crowded ?? start + length;
    if (text.length <= from) break;
    const end = cutAfter(text, from, crowded === undefined ? length : Math.min(length, crowdedLength));
    if (end === undefined || end >= text.length) break;
    runs.push(text.slice(start, end));
    start = end;
  }
  runs.push(text.slice(start));
  return runs;
}

/** How far a run goes on, in characters, after it has become crowded. */
const crowdedLength = 256;

/** Where the delimiters of the run that begins at `start` have become too many; undefined if they never do. */
function crowdedAt(text: string, start: number, length: number, most: number): number | undefined {
  let count = 0;
  for (const { index } of text.slice(start, start + length).matchAll(delimiter)) {
    count += 1;
    if (count > most) return start + index;
  }
  return undefined;
}

function cutAfter(text: string, from: number, length: number): number | undefined {
  const middle = from + Math.floor(length / 2);
  const limit = from + length;
  const at = endOfFirst(sentenceEnd, text, from, middle) ?? endOfFirst(gap, text, middle, limit);
  if (at !== undefined) return at;
  if (text.length <= limit) return undefined;
  // Not through the middle of a character.
  return /[\ud800-\udbff]/.test(text.charAt(limit - 1)) ? limit + 1 : limit;
}

function endOfFirst(pattern: RegExp, text: string, from: number, limit: number): number | undefined {
  pattern.lastIndex = from;
  const match = pattern.exec(text.slice(0, limit));
  return match ? match.index + match[0].length : undefined;
}

/** Reading so many together takes long: the time grows with their square. */
const delimiterLimit = 64;

/**
 * Cuts a text that is full of what can begin or end something: if possible before a sign that begins something.
 */
export function delimiterRuns(text: string): readonly string[] {
  const runs: string[] = [];
  let start = 0;
  let count = 0;
  for (const { index } of text.matchAll(delimiter)) {
    count += 1;
    if (count <= delimiterLimit) continue;
    if (count <= 2 * delimiterLimit && !/\s/.test(text.charAt(index - 1))) continue;
    runs.push(text.slice(start, index));
    start = index;
    count = 1;
  }
  return runs.length === 0 ? [text] : [...runs, text.slice(start)];
}
