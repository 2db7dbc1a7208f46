/** A piece of a text that has become another one. */
export interface TextChange {
  /** How many UTF-16 code units stand before it, as they did. */
  readonly at: number;
  /** How many it had. */
  readonly removed: number;
  /** What it is now. */
  readonly text: string;
}

/** The piece between what two texts have in common at their beginnings and at their ends. */
export function textChange(before: string, after: string): TextChange {
  const shorter = Math.min(before.length, after.length);
  let at = 0;
  while (at < shorter && before.charCodeAt(at) === after.charCodeAt(at)) at++;
  let end = 0;
  while (
    end < shorter - at &&
    before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)
  ) {
    end++;
  }
  return { at, removed: before.length - at - end, text: after.slice(at, after.length - end) };
}

/** The text that `textChange` was given as the later one. */
export function changedText(before: string, { at, removed, text }: TextChange): string {
  return before.slice(0, at) + text + before.slice(at + removed);
}
