/** A fenced block; the fence is longer than any run of backticks inside, so that it cannot be closed early. */
export function fenced(code: string, tag: string): string {
  const longest = Math.max(2, ...(code.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${tag}\n${code}\n${fence}`;
}

/** Inline code, whatever backticks it holds; line feeds become spaces. */
export function inlineCode(text: string): string {
  const flat = text.replace(/\s+/g, ' ');
  const longest = Math.max(0, ...(flat.match(/`+/g) ?? []).map((run) => run.length));
  const mark = '`'.repeat(longest + 1);
  return longest > 0 ? `${mark} ${flat} ${mark}` : `${mark}${flat}${mark}`;
}

/** A quotation of at most `limit` characters. */
export function blockquote(text: string, limit = 400): string {
  return shorten(text, limit).replace(/^/gm, '> ').replace(/> $/gm, '>');
}

/** A table whose first column is text and whose others are numbers, aligned to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = `|${head.map((_, index) => (index === 0 ? ':---' : '---:')).join('|')}|`;
  return [row(head), rule, ...rows.map(row)].join('\n');
}

export function shorten(text: string, limit: number): string {
  const characters = [...text];
  return characters.length <= limit ? text : `${characters.slice(0, limit).join('').trimEnd()}…`;
}
