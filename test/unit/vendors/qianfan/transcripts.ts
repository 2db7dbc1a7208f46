import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { ProviderError } from '../../../../src/core/error.ts';
import type { StreamPart } from '../../../../src/core/streamPart.ts';
import { collect } from '../../net/fakes.ts';

/** What came of a reply. */
export interface Outcome {
  readonly parts: readonly StreamPart[];
  readonly error?: unknown;
}

export function fixture(name: string): Buffer {
  return readFileSync(new URL(`../../../fixtures/qianfan/${name}`, import.meta.url));
}

/** Texts and reasoning that follow one another become one part: how a reply is cut does not matter. */
export function joined(parts: readonly StreamPart[]): readonly StreamPart[] {
  const result: StreamPart[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if ((part.type === 'text-delta' || part.type === 'reasoning-delta') && last?.type === part.type) {
      result[result.length - 1] = { ...part, text: last.text + part.text };
    } else {
      result.push(part);
    }
  }
  return result;
}

/** The ways to cut bytes in two. */
export function everyCut(bytes: Uint8Array): readonly (readonly Uint8Array[])[] {
  return Array.from({ length: bytes.length - 1 }, (_, index) => [
    bytes.subarray(0, index + 1),
    bytes.subarray(index + 1),
  ]);
}

/** Random ways to cut bytes into pieces. */
export function randomChunks(bytes: Uint8Array): fc.Arbitrary<readonly Uint8Array[]> {
  return fc.uniqueArray(fc.integer({ min: 1, max: bytes.length - 1 }), { maxLength: 12 }).map((positions) => {
    const cuts = [0, ...positions.toSorted((a, b) => a - b), bytes.length];
    return cuts.slice(1).map((end, index) => bytes.subarray(cuts[index], end));
  });
}

/** A transcript with something wrong in it: bytes changed, left out or put in, or the end cut off. */
export function mutated(bytes: Uint8Array): fc.Arbitrary<Uint8Array> {
  const at = fc.integer({ min: 0, max: bytes.length - 1 });
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 6 }),
    fc.constantFrom('\n\n', 'data: ', '{', '}', '"', '[DONE]', 'null', '\r').map((text) => Buffer.from(text)),
  );
  return fc
    .array(fc.tuple(at, fc.nat(8), piece), { minLength: 1, maxLength: 4 })
    .map((changes) =>
      changes.reduce<Uint8Array>(
        (result, [position, dropped, inserted]) =>
          Buffer.concat([
            result.subarray(0, position),
            inserted,
            result.subarray(Math.min(result.length, position + dropped)),
          ]),
        bytes,
      ),
    );
}

/** Reads a reply to its end and checks what holds for any: `finish` once and last, or a ProviderError. */
export async function outcomeOf(parts: AsyncIterable<StreamPart>): Promise<Outcome> {
  const outcome = await collect(parts);
  const finishes = outcome.parts.filter(({ type }) => type === 'finish').length;
  if (outcome.error === undefined) {
    if (finishes !== 1 || outcome.parts.at(-1)?.type !== 'finish') throw new Error('ended without its end');
  } else if (finishes > 0 || !(outcome.error instanceof ProviderError)) {
    throw new Error('failed after its end, or not as providers do', { cause: outcome.error });
  }
  return outcome;
}
