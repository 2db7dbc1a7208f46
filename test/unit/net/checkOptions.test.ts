import assert from 'node:assert/strict';
import type { ModelOptions, OptionRules } from '../../../src/core/modelOptions.ts';
import { checkOptions } from '../../../src/net/checkOptions.ts';
import { providerError } from './fakes.ts';

describe('model options', () => {
  const rules: OptionRules = {
    temperature: { type: 'number', exclusiveMinimum: 0, maximum: 1 },
    topP: { type: 'number', minimum: 0.01, exclusiveMaximum: 1 },
    frequencyPenalty: { type: 'number', minimum: -2, maximum: 2 },
    maxOutputTokens: { type: 'integer', minimum: 2, maximum: 2048 },
    seed: { type: 'integer' },
    stop: { type: 'strings', maxItems: 2, maxLength: 3 },
    thinking: { type: 'boolean', only: true },
    webSearch: { type: 'boolean' },
    reasoningEffort: { type: 'string', oneOf: ['low', 'high'] },
    userId: { type: 'string', minLength: 2, maxLength: 4 },
  };

  it('may be anything within the rules, bounds included where they are inclusive', () => {
    const good: readonly ModelOptions[] = [
      {},
      { temperature: 1, topP: 0.01, frequencyPenalty: -2, maxOutputTokens: 2, seed: -5 },
      { temperature: 1e-9, topP: 0.999, frequencyPenalty: 2, maxOutputTokens: 2048 },
      { stop: [], thinking: true, webSearch: false, reasoningEffort: 'low', userId: '😀😀😀😀' },
      { stop: ['END', '世界😀'] },
    ];
    for (const options of good) checkOptions(options, rules);
    checkOptions(undefined, rules);
    checkOptions({ temperature: undefined } as unknown as ModelOptions, {});
  });

  const bad: readonly (readonly [object, string])[] = [
    [{ temperature: 0 }, 'temperature must be a number above 0 up to 1; it is 0'],
    [{ temperature: 1.01 }, 'temperature must be a number above 0 up to 1; it is 1.01'],
    [{ temperature: '0.5' }, 'temperature must be a number above 0 up to 1; it is "0.5"'],
    [{ temperature: Number.NaN }, 'temperature must be a number above 0 up to 1; it is null'],
    [{ topP: 1 }, 'topP must be a number from 0.01 below 1; it is 1'],
    [{ frequencyPenalty: 3 }, 'frequencyPenalty must be a number from -2 to 2; it is 3'],
    [{ maxOutputTokens: 2.5 }, 'maxOutputTokens must be a whole number from 2 to 2048; it is 2.5'],
    [{ seed: 0.1 }, 'seed must be a whole number; it is 0.1'],
    [
      { stop: ['a', 'b', 'c'] },
      'stop must be a list of at most 2 texts of at most 3 characters; it is ["a","b","c"]',
    ],
    [{ stop: ['long'] }, 'stop must be a list of at most 2 texts of at most 3 characters; it is ["long"]'],
    [{ stop: 'END' }, 'stop must be a list of at most 2 texts of at most 3 characters; it is "END"'],
    [{ thinking: false }, 'thinking must be true; it is false'],
    [{ webSearch: 'yes' }, 'webSearch must be true or false; it is "yes"'],
    [{ reasoningEffort: 'max' }, 'reasoningEffort must be one of low, high; it is "max"'],
    [{ userId: 'a' }, 'userId must be a text of 2 to 4 characters; it is "a"'],
    [{ topK: 3 }, 'topK is not an option of this model; it is 3'],
    [{ constructor: 1 }, 'constructor is not an option of this model; it is 1'],
  ];
  for (const [options, message] of bad) {
    it(`is told: ${message}`, () => {
      assert.throws(
        () => checkOptions(options as ModelOptions, rules),
        (error) => {
          const refused = providerError(error, 'invalid-request');
          assert.equal(refused.message, message);
          return refused.details.advice === 'option' && refused.details.retryable !== true;
        },
      );
    });
  }
});
