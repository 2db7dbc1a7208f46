import assert from 'node:assert/strict';
import { mostSources } from '../../../../src/core/limits.ts';
import { readSearchResults } from '../../../../src/vendors/zhipu/searchResults.ts';

describe('What Zhipu found', () => {
  const link = 'https://example.com/a';
  const cases: readonly (readonly [result: unknown, source: object | undefined])[] = [
    [
      { refer: 'ref_12', title: '甲', link, media: 'A', content: 'So.' },
      { title: '甲', number: 12, url: link, snippet: 'So.' },
    ],
    [{ title: '甲' }, { title: '甲' }],
    [
      { media: 'A', link },
      { title: 'A', url: link },
    ],
    [
      { title: '', media: '', link },
      { title: link, url: link },
    ],
    [{ refer: 'ref_1', content: 'So.' }, undefined],
    [
      { refer: '7', title: '甲' },
      { title: '甲', number: 7 },
    ],
    [
      { refer: 7, title: '甲' },
      { title: '甲', number: 7 },
    ],
    [
      { refer: 'ref_0', title: '甲' },
      { title: '甲', number: 0 },
    ],
    [{ refer: 'ref_1a', title: '甲' }, { title: '甲' }],
    [{ refer: '12 ref', title: '甲' }, { title: '甲' }],
    [{ refer: 'ref', title: '甲' }, { title: '甲' }],
    [{ refer: '', title: '甲' }, { title: '甲' }],
    ['nonsense', undefined],
    [null, undefined],
  ];
  for (const [result, source] of cases) {
    it(`is a source where it has a name: ${JSON.stringify(result)}`, () => {
      const sources = source ? [{ type: 'source', ...source }] : [];
      assert.deepEqual(readSearchResults({ web_search: [result] }), sources);
    });
  }

  it('stands in a list of its own', () => {
    const results = Array.from({ length: mostSources + 1 }, (_, index) => ({ title: `${index}` }));
    assert.equal(readSearchResults({ web_search: results }).length, mostSources);
    for (const chunk of [
      {},
      { web_search: null },
      { web_search: { 0: { title: '甲' } } },
      { web_search: 'x' },
    ]) {
      assert.deepEqual(readSearchResults(chunk), []);
    }
  });
});
