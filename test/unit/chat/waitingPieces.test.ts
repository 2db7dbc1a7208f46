import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { WaitingPieces } from '../../../src/chat/waitingPieces.ts';

function waitingFor(places: readonly number[]): WaitingPieces {
  const pieces = new WaitingPieces();
  for (const at of places) pieces.add({ type: 'delta', id: 'a', channel: 'text', at, text: 'x' });
  return pieces;
}

describe('pieces that wait for what they follow', () => {
  const places = fc.array(fc.nat(50), { maxLength: 40 });

  it('are taken in the order of their places, however they came', () => {
    fc.assert(
      fc.property(places, (given) => {
        const pieces = waitingFor(given);
        const taken: number[] = [];
        pieces.takeWhile((piece) => taken.push('at' in piece ? piece.at : Number.NaN) > 0);
        assert.deepEqual(
          taken,
          given.toSorted((a, b) => a - b),
        );
        assert.ok(pieces.isEmpty);
      }),
    );
  });

  it('stay from the first on that is not wanted yet', () => {
    fc.assert(
      fc.property(places, fc.nat(50), (given, end) => {
        const pieces = waitingFor(given);
        pieces.takeWhile((piece) => 'at' in piece && piece.at < end);
        assert.deepEqual(
          pieces.all.map((piece) => ('at' in piece ? piece.at : Number.NaN)),
          given.filter((at) => at >= end).toSorted((a, b) => a - b),
        );
      }),
    );
  });
});
