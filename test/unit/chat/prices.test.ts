import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { AnswerTurn } from '../../../src/chat/conversation.ts';
import { costOf, readPrices } from '../../../src/chat/prices.ts';
import type { Usage } from '../../../src/core/streamPart.ts';
import { answerTurn } from './conversationTurns.ts';

function answered(usage?: Usage): AnswerTurn {
  const status = { state: 'done', reason: 'stop', ...(usage && { usage }) } as const;
  return { ...answerTurn('a', 'q', 'text'), status };
}

const usage = { inputTokens: 10_000, outputTokens: 500 };

describe('the cost of an answer', () => {
  it('is that of its input and output by the million', () => {
    assert.equal(costOf(answered(usage), { 'v/a/m': { input: 2, output: 8 } }), '¥0.0240');
  });

  it('takes the price of the model before that of the API', () => {
    const prices = { 'v/a': { input: 100, output: 100 }, 'v/a/m': { input: 2, output: 8 } };
    assert.equal(costOf(answered(usage), prices), '¥0.0240');
    assert.equal(costOf(answered(usage), { 'v/a': { input: 100, output: 100 } }), '¥1.05');
    assert.equal(costOf(answered(usage), { 'v/other': { input: 1, output: 1 } }), undefined);
  });

  it('counts cached input at its own price, where there is one', () => {
    const cached = answered({ ...usage, cachedTokens: 8_000 });
    assert.equal(costOf(cached, { 'v/a': { input: 2, output: 8, cachedInput: 0.5 } }), '¥0.0120');
    assert.equal(costOf(cached, { 'v/a': { input: 2, output: 8 } }), '¥0.0240');
    const odd = answered({ ...usage, cachedTokens: 99_000 });
    assert.equal(costOf(odd, { 'v/a': { input: 2, output: 8, cachedInput: 0 } }), '¥0.0040');
  });

  it('is not guessed', () => {
    const prices = { 'v/a': { input: 2, output: 8 } };
    assert.equal(costOf(answered(), prices), undefined);
    assert.equal(costOf(answered({ inputTokens: 10 }), prices), undefined);
    assert.equal(costOf({ ...answered(usage), status: { state: 'stopped' } }, prices), undefined);
    assert.equal(costOf(answered(usage), {}), undefined);
  });

  it('can be read at any size', () => {
    const cost = (input: number): string | undefined =>
      costOf(answered({ inputTokens: 1_000_000, outputTokens: 0 }), { 'v/a': { input, output: 0 } });
    assert.deepEqual([0, 0.00001, 0.0123, 12.345].map(cost), ['¥0', '<¥0.0001', '¥0.0123', '¥12.35']);
  });
});

describe('the table of prices', () => {
  it('is what of the setting is a price', () => {
    const setting = {
      'v/a': { input: 1, output: 2 },
      'v/b': { input: 1, output: 2, cachedInput: 0 },
      'v/c': { input: '1', output: 2 },
      'v/d': { input: -1, output: 2 },
      'v/e': { input: 1 },
      'v/f': null,
    };
    assert.deepEqual(Object.keys(readPrices(setting)), ['v/a', 'v/b']);
    assert.deepEqual(readPrices(undefined), {});
    assert.deepEqual(readPrices('free'), {});
  });
});
