/**
 * A rough count of tokens: a quarter per ASCII character, six tenths per any other code point, rounded up.
 * Good enough for windows, limits and a usage block; the vendor's tokenizer is not public.
 */
export function estimateTokens(text: string): number {
  let quarters = 0;
  let others = 0;
  for (const character of text) {
    if ((character.codePointAt(0) ?? 0) < 128) quarters += 1;
    else others += 1;
  }
  return Math.ceil(quarters / 4 + others * 0.6);
}

/** The longest beginning of `text` that `estimateTokens` puts at no more than `limit`; never splits a character. */
export function firstTokens(text: string, limit: number): string {
  const characters = [...text];
  let low = 0;
  let high = characters.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (estimateTokens(characters.slice(0, middle).join('')) <= limit) low = middle;
    else high = middle - 1;
  }
  return characters.slice(0, low).join('');
}
