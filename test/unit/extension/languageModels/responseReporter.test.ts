import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { StreamPart } from '../../../../src/core/streamPart.ts';
import { createResponseReporter } from '../../../../src/extension/languageModels/responseReporter.ts';

/** What is reported of some parts, in order; neighbouring texts as one. */
function reported(...parts: readonly StreamPart[]): unknown[] {
  const output: unknown[] = [];
  const reporter = createResponseReporter({
    text(text) {
      const last = output.at(-1);
      if (typeof last === 'string') output[output.length - 1] = last + text;
      else output.push(text);
    },
    toolCall: (...call) => output.push(call),
  });
  for (const part of parts) reporter.report(part);
  reporter.end();
  return output;
}

describe('a response for another extension', () => {
  const said = (text: string): StreamPart => ({ type: 'text-delta', text });
  const call: StreamPart = { type: 'tool-call', id: '1', name: 'weather', input: '{"city":"x"}' };

  it('is what the model says, and what it wants to have called, in their order', () => {
    assert.deepEqual(reported(said('a'), said('b'), call, said('c'), said('d')), [
      'ab',
      ['1', 'weather', { city: 'x' }],
      'cd',
    ]);
  });

  it('goes on where the server rewrites it, else begins anew', () => {
    const replaced = (text: string): StreamPart => ({ type: 'text-replace', text });
    assert.deepEqual(reported(said('a'), said('b'), replaced('abc'), replaced('abcd')), ['abcd']);
    assert.deepEqual(reported(said('ab'), replaced('x')), ['ab\n\nx']);
    assert.deepEqual(reported(replaced(''), said('')), []);
  });

  it('has nothing else in it', () => {
    assert.deepEqual(
      reported({ type: 'reasoning-delta', text: 'hm' }, { type: 'finish', reason: 'stop' }),
      [],
    );
  });
});
