import { longestReply } from '../core/limits.ts';
import type { AnswerPiece, FoldedAnswer } from './foldAnswers.ts';

type Delta = Extract<AnswerPiece, { type: 'delta' }>;
type Replacement = Extract<AnswerPiece, { type: 'replace' }>;

/**
 * Goes on behind what damaged lines have lost of an answer. A mark takes the place of lost text, as long as that was: so
 * what follows stands where it stood.
 *
 * @param pieces what waits for something that is lost.
 */
export function closeGaps(answer: FoldedAnswer, pieces: readonly AnswerPiece[]): void {
  closeTextGaps(answer, pieces);
  closeListGaps(answer, pieces);
}

function closeTextGaps(answer: FoldedAnswer, pieces: readonly AnswerPiece[]): void {
  const texts = pieces.filter((piece) => piece.type === 'delta' || piece.type === 'replace');
  const sorted = texts.sort(
    (one, other) => rewritesOf(one) - rewritesOf(other) || startOf(one) - startOf(other),
  );
  for (const piece of sorted) {
    if (rewritesOf(piece) < rewritesOf(answer)) continue;
    if (piece.type === 'delta') putText(answer, piece);
    else putPiece(answer, piece);
  }
}

function putText(answer: FoldedAnswer, { channel, at, text, rewrites }: Delta): void {
  // No reply is longer: such a number is damaged itself.
  if (at < 0 || at > longestReply) return;
  if (rewritesOf({ rewrites }) > rewritesOf(answer)) {
    // What was before may be another one by now, save where it goes on right behind.
    answer.text = channel === 'text' ? begunBy(answer.text, at) : answer.text;
    answer.reasoning = channel === 'text' ? answer.reasoning : continued(answer.reasoning, at);
    if (rewrites !== undefined) answer.rewrites = rewrites;
  }
  answer[channel] = filled(answer[channel], at);
  answer[channel] += text.slice(answer[channel].length - at);
}

function putPiece(answer: FoldedAnswer, { piece, text, rewrites }: Replacement): void {
  if (!piece || rewrites === undefined || rewrites <= rewritesOf(answer)) return;
  const { at, removed, length } = piece;
  if (length > longestReply || at + removed > length) return;
  const before = answer.text;
  const isNext = rewrites === rewritesOf(answer) + 1 && before.length <= length;
  const fitted = isNext ? filled : begunBy;
  const end = at + removed;
  const rest = before.length < end ? filled('', length - end) : fitted(before, length).slice(end);
  answer.text = fitted(before.slice(0, at), at) + text + rest;
  answer.rewrites = rewrites;
}

/** A text of that length at least, with a mark behind it where it is shorter. */
function filled(text: string, length: number): string {
  return text.length < length ? text + mark(length - text.length) : text;
}

/** The same where nobody knows what became of the text: there is a mark in any case. */
function begunBy(text: string, length: number): string {
  if (text.length < length) return filled(text, length);
  return length === 0 ? '' : text.slice(0, length - 1) + mark(1);
}

function continued(text: string, length: number): string {
  return text.length === length ? text : begunBy(text, length);
}

function mark(length: number): string {
  return '…'.padEnd(length);
}

/** An entry is there already where the same one stands at its place. Another one there was added to what was left. */
function closeListGaps({ extras }: FoldedAnswer, pieces: readonly AnswerPiece[]): void {
  const additions = pieces.filter((piece) => piece.type === 'extras');
  const known = new Set<string>();
  for (const { list, at, items } of additions.sort((one, other) => one.at - other.at)) {
    for (const [index, item] of items.entries()) {
      const place = `${list} ${at + index} ${JSON.stringify(item)}`;
      const isThere = known.has(place) || JSON.stringify(extras[list][at + index]) === JSON.stringify(item);
      known.add(place);
      if (!isThere) (extras[list] as unknown[]).push(item);
    }
  }
}

function startOf(piece: Delta | Replacement): number {
  return piece.type === 'delta' ? piece.at : Number.NEGATIVE_INFINITY;
}

function rewritesOf({ rewrites = 0 }: { readonly rewrites?: number | undefined }): number {
  return rewrites;
}
