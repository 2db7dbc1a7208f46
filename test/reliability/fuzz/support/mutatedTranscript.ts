import fc from 'fast-check';
import { jsonMutations } from './jsonTree.ts';
import { mutatedBytes } from './mutate.ts';
import { shrinkingText } from './shrinkText.ts';

/**
 * Transcripts of replies: with accidents to their bytes, or with wrong JSON in some of their lines, which gets further.
 *
 * @param real as they came: events, or lines of JSON.
 */
export function mutatedTranscript(real: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const change = fc.tuple(fc.nat(), jsonMutations);
  const changed = fc
    .tuple(
      fc.constantFrom(...[...real].sort((a, b) => a.length - b.length)),
      fc.array(change, { minLength: 1, maxLength: 3 }),
    )
    .map(([transcript, changes]) => {
      const lines = Buffer.from(transcript).toString().split('\n');
      const places = lines.flatMap((line, index) => (line.includes('{') ? [index] : []));
      for (const [which, mutate] of changes) {
        const place = places[which % Math.max(1, places.length)];
        if (place === undefined) break;
        const [, start = '', json = ''] = /^([^{]*)(.*)$/su.exec(lines[place] ?? '') ?? [];
        lines[place] = start + mutate(json);
      }
      return Buffer.from(lines.join('\n')).toString('latin1');
    });
  return fc.oneof(
    mutatedBytes(real),
    shrinkingText(changed).map((text) => Buffer.from(text, 'latin1')),
  );
}
