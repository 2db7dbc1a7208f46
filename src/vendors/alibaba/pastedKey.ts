/** A pasted key without what does not belong to it: white space, quotation marks, a `Bearer` in front. */
export function pastedKey(value: string): string {
  const unquoted = (text: string) => text.replace(/^["'`“”‘’]+|["'`“”‘’]+$/g, '');
  // A key holds no white space: what is inside comes from a line break in a mail or a terminal.
  const compact = value.replace(/[\s\u200b\ufeff]+/g, ' ').trim();
  return unquoted(unquoted(compact).replace(/^(?:Authorization:\s*)?Bearer\s+/i, '')).replaceAll(' ', '');
}
