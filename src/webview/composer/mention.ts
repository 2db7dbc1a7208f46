/** Where something to attach is being named: from `start` to the cursor, after a sign or without one. */
export interface Mention {
  readonly start: number;
  readonly sign: '@' | '';
}

/** Chinese puts no space between words, so a Han character and a full-width mark are as good as one. */
const before = /[\s\p{Script=Han}\u3000-\u303f\uff00-\uff65]/u;
const longestQuery = 100;

/** The mention that begins with the `@` right before the cursor, if it is not in the middle of a word. */
export function beginMention(text: string, cursor: number): Mention | undefined {
  if (text[cursor - 1] !== '@') return undefined;
  const start = cursor - 1;
  return start === 0 || before.test(text.charAt(start - 1)) ? { start, sign: '@' } : undefined;
}

/** What is looked for, or undefined where the cursor has left the mention or what follows is no name. */
export function mentionQuery({ start, sign }: Mention, text: string, cursor: number): string | undefined {
  const from = start + sign.length;
  if (cursor < from || !text.startsWith(sign, start)) return undefined;
  const query = text.slice(from, cursor);
  return query.length > longestQuery || /^\s|\n/.test(query) ? undefined : query;
}

/** What is to be cut out when the mention is done: one of two spaces goes with it. */
export function mentionRange({ start }: Mention, text: string, cursor: number): readonly [number, number] {
  const apart = start === 0 || /\s/.test(text.charAt(start - 1));
  return [start, apart && text[cursor] === ' ' ? cursor + 1 : cursor];
}
