/** How much of a text is worked on at once. Many short lines take as long as many characters. */
export interface TextSize {
  /** In UTF-16 code units. */
  readonly characters: number;
  readonly lines: number;
}

/** Whether a text is not larger than that. */
export function isWithin(text: string, { characters, lines }: TextSize): boolean {
  return text.length <= characters && countLineEnds(text, lines) < lines;
}

/** How many line ends there are in a text; not more than `most` are counted. */
export function countLineEnds(text: string, most = Number.POSITIVE_INFINITY): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1 && count < most; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
