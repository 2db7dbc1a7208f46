import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { mapConcurrently } from '../../../../src/extension/history/mapConcurrently.ts';

const tick = (): Promise<void> => new Promise(setImmediate);

describe('mapping with a limit', () => {
  it('keeps the order, and never has more under way', async () => {
    let running = 0;
    let most = 0;
    const results = await mapConcurrently([5, 1, 3, 0, 2], 2, async (ticks) => {
      most = Math.max(most, ++running);
      for (let waited = 0; waited < ticks; waited++) await tick();
      running--;
      return ticks * 2;
    });
    assert.deepEqual(results, [10, 2, 6, 0, 4]);
    assert.equal(most, 2);
    assert.deepEqual(await mapConcurrently([], 2, tick), []);
  });

  it('begins nothing more after a failure', async () => {
    const begun: number[] = [];
    const work = mapConcurrently([1, 2, 3, 4, 5, 6], 2, async (item) => {
      begun.push(item);
      await tick();
      if (item === 2) throw new Error('two');
    });
    await assert.rejects(work, { message: 'two' });
    await tick();
    await tick();
    assert.deepEqual(begun.length <= 4, true, begun.join());
  });
});
