import { longestKey } from '../core/limits.ts';

/**
 * A pasted key without what does not belong to it: white space, quotation marks, a `Bearer` in front. The same again for
 * what it gives. Of what is longer than any key, the beginning.
 */
export function pastedKey(value: string): string {
  // A key holds no white space: what is inside comes from a line break in a mail or a terminal.
  const compact = value
    .slice(0, longestKey)
    .replace(/[\s\u200b\ufeff]+/g, ' ')
    .trim();
  const bare = unquoted(compact).replace(/^(?:Authorization:\s*)?Bearer\s+/i, '');
  return unquoted(bare.replaceAll(' ', ''));
}

function unquoted(text: string): string {
  return text.replace(/^["'`“”‘’]+|(?<!["'`“”‘’])["'`“”‘’]+$/g, '');
}
