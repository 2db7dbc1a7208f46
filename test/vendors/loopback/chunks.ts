import { type Step, write } from './step.ts';

/** The bytes in parts, cut at these positions (ascending); no part is empty. */
export function cutAt(bytes: Uint8Array, positions: readonly number[]): Uint8Array[] {
  const edges = [0, ...positions, bytes.length];
  return edges
    .slice(1)
    .map((end, index) => bytes.subarray(edges[index], end))
    .filter((part) => part.length > 0);
}

/** A write for each chunk, with a pause of `delayMs` before each but the first. */
export function writes(chunks: readonly Uint8Array[], delayMs: number): Step[] {
  return chunks.flatMap((bytes, index): Step[] =>
    index === 0 ? [write(bytes)] : [{ type: 'pause', ms: delayMs }, write(bytes)],
  );
}
