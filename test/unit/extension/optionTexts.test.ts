import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Translate } from '../../../src/chat/advice.ts';
import type { OptionName } from '../../../src/core/modelOptions.ts';
import {
  choicesOf,
  optionNames,
  optionText,
  parseOption,
  ruleText,
  valueText,
} from '../../../src/extension/optionTexts.ts';
import { vendors } from '../../../src/vendors/registry.ts';

const inEnglish: Translate = (text, values = {}) =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');

describe('the options of models in words', () => {
  it('have a name and a purpose, each its own', () => {
    const names = vendors.flatMap(({ apis }) => apis.flatMap(({ options }) => Object.keys(options)));
    const labels = [...new Set(names)].map((name) => optionText(name as OptionName, inEnglish));
    assert.ok(labels.length > 10);
    assert.equal(new Set(labels.map(({ label }) => label)).size, labels.length);
    assert.equal(new Set(labels.map(({ detail }) => detail)).size, labels.length);
  });

  it('say what is allowed', () => {
    assert.equal(
      ruleText({ type: 'number', exclusiveMinimum: 0, maximum: 1 }, inEnglish),
      'a number · above 0 · at most 1',
    );
    assert.equal(
      ruleText({ type: 'integer', minimum: 1, exclusiveMaximum: 9 }, inEnglish),
      'a whole number · at least 1 · below 9',
    );
    assert.equal(
      ruleText({ type: 'strings', maxItems: 4, maxLength: 20 }, inEnglish),
      'up to 4 texts with commas between them · at most 20 characters',
    );
    assert.equal(ruleText({ type: 'string', minLength: 6 }, inEnglish), 'a text · at least 6 characters');
    assert.equal(
      ruleText({ type: 'string', oneOf: ['text', 'json_object'] }, inEnglish),
      'text · json_object',
    );
  });

  it('are read as they are typed, with an input method too', () => {
    const temperature = { type: 'number', minimum: 0, maximum: 2 } as const;
    assert.equal(parseOption('temperature', temperature, ' 0.6 '), 0.6);
    assert.equal(parseOption('temperature', temperature, '０．６'), 0.6);
    assert.equal(parseOption('temperature', temperature, '0'), 0);
    for (const typed of ['', '  ', '\u3000', '2.1', '-1', 'warm', '0,6', 'Infinity', '1e999']) {
      assert.equal(parseOption('temperature', temperature, typed), undefined, typed);
    }
    assert.equal(parseOption('topK', { type: 'integer' }, '1.5'), undefined);
    const stop = { type: 'strings', maxItems: 2 } as const;
    assert.deepEqual(parseOption('stop', stop, 'END，停, '), ['END', '停']);
    assert.equal(parseOption('stop', stop, 'a,b,c'), undefined);
    assert.equal(parseOption('userId', { type: 'string', minLength: 6 }, 'short'), undefined);
    assert.equal(parseOption('userId', { type: 'string', minLength: 6 }, ' somebody '), 'somebody');
  });

  it('are shown as they are typed', () => {
    assert.equal(valueText(['a', 'b'], inEnglish), 'a, b');
    assert.equal(valueText(true, inEnglish), 'on');
    assert.equal(valueText(0, inEnglish), '0');
  });

  it('are chosen from where they are few', () => {
    assert.deepEqual(choicesOf({ type: 'boolean' }), [true, false]);
    assert.deepEqual(choicesOf({ type: 'boolean', only: false }), [false]);
    assert.deepEqual(choicesOf({ type: 'string', oneOf: ['a', 'b'] }), ['a', 'b']);
    assert.equal(choicesOf({ type: 'string' }), undefined);
    assert.equal(choicesOf({ type: 'number' }), undefined);
  });

  it('are listed in the vendor’s order, what people look for first', () => {
    const rule = { type: 'number' } as const;
    assert.deepEqual(optionNames({ topP: rule, temperature: rule, seed: rule }), [
      'temperature',
      'topP',
      'seed',
    ]);
    assert.deepEqual(optionNames({ topP: rule, seed: rule }), ['topP', 'seed']);
  });
});
