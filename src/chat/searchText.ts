/** How much of a text is shown around what was found, in UTF-16 code units. */
const excerptLength = 80;

/** A text as it is compared: upper and lower case, full and half width and the like are the same. */
export function searchable(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/**
 * The first place where a text has what is searched for, in one line of about 80 characters; undefined if it has not.
 *
 * @param query as `searchable` gives it.
 */
export function excerptAround(text: string, query: string): string | undefined {
  const compared = searchable(text);
  const found = compared.indexOf(query);
  if (found === -1) return undefined;
  const same = compared.length === text.length;
  const start = same ? found : originalIndex(text, found);
  const end = same ? found + query.length : originalIndex(text, found + query.length);
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
