import { isTooLong, longestStepMs } from '../../stepTime.ts';
import { longestStep } from './longestStep.ts';
import type { Reader } from './reader.ts';
import { type WorstText, worstLength, worstTexts } from './worstTexts.ts';

/** The shortest of several measurements counts: the first compiles, and two threads of one core slow each other down. */
const mostAttempts = 8;
/** Below this a measurement is not repeated. Milliseconds. */
const surelyShortMs = 25;
/** Some of the items, chosen anew each time; all where there are not more. */
export function chosen<Item>(items: readonly Item[], count: number): readonly Item[] {
  if (count >= items.length) return items;
  const left = [...items];
  return Array.from({ length: count }, () => left.splice(Math.floor(Math.random() * left.length), 1)).flat();
}

/** What was tried so far. */
export interface Tries {
  readonly count: number;
  /** Of all steps, in milliseconds. */
  readonly longestMs: number;
  /** @throws {Error} if a step of the reader takes too long */
  assertQuick(reader: Reader, text: WorstText): Promise<void>;
  /** A test for each reader, with so many of the worst texts. */
  each(about: string, readers: readonly Reader[], texts: number): void;
}

export function createTries(): Tries {
  let count = 0;
  let longest = 0;
  const tries: Tries = {
    get count() {
      return count;
    },
    get longestMs() {
      return longest;
    },
    async assertQuick(reader, text) {
      const given = text.make(Math.min(reader.longest ?? worstLength, worstLength));
      let shortest = Number.POSITIVE_INFINITY;
      for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
        shortest = Math.min(shortest, await longestStep(reader.prepare(given)));
        if (shortest < surelyShortMs || (attempt > 1 && shortest < longestStepMs)) break;
      }
      count += 1;
      longest = Math.max(longest, shortest);
      if (isTooLong(shortest)) throw new Error(`${Math.round(shortest)} ms for ${text.name}`);
    },
    each(about, readers, texts) {
      describe(about, () => {
        for (const reader of readers) {
          it(`is short: ${reader.name}`, async () => {
            for (const text of chosen(worstTexts, texts)) await tries.assertQuick(reader, text);
          }).timeout(600_000);
        }
      });
    },
  };
  return tries;
}
