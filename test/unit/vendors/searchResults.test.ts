import assert from 'node:assert/strict';
import { readSearchResults as readQianfan } from '../../../src/vendors/qianfan/searchResults.ts';
import { readSources as readSpark } from '../../../src/vendors/spark/searchResults.ts';
import { readSearchResults as readZhipu } from '../../../src/vendors/zhipu/searchResults.ts';

describe('the number of a search result', () => {
  const one = { type: 'source', title: 'A title' };
  const readers: Readonly<Record<string, (index: unknown) => unknown>> = {
    Qianfan: (index) => readQianfan([{ index, title: 'A title' }]),
    Spark: (index) => readSpark([{ index, title: 'A title' }]),
    Zhipu: (index) => readZhipu({ web_search: [{ refer: `ref_${index}`, title: 'A title' }] }),
  };

  for (const [vendor, read] of Object.entries(readers)) {
    it(`is a count or absent, whatever ${vendor} sends: the view takes nothing else`, () => {
      assert.deepEqual(read(3), [{ ...one, number: 3 }]);
      for (const index of [Number.POSITIVE_INFINITY, 2 ** 53, '9'.repeat(400)]) {
        assert.deepEqual(read(index), [one], String(index).slice(0, 20));
      }
    });
  }

  it('is not made of half a number or one below zero', () => {
    for (const index of [1.5, -1, Number.NaN]) {
      assert.deepEqual(readQianfan([{ index, title: 'A title' }]), [one]);
      assert.deepEqual(readSpark([{ index, title: 'A title' }]), [one]);
    }
  });
});
