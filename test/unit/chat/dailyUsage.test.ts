import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { localDay, sumUsage, usageLine } from '../../../src/chat/dailyUsage.ts';

describe('the usage of a day', () => {
  it('is the sum of what each answer used, whoever wrote its line', () => {
    const use = fc.record({
      vendor: fc.constantFrom('zhipu', 'qianfan', 'spark'),
      inputTokens: fc.nat(1_000_000),
      outputTokens: fc.nat(1_000_000),
    });
    fc.assert(
      fc.property(fc.array(use), (uses) => {
        const sums = sumUsage(uses.map(({ vendor, ...usage }) => usageLine(vendor, usage)).join(''));
        for (const vendor of ['zhipu', 'qianfan', 'spark']) {
          const its = uses.filter((one) => one.vendor === vendor);
          const input = its.reduce((sum, { inputTokens }) => sum + inputTokens, 0);
          const output = its.reduce((sum, { outputTokens }) => sum + outputTokens, 0);
          const expected = its.length > 0 ? { inputTokens: input, outputTokens: output } : undefined;
          assert.deepEqual(sums.get(vendor), expected);
        }
      }),
    );
  });

  it('counts nothing for what a vendor does not report', () => {
    assert.deepEqual(sumUsage(usageLine('zhipu', { outputTokens: 3 })).get('zhipu'), {
      inputTokens: 0,
      outputTokens: 3,
    });
  });

  it('survives torn and foreign lines', () => {
    const torn = `${usageLine('zhipu', { inputTokens: 1 })}["zhipu",1\n[1,2,3]\n["zhipu",-1,0]\nnull\n{}\n`;
    assert.deepEqual([...sumUsage(torn)], [['zhipu', { inputTokens: 1, outputTokens: 0 }]]);
  });

  it('belongs to the day of the user’s clock', () => {
    assert.equal(localDay(new Date(2026, 0, 5, 0, 0, 1).getTime()), '2026-01-05');
    assert.equal(localDay(new Date(2026, 11, 31, 23, 59, 59).getTime()), '2026-12-31');
  });
});
