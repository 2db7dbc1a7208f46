import assert from 'node:assert/strict';
import { readOptions } from '../../../scripts/ask/options.ts';
import { ProviderError } from '../../../src/core/error.ts';
import { api } from './descriptors.ts';

const read = (...texts: readonly string[]) => readOptions(texts, api.options);

describe('--option', () => {
  it('takes our names and the vendors’', () => {
    for (const name of ['maxOutputTokens', 'max_output_tokens', 'max-output-tokens', 'max_tokens']) {
      assert.deepEqual(read(`${name}=100`), { maxOutputTokens: 100 }, name);
    }
    assert.deepEqual(read('enable_thinking=true', 'enable_search=false'), {
      thinking: true,
      webSearch: false,
    });
    assert.deepEqual(read('thinking=disabled'), { thinking: false });
    assert.deepEqual(read('disable_search=true'), { webSearch: false });
  });

  it('reads values as the rules say', () => {
    assert.deepEqual(read('temperature=0.95', 'response_format=json_object'), {
      temperature: 0.95,
      responseFormat: 'json_object',
    });
    assert.deepEqual(read('temperature=0.1', 'temperature=0.2'), { temperature: 0.2 });
    assert.deepEqual(read('stop=["a","b"]', 'stop=[', 'stop='), { stop: ['a', 'b', '[', ''] });
    // Ranges are for the client to check.
    assert.deepEqual(read('temperature=7'), { temperature: 7 });
  });

  it('refuses what it cannot read, naming what exists', () => {
    const cases: readonly (readonly [string, RegExp])[] = [
      [
        'top_k=3',
        /no option "top_k" here, only temperature, maxOutputTokens, thinking, webSearch, stop, resp/,
      ],
      ['constructor=3', /no option "constructor"/],
      ['temperature', /key=value, not "temperature"/],
      ['temperature=warm', /temperature is a number, not "warm"/],
      ['temperature=', /temperature is a number, not ""/],
      ['temperature=Infinity', /is a number/],
      ['thinking=maybe', /thinking is true or false, not "maybe"/],
    ];
    for (const [text, message] of cases) {
      assert.throws(
        () => read(text),
        (error) =>
          error instanceof ProviderError && error.kind === 'invalid-request' && message.test(error.message),
        text,
      );
    }
  });
});
