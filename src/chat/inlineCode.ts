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
  return (text.match(/`+/g) ?? []).reduce((longest, { length }) => Math.max(longest, length), 0);
}
