/** A text of at most `length` UTF-16 code units, with `…` at the end where it was longer; no character is broken. */
export function cutText(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
