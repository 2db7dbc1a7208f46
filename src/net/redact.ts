import type { VendorFailure } from './errorTable.ts';
import { base64Core } from './keysInReplies/encodedForms.ts';

/** Pieces of a secret that are shorter occur by chance; a whole secret may be a little shorter. */
const shortestPiece = 8;
const shortestSecret = 6;

/** No key is that long, and there is a limit to what a pattern may be. */
const longestPattern = 4_000;

/** What stands in place of a secret. */
const gap = '…';

/*
 * A server decides how long the texts are. So no pattern may begin anywhere in a row of characters that it takes any
 * number of: that would look through the row once for each of them.
 */

/** Secrets that nobody has told us of: JSON web tokens, and what follows the name of a way to sign in. */
const unknownSecrets: readonly RegExp[] = [
  /(?<![\w-])eyJ[\w-]+\.[\w-]+\.[\w-]*/g,
  /(?<=\b(?:Bearer|Basic)\s{1,8})[\w.~+/=:-]{8,}/gi,
  /(?<=[?&][\w-]*(?:token|secret|key|signature|authorization|password|client_id)=)[^&#\s"'<>]+/gi,
];

/**
 * A text of the vendor's with our secrets taken out, should it repeat them: as they are, in other letter case, in parts,
 * URL-encoded, in hexadecimal, or anywhere inside base64.
 */
export function redact(text: string, secrets: readonly string[]): string {
  if (text === '') return text;
  const pieces = [...new Set(secrets.flatMap(piecesOf))]
    // A whole goes before its parts.
    .sort((a, b) => b.length - a.length);
  let result = text;
  for (const piece of pieces) result = withoutPiece(result, piece);
  for (const pattern of unknownSecrets) result = result.replace(pattern, gap);
  return result;
}

/** A failure with our secrets taken out of everything in it that is the vendor's. */
export function redactFailure<Failure extends Omit<VendorFailure, 'status'>>(
  failure: Failure,
  secrets: readonly string[],
): Failure {
  const { message, code, requestId, resetsAt } = failure;
  return {
    ...failure,
    message: redact(message, secrets),
    ...(code !== undefined && { code: redact(code, secrets) }),
    ...(requestId !== undefined && { requestId: redact(requestId, secrets) }),
    ...(resetsAt !== undefined && { resetsAt: redact(resetsAt, secrets) }),
  };
}

/** A secret, what is in it between punctuation, and what the base64 of `Basic …` stands for. */
function piecesOf(secret: string): string[] {
  const parts = secret.split(/[^0-9A-Za-z]+/).filter((part) => part.length >= shortestPiece);
  const bare = secret.replace(/^(?:Bearer|Basic)\s+/i, '');
  const basic = /^Basic\s+([\w+/=-]+)$/i.exec(secret)?.[1];
  const pair = basic === undefined ? '' : Buffer.from(basic, 'base64').toString();
  const password = pair.slice(pair.indexOf(':') + 1);
  return [
    ...[secret, bare, pair, password].filter((piece) => piece.length >= shortestSecret),
    ...parts,
    ...password.split(/[^0-9A-Za-z]+/).filter((part) => part.length >= shortestPiece),
  ];
}

function withoutPiece(text: string, piece: string): string {
  if (piece.length > longestPattern) return text.replaceAll(piece, gap);
  const plain = [...new Set([piece, encodeURIComponent(piece)])];
  const result = text.replace(new RegExp(plain.map(escaped).join('|'), 'gi'), gap);
  if (piece.length < shortestPiece) return result;
  const hex = new RegExp(Buffer.from(piece).toString('hex'), 'gi');
  const cores = [0, 1, 2].map((offset) => base64Core(piece, offset));
  const base64 = new RegExp(cores.map(inEitherAlphabet).join('|'), 'g');
  return withoutRuns(withoutRuns(result, hex, /[0-9a-f]/i), base64, /[\w+/=-]/);
}

/**
 * Takes out what is found, with all that surrounds it in the same encoding. A pattern that did both would begin anew at
 * each character of a long text.
 */
function withoutRuns(text: string, found: RegExp, surrounding: RegExp): string {
  let result = '';
  let rest = 0;
  for (const { index, 0: match } of text.matchAll(found)) {
    if (index < rest) continue;
    let start = index;
    while (start > rest && surrounding.test(text.charAt(start - 1))) start -= 1;
    let end = index + match.length;
    while (end < text.length && surrounding.test(text.charAt(end))) end += 1;
    result += text.slice(rest, start) + gap;
    rest = end;
  }
  return result + text.slice(rest);
}

function inEitherAlphabet(base64: string): string {
  return base64.replace(/[+/]/g, (character) => (character === '+' ? '[+-]' : '[/_]'));
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
