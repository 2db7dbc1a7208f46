const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * Cuts a text into about `count` pieces of uneven size, the way a model's tokens arrive. Joined they are the
 * text; no piece splits a character a person sees as one. The same text is always cut the same way.
 */
export function cutIntoPieces(text: string, count: number): readonly string[] {
  const characters = [...graphemes.segment(text)].map(({ segment }) => segment);
  const average = Math.max(1, characters.length / count);
  const pieces: string[] = [];
  // A linear congruential generator: uneven, and the same in every run.
  let state = characters.length;
  let position = 0;
  while (position < characters.length) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const size = Math.max(1, Math.round(average * (0.5 + state / 2 ** 32)));
    pieces.push(characters.slice(position, position + size).join(''));
    position += size;
  }
  return pieces;
}
