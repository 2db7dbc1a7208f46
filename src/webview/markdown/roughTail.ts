/** How far back a fence is looked for that is open there, in UTF-16 code units: hardly any code block is longer. */
const longestBlock = 200_000;

/**
 * The end of a long markdown text, from the beginning of a block on, as far as that can be told without reading the
 * text as a parser does: good enough to be looked at until the parser is done.
 *
 * @param length in UTF-16 code units, roughly
 */
export function roughTail(text: string, length: number): string {
  const start = Math.max(0, text.length - length);
  let fence: string | undefined;
  let fenceLine = '';
  // The fence that is open at the start, if any.
  for (const match of text
    .slice(Math.max(0, start - longestBlock), start)
    .matchAll(/^ {0,3}(`{3,}|~{3,})(.*)$/gm)) {
    const [line, marks = '', rest = ''] = match;
    if (fence === undefined) {
      fence = marks;
      fenceLine = line;
    } else if (marks.startsWith(fence) && rest.trim() === '') {
      fence = undefined;
    }
  }
  const lineEnd = text.indexOf('\n', start);
  if (fence !== undefined) return `${fenceLine}\n${lineEnd === -1 ? '' : text.slice(lineEnd + 1)}`;
  const blank = text.slice(start).search(/\n[ \t]*\n(?=\S)/);
  return blank === -1 ? text.slice(start) : text.slice(start + blank).trimStart();
}
