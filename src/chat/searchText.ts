/** How much of a text is shown around what was found, in UTF-16 code units. */
const excerptLength = 80;

/** A text as it is compared: upper and lower case, full and half width and the like are the same. */
export function searchable(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** How much of a text is compared at once, in UTF-16 code units. One may become eighteen when it is compared. */
const windowLength = 32_768;

/**
 * The first place where a text has what is searched for, in one line of about 80 characters, looked for a piece at a time.
 *
 * @param query as `searchable` gives it.
 * @returns undefined if the text has not.
 */
export function* excerptSteps(text: string, query: string): Generator<undefined, string | undefined> {
  // What is found may begin in one window and end in the next one.
  const overlap = 4 * query.length + excerptLength;
  let from = 0;
  do {
    const found = excerptIn(text, from, boundary(text, from + windowLength + overlap), query);
    if (found !== undefined) return found;
    yield;
    from = boundary(text, from + windowLength);
  } while (from < text.length);
  return undefined;
}

/** The same at once. */
export function excerptAround(text: string, query: string): string | undefined {
  const steps = excerptSteps(text, query);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

function excerptIn(text: string, first: number, last: number, query: string): string | undefined {
  const window = text.slice(first, last);
  const compared = searchable(window);
  const found = compared.indexOf(query);
  if (found === -1) return undefined;
  const same = compared.length === window.length;
  const start = first + (same ? found : originalIndex(window, found));
  const end = first + (same ? found + query.length : originalIndex(window, found + query.length));
  const around = Math.max(0, excerptLength - (end - start));
  const from = boundary(text, start - Math.floor(around / 3));
  const to = boundary(text, Math.max(from + excerptLength, start + Math.min(end - start, excerptLength)));
  const line = withoutMarks(text.slice(from, to), query).replace(/\s+/g, ' ').trim();
  return `${from > 0 ? '…' : ''}${line}${to < text.length ? '…' : ''}`;
}

/** A piece of Markdown without its headings' and bold marks and backticks, unless they are part of what was found. */
function withoutMarks(text: string, query: string): string {
  const plain = text.replace(/^ *#{1,6} |\*\*|`/gm, '');
  return searchable(plain).includes(query) ? plain : text;
}

/** Where in a text something is that stands at `index` of what `searchable` makes of it. */
function originalIndex(text: string, index: number): number {
  let length = 0;
  for (const { segment, index: at } of new Intl.Segmenter().segment(text)) {
    if (length >= index) return at;
    length += searchable(segment).length;
  }
  return text.length;
}

/** The nearest index that is not in the middle of a character. */
function boundary(text: string, index: number): number {
  const inside = Math.min(Math.max(0, index), text.length);
  return /[\udc00-\udfff]/.test(text[inside] ?? '') && /[\ud800-\udbff]/.test(text[inside - 1] ?? '')
    ? inside - 1
    : inside;
}
