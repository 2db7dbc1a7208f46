import type { Mutant } from './mutant.ts';

/**
 * Whether a mutant changes only words that a person or a model reads: two words with a space between them, Chinese, what
 * is translated, or a label. No behaviour hangs on them, and the localisation tests hold the translated ones. Single
 * words are what protocols are made of, and stay.
 */
export function isProse({ mutator, original, start }: Mutant, source: string): boolean {
  if (mutator !== 'StringLiteral') return false;
  return words.test(original) || place.test(source.slice(Math.max(0, start - 60), start));
}

const words = /[\p{L}\d’”):,.!?…}] +[\p{L}\d‘“]{2}|\p{Script=Han}/u;
const place = /(?:\btranslate\(|\b(?:label|detail|title|description|placeholder)\??:)\s*$/;
