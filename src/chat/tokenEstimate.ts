const tokensPerWideCharacter = 0.75;
const narrowCharactersPerToken = 3.6;

/**
 * How many tokens a model is likely to count for `text`. By classes of characters, without a tokenizer: within a few
 * percent for Chinese and for code, up to half too many for English prose, never far too few.
 */
export function estimateTokens(text: string): number {
  let wide = 0;
  for (let index = 0; index < text.length; index++) {
    if (isWide(text.charCodeAt(index))) wide++;
  }
  return tokensOf(wide, text.length - wide);
}

/** The longest beginning of `text`, in whole lines, that is estimated at no more than `tokens`. */
export function headWithin(text: string, tokens: number): string {
  let wide = 0;
  let end = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === newline) {
      if (tokensOf(wide, index - wide) > tokens) return text.slice(0, end);
      end = index;
    }
    if (isWide(code)) wide++;
    // A line need not be read to its end where it does not fit.
    if (index % charactersAtOnce === 0 && tokensOf(wide, index - wide) > tokens) return text.slice(0, end);
  }
  return tokensOf(wide, text.length - wide) > tokens ? text.slice(0, end) : text;
}

const newline = 10;
const charactersAtOnce = 1024;

/** From the CJK radicals on: ideographs, kana, hangul, full-width forms, and both halves of a surrogate pair. */
function isWide(code: number): boolean {
  return code >= 0x2e80;
}

function tokensOf(wide: number, narrow: number): number {
  return Math.ceil(wide * tokensPerWideCharacter + narrow / narrowCharactersPerToken);
}
