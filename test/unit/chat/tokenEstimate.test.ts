import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { estimateTokens, headWithin } from '../../../src/chat/tokenEstimate.ts';

describe('the token estimate', () => {
  it('counts Chinese by the character and code by the letter', () => {
    assert.equal(estimateTokens('翰林学士'), 3);
    assert.equal(estimateTokens('x'.repeat(36)), 10);
    assert.equal(estimateTokens(''), 0);
  });
});

describe('the beginning of a text that fits', () => {
  const lines = fc.array(fc.string({ maxLength: 20, unit: fc.constantFrom('a', '翰', ' ') }), {
    minLength: 1,
  });

  it('is as many whole lines as there is room for', () => {
    fc.assert(
      fc.property(lines, fc.integer({ min: 0, max: 200 }), (all, tokens) => {
        const head = headWithin(all.join('\n'), tokens);
        const heads = all.map((_, index) => all.slice(0, index + 1).join('\n'));
        const fitting = heads.filter((candidate) => estimateTokens(candidate) <= tokens);
        assert.equal(head, fitting.at(-1) ?? '');
      }),
    );
  });
});
