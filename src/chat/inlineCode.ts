import { visibleName } from './hiddenCharacters.ts';

/** A name as inline code of Markdown, which nothing in the name can leave. */
export function inlineCode(name: string): string {
  const text = visibleName(name);
  const fence = '`'.repeat(longestRun(text) + 1);
  const space = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${space}${text}${space}${fence}`;
}

/** The most backticks in a row. */
export function longestRun(text: string): number {
  let longest = 0;
  let run = 0;
  for (let at = text.indexOf('`'); at !== -1 && at < text.length; at += 1) {
    run = text[at] === '`' ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}
