import fc from 'fast-check';

/** Lengths of pieces, which are taken in turn: one byte at a time, a few, or all at once. */
export const pieceLengths: fc.Arbitrary<readonly number[]> = fc.oneof(
  fc.constant([1]),
  fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 6 }),
  fc.array(fc.integer({ min: 1, max: 2000 }), { minLength: 1, maxLength: 4 }),
);

/** Cuts a text or bytes into pieces of these lengths. */
export function cut<Whole extends string | Uint8Array>(whole: Whole, lengths: readonly number[]): Whole[] {
  const pieces: Whole[] = [];
  for (let at = 0; at < whole.length; ) {
    const end = at + (lengths[pieces.length % lengths.length] ?? 1);
    pieces.push((typeof whole === 'string' ? whole.slice(at, end) : whole.subarray(at, end)) as Whole);
    at = end;
  }
  return pieces;
}
