import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { findLines } from '../../../src/chat/findLines.ts';

describe('finding lines one after another', () => {
  it('finds the places that looking at each of them finds', () => {
    const lines = fc.array(fc.constantFrom('a', 'b'), { maxLength: 30 });
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 6 }),
        lines,
        (wanted, all) => {
          const places = all.flatMap((_, start) =>
            wanted.every((line, at) => line === all[start + at]) ? [start] : [],
          );
          assert.deepEqual(findLines(wanted, all), places);
        },
      ),
    );
  });

  it('finds no place for nothing', () => assert.deepEqual(findLines([], ['a']), []));
});
