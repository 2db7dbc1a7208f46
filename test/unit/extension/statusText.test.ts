import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Translate } from '../../../src/chat/advice.ts';
import { statusText, usageLines } from '../../../src/extension/statusText.ts';

const inEnglish: Translate = (text, values = {}) =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');

describe('the status bar', () => {
  const facts = { needsKey: false, isBusy: false, vendorLabel: 'V', modelLabel: 'M' };

  it('names the model, and turns while it is at work', () => {
    assert.deepEqual(statusText(facts, inEnglish), {
      icon: 'hanlin-mark',
      text: 'M',
      label: 'Hanlin: M of V',
      heading: 'V · M',
    });
    assert.equal(statusText({ ...facts, isBusy: true }, inEnglish).icon, 'loading~spin');
  });

  it('asks for a key', () => {
    assert.deepEqual(statusText({ ...facts, needsKey: true, isBusy: true }, inEnglish), {
      icon: 'key',
      text: 'Hanlin: add key',
      label: 'Hanlin: add key',
      heading: '',
    });
  });

  it('counts the tokens of the day', () => {
    const usage = new Map([
      ['v', { inputTokens: 1_234, outputTokens: 5 }],
      ['gone', { inputTokens: 0, outputTokens: 6_000 }],
    ]);
    assert.deepEqual(usageLines(usage, new Map([['v', 'Vendor']]), inEnglish), [
      'Vendor today: 1,234 tokens in, 5 out',
      'gone today: 0 tokens in, 6,000 out',
    ]);
  });
});
