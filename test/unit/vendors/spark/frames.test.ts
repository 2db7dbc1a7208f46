import assert from 'node:assert/strict';
import type { StreamPart } from '../../../../src/core/streamPart.ts';
import { frameError } from '../../../../src/vendors/spark/errorTable.ts';
import { createFrameDecoder } from '../../../../src/vendors/spark/frameDecoder.ts';
import { providerError } from '../../net/fakes.ts';

function start(maxTokens?: number) {
  const parts: StreamPart[] = [];
  const decoder = createFrameDecoder(
    { maxTokens, functionName: (name) => name, newCallId: () => 'call_1', mapFailure: frameError },
    (part) => parts.push(part),
  );
  return { parts, decoder };
}

function read(...frames: readonly object[]): readonly StreamPart[] {
  const { parts, decoder } = start();
  for (const frame of frames) decoder.push(JSON.stringify(frame));
  return parts;
}

const header = { code: 0, status: 1 };
const saying = (said: object, more: object = {}) => ({
  header,
  payload: { choices: { status: 1, text: [said] }, ...more },
});
const text = (said: string) => ({ type: 'text-delta', text: said });

describe('A frame of Spark', () => {
  const call = (input: string) => ({ type: 'tool-call', id: 'call_1', name: 'ls', input });
  const found = JSON.stringify([{ title: '甲' }]);
  const cases: readonly (readonly [frame: object, parts: readonly object[]])[] = [
    [saying({ content: 'a' }), [text('a')]],
    [{ ...saying({ content: 'a' }), header: { code: '0' } }, [text('a')]],
    [saying({ content: '' }), []],
    [saying({ content: 7 }), []],
    [saying({ reasoning_content: 'b', content: 'a' }), [{ type: 'reasoning-delta', text: 'b' }, text('a')]],
    [saying({ reasoning_content: '', content: 'a' }), [text('a')]],
    [saying({ function_call: { name: 'ls', arguments: '{"a":1}' } }), [call('{"a":1}')]],
    [saying({ function_call: { name: 'ls', arguments: '' } }), [call('{}')]],
    [saying({ function_call: { name: 'ls' } }), [call('{}')]],
    [saying({ function_call: { name: '', arguments: '{}' } }), []],
    [saying({ function_call: { arguments: '{}' } }), []],
    [saying({ function_call: null, content: 'a' }), [text('a')]],
    [
      saying({ content: 'a' }, { plugins: { text: [{ name: 'ifly_search', content: found }] } }),
      [{ type: 'source', title: '甲' }, text('a')],
    ],
    [saying({ content: 'a' }, { plugins: { text: [{ name: 'another', content: found }] } }), [text('a')]],
    [saying({ content: 'a' }, { plugins: { text: 'none' } }), [text('a')]],
    [
      { header, payload: { choices: { text: ['x', null, { content: 'a' }, { content: 'b' }] } } },
      [text('a'), text('b')],
    ],
    [{ header, payload: { choices: [] } }, []],
    [{ header }, []],
  ];
  for (const [frame, parts] of cases) {
    it(`says what is in it: ${JSON.stringify(frame)}`, () => {
      assert.deepEqual(read(frame), parts);
      // The second one is like the first one, which must not matter.
      assert.deepEqual(read(frame, frame), [...parts, ...parts]);
    });
  }

  it('is the last one where its header or its choices say so', () => {
    const progress = (frame: object) => start().decoder.push(JSON.stringify(frame));
    assert.equal(progress(saying({ content: 'a' })), 'running');
    assert.equal(progress({ header: { code: 0, status: 2 } }), 'whole');
    assert.equal(progress({ header, payload: { choices: { status: 2, text: [] } } }), 'whole');
    assert.equal(progress({ header: { code: 0, status: '2' } }), 'running');
    const { decoder, parts } = start();
    const last = JSON.stringify({ header: { code: 0, status: 2 } });
    assert.equal(decoder.push(last), 'whole');
    assert.equal(decoder.push(JSON.stringify(saying({ content: 'a' }))), 'whole');
    assert.equal(decoder.progress, 'whole');
    decoder.end();
    assert.deepEqual(parts, [{ type: 'finish', reason: 'stop' }]);
  });

  it('reports what went wrong with the id for support', () => {
    const { decoder } = start();
    const failed = { header: { code: 10005, message: 'no', sid: 's-1', status: 2 } };
    assert.throws(
      () => decoder.push(JSON.stringify(failed)),
      (error) => {
        const { message, details } = providerError(error, 'invalid-request');
        return message === 'no' && details.code === '10005' && details.requestId === 's-1';
      },
    );
    assert.throws(
      () => decoder.push(JSON.stringify({ header: { code: 10005 } })),
      (error) => {
        const { message, details } = providerError(error, 'invalid-request');
        return message === 'Spark error 10005' && !('requestId' in details);
      },
    );
  });

  it('that warns of a reply ends it, whatever comes behind', () => {
    const { decoder, parts } = start();
    decoder.push(JSON.stringify(saying({ content: 'a' })));
    assert.equal(decoder.push(JSON.stringify({ header: { code: 10019, message: 'no' } })), 'over');
    assert.equal(decoder.push(JSON.stringify({ header: { code: 10014, message: 'no' } })), 'over');
    decoder.end();
    const notice = { type: 'notice', kind: 'sensitive' };
    assert.deepEqual(parts, [text('a'), notice, { type: 'finish', reason: 'stop' }]);
  });

  it('tells by its usage whether the reply was cut, but not that of a call', () => {
    const ending = (maxTokens: number | undefined, said: object, usage?: object) => {
      const { decoder, parts } = start(maxTokens);
      decoder.push(JSON.stringify(saying(said, usage && { usage: { text: usage } })));
      decoder.push(JSON.stringify({ header: { code: 0, status: 2 } }));
      decoder.end();
      const last = parts.at(-1);
      return last?.type === 'finish' ? [last.reason, last.usage?.outputTokens] : [];
    };
    const nine = { completion_tokens: 9 };
    assert.deepEqual(ending(9, { content: 'a' }, nine), ['length', 9]);
    assert.deepEqual(ending(8, { content: 'a' }, nine), ['length', 9]);
    assert.deepEqual(ending(10, { content: 'a' }, nine), ['stop', 9]);
    assert.deepEqual(ending(undefined, { content: 'a' }, nine), ['stop', 9]);
    assert.deepEqual(ending(1, { content: 'a' }), ['stop', undefined]);
    assert.deepEqual(ending(9, { function_call: { name: 'ls' } }, nine), ['tool-calls', 9]);
  });
});
