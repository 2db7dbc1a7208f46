import type { Finding } from '../../chat/diagnosis.ts';

/** Fewer pieces than this say nothing. */
const fewestPieces = 4;
/** A reply of a few words that is there within this time, in milliseconds, was not held back by anybody. */
const promptMs = 500;
/** The fastest models take longer than this, in milliseconds, for the words we ask for; a busy machine reads for as long. */
const shortestSpanMs = { least: 25, most: 100, ofWait: 0.05 } as const;

/**
 * Whether a reply came as it was made, or somebody on the way held it back until it was whole.
 *
 * @param arrivals when each piece came, in milliseconds after the question was sent.
 */
export function judgeStreaming(arrivals: readonly number[]): Extract<Finding, { check: 'streaming' }> {
  const waitMs = arrivals[0] ?? 0;
  const spanMs = (arrivals.at(-1) ?? 0) - waitMs;
  const measured = { check: 'streaming', pieces: arrivals.length, spanMs, waitMs } as const;
  const { least, most, ofWait } = shortestSpanMs;
  const shortest = Math.min(most, Math.max(least, waitMs * ofWait));
  if (spanMs >= shortest) return { ...measured, type: 'streamed' };
  if (arrivals.length < fewestPieces || waitMs < promptMs) return { ...measured, type: 'too-quick' };
  return { ...measured, type: 'held-back' };
}
