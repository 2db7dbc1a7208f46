import fc from 'fast-check';
import { hostileBytes, hostileTexts } from './hostilePieces.ts';
import { shrinkingText } from './shrinkText.ts';

/** A mutated text is cut to this length, in UTF-16 code units: what takes longer is the business of `linear.ts`. */
const longest = 32_000;
/** Where a text can be cut so that its parts still mean something. */
const boundary = /[{}[\],:"'\n\r #>|*`_()-]/g;

interface Mutation {
  readonly kind:
    | 'change'
    | 'remove'
    | 'end'
    | 'insert'
    | 'insert-at-boundary'
    | 'replace-between-boundaries'
    | 'repeat'
    | 'repeat-often'
    | 'swap'
    | 'splice';
  /** Places and lengths, which are brought into the text's range. */
  readonly at: number;
  readonly length: number;
  readonly piece: string;
  readonly other: string;
}

const kinds: readonly { readonly weight: number; readonly kinds: readonly Mutation['kind'][] }[] = [
  { weight: 6, kinds: ['insert-at-boundary', 'replace-between-boundaries'] },
  { weight: 4, kinds: ['change', 'remove', 'insert', 'repeat', 'swap'] },
  { weight: 2, kinds: ['end', 'splice'] },
  { weight: 1, kinds: ['repeat-often'] },
];

/** Texts that were real once, and have gone through a few accidents. Some have not: what is real has to work, too. */
export function mutatedText(
  real: readonly string[],
  pieces: readonly string[] = hostileTexts,
): fc.Arbitrary<string> {
  const bases = fc.constantFrom(...[...real].sort((a, b) => a.length - b.length));
  const kind = fc.oneof(
    ...kinds.map(({ weight, kinds: some }) => ({ weight, arbitrary: fc.constantFrom(...some) })),
  );
  const mutation: fc.Arbitrary<Mutation> = fc.record({
    kind,
    at: fc.nat(),
    length: fc.nat(),
    piece: fc.constantFrom(...pieces),
    other: bases,
  });
  const mutations = fc.oneof(
    { weight: 1, arbitrary: fc.constant([]) },
    { weight: 20, arbitrary: fc.array(mutation, { minLength: 1, maxLength: 6, size: 'max' }) },
  );
  return shrinkingText(
    fc.tuple(bases, mutations).map(([base, all]) => all.reduce(mutate, base).slice(0, longest)),
  );
}

/** The same for bytes. A few inputs are nothing but chance. */
export function mutatedBytes(real: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const pieces = [...hostileTexts.map((piece) => latin1(Buffer.from(piece))), ...hostileBytes];
  const texts = mutatedText(real.map(latin1), pieces);
  const chance = fc.array(fc.nat(255), { maxLength: 200 }).map((bytes) => latin1(Uint8Array.from(bytes)));
  return fc
    .oneof({ weight: 30, arbitrary: texts }, { weight: 1, arbitrary: shrinkingText(chance) })
    .map((text) => Buffer.from(text, 'latin1'));
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

function mutate(text: string, { kind, at, length, piece, other }: Mutation): string {
  const start = at % (text.length + 1);
  const end = Math.min(text.length, start + (length % 64));
  switch (kind) {
    case 'change':
      return text.slice(0, start) + piece.slice(0, 1) + text.slice(start + 1);
    case 'remove':
      return text.slice(0, start) + text.slice(end);
    case 'end':
      return text.slice(0, start);
    case 'insert':
      return text.slice(0, start) + piece + text.slice(start);
    case 'insert-at-boundary': {
      const place = boundaryAt(text, at);
      return text.slice(0, place) + piece + text.slice(place);
    }
    case 'replace-between-boundaries': {
      const from = boundaryAt(text, at);
      const rest = text.slice(from).search(/[{}[\],:"'\n\r]/);
      return text.slice(0, from) + piece + (rest === -1 ? '' : text.slice(from + rest));
    }
    case 'repeat':
      return text.slice(0, end) + text.slice(start, end).repeat(1 + (length % 7)) + text.slice(end);
    case 'repeat-often': {
      const unit = text.slice(start, end) || piece;
      return text.slice(0, end) + unit.repeat(Math.min(2000, longest / unit.length)) + text.slice(end);
    }
    case 'swap': {
      const [first = 0, second = 0, third = 0] = [start, end, (at + length) % (text.length + 1)].sort(
        (a, b) => a - b,
      );
      return text.slice(0, first) + text.slice(second, third) + text.slice(first, second) + text.slice(third);
    }
    case 'splice':
      return text.slice(0, boundaryAt(text, at)) + other.slice(boundaryAt(other, length));
  }
}

/** The place behind one of the characters that a text is structured by. */
function boundaryAt(text: string, which: number): number {
  const places = [...text.matchAll(boundary)].map(({ index }) => index + 1);
  return places.length === 0 ? which % (text.length + 1) : (places[which % places.length] ?? 0);
}
