import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Translate } from '../../../src/chat/advice.ts';
import { limitText } from '../../../src/extension/limitText.ts';

const fill: Translate = (text, values = {}) =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
const at = new Date(2026, 10, 21, 14, 0, 0).getTime();

describe('what a vendor said of its limits', () => {
  it('is said with what there was, and when it is renewed', () => {
    const limit = { at, requestsLeft: 48, requestLimit: 50, tokensLeft: 9_000, resetAfterMs: 12_000 };
    assert.deepEqual(limitText(limit, fill), [
      'Requests left: 48 / 50',
      'Tokens left: 9,000',
      'The limits are renewed at 14:00:12',
    ]);
  });

  it('is not said where nothing is known', () => {
    assert.deepEqual(limitText({ at }, fill), []);
    assert.deepEqual(limitText({ at, resetAfterMs: 1_000 }, fill), []);
  });

  it('names a time as long as a date can be that late', () => {
    const lines = (resetAfterMs: number) => limitText({ at: 1_000, requestsLeft: 1, resetAfterMs }, fill);
    assert.equal(lines(8.64e15 - 1_000).length, 2);
    assert.deepEqual(lines(8.64e15 - 999), ['Requests left: 1']);
  });
});
