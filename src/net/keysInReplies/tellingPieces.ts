import { isJsonObject, parseJson } from '../json.ts';
import { type HeaderValue, headerValues, randomRuns, saysSecret } from './headerValues.ts';

/** Shorter values, such as the keys that local servers are given, occur by chance. */
const shortest = 12;
/** A value of letters alone is told from words by its length. */
const shortestOfLetters = 24;
/** The same of digits alone, from other numbers. */
const shortestOfDigits = 16;
/** Fewer are a pattern such as `xxxxxxxxxxx1`. */
const fewestCharacters = 6;

/**
 * What to look for in a reply that succeeded, so that no key stays in it and nothing else goes. A reply may be any text,
 * code above all; so only that is taken for a key which no text has by chance: at least 12 characters, letters and digits
 * mixed, at least 16 digits that do not merely count, or at least 24 characters, 6 of them different. `ollama`, `1234` or
 * `sk-no-key-required` stand for nothing. Of headers it is the values of those that say that they are secret, and what looks
 * random in others.
 *
 * @param secrets values of a connection: keys, passwords, and extra headers as JSON or lines of `Name: value`
 * @param models ids of models, which are no keys where a header has one as its value
 * @returns each value, what is between its punctuation, and what the base64 after `Basic` stands for
 */
export function tellingPieces(
  secrets: readonly string[],
  models: ReadonlySet<string> = new Set(),
): readonly string[] {
  const pieces = secrets.flatMap((secret) => {
    const headers = headerValues(secret);
    return headers ? headers.flatMap((header) => piecesOfHeader(header, models)) : piecesOf(wordsOf(secret));
  });
  return [...new Set(pieces)].filter(isTelling);
}

function piecesOfHeader(header: HeaderValue, models: ReadonlySet<string>): readonly string[] {
  const words = wordsOf(header.value).flatMap((word) => [word, ...word.split(/=(?=[^=])/)]);
  if (saysSecret(header)) return piecesOf(words);
  if (models.has(header.value)) return [];
  return words.flatMap((word) => {
    const runs = randomRuns(word);
    const found = runs.length === 0 || isAddress(word) ? runs : [word, ...runs];
    return [
      ...found,
      ...piecesOf(
        parametersOf(word)
          .filter(saysSecret)
          .map(({ value }) => value),
      ),
    ];
  });
}

function piecesOf(words: readonly string[]): string[] {
  const values = words.filter((word) => !isAddress(word));
  const pieces = [...values, ...values.flatMap(passwordIn)].flatMap((word) => [
    word,
    ...word.split(/[^0-9A-Za-z]+/),
  ]);
  return pieces.filter((piece) => !isTokenHeader(piece));
}

/** What each signed token of a kind begins with: it tells its algorithm, and stands in every example. RFC 7519. */
function isTokenHeader(word: string): boolean {
  if (!word.startsWith('eyJ')) return false;
  const header = parseJson(Buffer.from(word, 'base64url').toString());
  return isJsonObject(header) && typeof header['alg'] === 'string';
}

function wordsOf(text: string): string[] {
  return text.split(/[\s",;]+/);
}

/** `name=value`, several in an address. */
function parametersOf(word: string): HeaderValue[] {
  return word.split(/[?&#]/).map((part) => {
    const equals = part.indexOf('=');
    return { name: part.slice(0, Math.max(0, equals)), value: part.slice(equals + 1) };
  });
}

function isAddress(word: string): boolean {
  return word.includes('://');
}

function isTelling(piece: string): boolean {
  return tellingLength(piece) <= piece.length;
}

/** How many characters from the beginning of a text no other text has by chance. Infinite where all of it is too little. */
export function tellingLength(text: string): number {
  const seen = new Set<string>();
  let hasDigit = false;
  let hasLetter = false;
  let isNumber = true;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (seen.size < fewestCharacters) seen.add(character);
    const isDigit = /[0-9]/.test(character);
    hasDigit ||= isDigit;
    isNumber &&= isDigit;
    hasLetter ||= /[A-Za-z]/.test(character);
    const least =
      hasDigit && hasLetter
        ? shortest
        : isNumber && !isCounting(text.slice(0, at + 1))
          ? shortestOfDigits
          : shortestOfLetters;
    if (at + 1 >= least && seen.size >= fewestCharacters) return at + 1;
  }
  return Number.POSITIVE_INFINITY;
}

/** `123456789012…`, and the like. */
function isCounting(digits: string): boolean {
  const step = (at: number): number => (10 + Number(digits[at]) - Number(digits[at - 1])) % 10;
  return [...digits.slice(2)].every((_, index) => step(index + 2) === step(1));
}

/** The password in the base64 of `user:password`. */
function passwordIn(word: string): string[] {
  if (!/^[\w+/-]+={0,2}$/.test(word)) return [];
  const pair = Buffer.from(word, 'base64').toString();
  const colon = pair.indexOf(':');
  return colon >= 0 && /^[\x20-\x7e]+$/.test(pair) ? [pair.slice(colon + 1)] : [];
}
