import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { fairShares } from '../../../src/chat/fairShares.ts';

describe('fair shares', () => {
  it('give the modest what they wish and divide the rest evenly', () => {
    assert.deepEqual(fairShares([100, 10, 60], 100), [45, 10, 45]);
    assert.deepEqual(fairShares([5, 5], 100), [5, 5]);
    assert.deepEqual(fairShares([5, 5], -1), [0, 0]);
    assert.deepEqual(fairShares([], 7), []);
    assert.deepEqual(fairShares([1, 2], Infinity), [1, 2]);
  });

  it('never exceed a wish or the total, and waste nothing', () => {
    const wishes = fc.array(fc.nat(1000), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(wishes, fc.nat(5000), (wished, total) => {
        const shares = fairShares(wished, total);
        assert.ok(shares.every((share, index) => share <= (wished[index] ?? 0)));
        const sum = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0);
        assert.ok(Math.abs(sum(shares) - Math.min(total, sum(wished))) < 1e-6);
      }),
    );
  });
});
