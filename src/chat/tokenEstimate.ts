const tokensPerWideCharacter = 0.75;
const narrowCharactersPerToken = 3.6;

/**
 * How many tokens a model is likely to count for `text`. By classes of characters, without a tokenizer: within a few
 * percent for Chinese and for code, up to half too many for English prose, never far too few.
 */
export function estimateTokens(text: string): number {
  let wide = 0;
  for (let index = 0; index < text.length; index++) {
    // From the CJK radicals on: ideographs, kana, hangul, full-width forms, and both halves of a surrogate pair.
    if (text.charCodeAt(index) >= 0x2e80) wide++;
  }
  return Math.ceil(wide * tokensPerWideCharacter + (text.length - wide) / narrowCharactersPerToken);
}
