/** Shorter values, such as the keys that local servers are given, occur by chance. */
const shortest = 12;
/** A value of letters alone is told from words by its length. */
const shortestOfLetters = 24;
/** Fewer are a pattern such as `xxxxxxxxxxx1`. */
const fewestCharacters = 6;

/**
 * What to look for in a reply that succeeded, so that no key stays in it and nothing else goes. A reply may be any text,
 * code above all; so only that is taken for a key which no text has by chance: at least 12 characters, letters and digits
 * mixed (or at least 24 characters), 6 of them different. `ollama`, `1234` or `sk-no-key-required` stand for nothing.
 *
 * @param secrets values of a connection: keys, passwords, and extra headers as JSON or lines of `Name: value`
 * @returns each value, what is between its punctuation, and what the base64 after `Basic` stands for
 */
export function tellingPieces(secrets: readonly string[]): readonly string[] {
  const words = secrets.flatMap(wordsOf).filter((word) => !word.includes('://'));
  const pieces = [...words, ...words.flatMap(passwordIn)].flatMap((word) => [
    word,
    ...word.split(/[^0-9A-Za-z]+/),
  ]);
  return [...new Set(pieces)].filter(isTelling);
}

/** Several are headers, where `name=value` may stand; a key may have an equals sign in it. */
function wordsOf(secret: string): string[] {
  const words = secret.split(/[\s",;]+/).filter((word) => word !== '');
  return words.length === 1 ? words : words.flatMap((word) => word.split(/=(?=[^=])/));
}

function isTelling(piece: string): boolean {
  return tellingLength(piece) <= piece.length;
}

/** How many characters from the beginning of a text no other text has by chance. Infinite where all of it is too little. */
export function tellingLength(text: string): number {
  const seen = new Set<string>();
  let hasDigit = false;
  let hasLetter = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (seen.size < fewestCharacters) seen.add(character);
    hasDigit ||= /[0-9]/.test(character);
    hasLetter ||= /[A-Za-z]/.test(character);
    const least = hasDigit && hasLetter ? shortest : shortestOfLetters;
    if (at + 1 >= least && seen.size >= fewestCharacters) return at + 1;
  }
  return Number.POSITIVE_INFINITY;
}

/** The password in the base64 of `user:password`. */
function passwordIn(word: string): string[] {
  if (!/^[\w+/-]+={0,2}$/.test(word)) return [];
  const pair = Buffer.from(word, 'base64').toString();
  const colon = pair.indexOf(':');
  return colon >= 0 && /^[\x20-\x7e]+$/.test(pair) ? [pair.slice(colon + 1)] : [];
}
