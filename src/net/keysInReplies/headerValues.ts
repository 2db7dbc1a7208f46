import { isJsonObject, parseJson } from '../json.ts';

/** A header that somebody has entered. */
export interface HeaderValue {
  readonly name: string;
  readonly value: string;
}

/**
 * A value of a connection as headers, where it is a JSON object of texts or lines of `Name: value`. On a single line there
 * has to be a space behind the colon, for a key may have a colon in it.
 *
 * @returns undefined where it is something else, such as a key
 */
export function headerValues(text: string): readonly HeaderValue[] | undefined {
  if (text.trimStart().startsWith('{')) {
    const object = parseJson(text);
    if (!isJsonObject(object)) return undefined;
    return Object.entries(object).map(([name, value]) => ({
      name,
      value: typeof value === 'string' ? value : JSON.stringify(value),
    }));
  }
  const lines = text.split(/[\r\n]+/).filter((line) => line.trim() !== '');
  const headers = lines.map((line) => {
    const colon = line.indexOf(lines.length > 1 ? ':' : ': ');
    return { name: line.slice(0, Math.max(0, colon)).trim(), value: line.slice(colon + 1).trim() };
  });
  return headers.every(({ name }) => /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) ? headers : undefined;
}

/* Not `author`, `authority`, `keyboard`, `keyword` and `tokenizer`. */
const secretName =
  /authori[sz]ation|auth(?!or)|key(?!board|word)|token(?!i[sz])|secret|cookie|passw|passphrase|credential|signature|bearer|jwt/i;

const secretScheme = /^(?:Bearer|Basic|Digest|Token|Api-?Key)\s/i;

/** How a secret is used, and no secret. */
const usageName = /(?:provider|type|method|scheme|mode|strategy|realm|version)$/i;

/** Whether a header says of its value that it is a secret. */
export function saysSecret({ name, value }: HeaderValue): boolean {
  return (secretName.test(name) && !usageName.test(name)) || secretScheme.test(value);
}

/** Shorter ones are versions, dates and abbreviations. */
const shortestRun = 16;
/** Where characters are random, a digit follows a letter, or the other way round, at least this often on average. */
const longestStretch = 3.2;

/**
 * The runs of letters and digits in a text that look as if they were made at random: no words, names, versions, dates or
 * ids of models, in which letters stand beside letters and digits beside digits.
 */
export function randomRuns(text: string): readonly string[] {
  return text.split(/[^0-9A-Za-z]+/).filter((run) => {
    if (run.length < shortestRun || !/[0-9]/.test(run)) return false;
    // “Word” is one stretch.
    const stretches = run.match(/[A-Z]?[a-z]+|[A-Z]+|[0-9]+/g)?.length ?? 0;
    return run.length <= longestStretch * stretches;
  });
}
