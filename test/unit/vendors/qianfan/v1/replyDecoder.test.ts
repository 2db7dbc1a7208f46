import assert from 'node:assert/strict';
import { longestEvent } from '../../../../../src/core/limits.ts';
import type { StreamPart } from '../../../../../src/core/streamPart.ts';
import type { JsonObject } from '../../../../../src/net/json.ts';
import { createEventLines } from '../../../../../src/vendors/qianfan/v1/eventLines.ts';
import { createReplyDecoder } from '../../../../../src/vendors/qianfan/v1/replyDecoder.ts';
import { providerError } from '../../../net/fakes.ts';

function decode(...events: readonly JsonObject[]): readonly StreamPart[] {
  const parts: StreamPart[] = [];
  let calls = 0;
  const decoder = createReplyDecoder({
    emit: (part) => parts.push(part),
    newId: () => {
      calls += 1;
      return `call_${calls}`;
    },
    rateLimit: undefined,
  });
  for (const event of events) decoder.push(event);
  return parts;
}

const text = (said: string) => ({ type: 'text-delta', text: said });
const stop = { type: 'finish', reason: 'stop' };

describe('The end of a V1 reply', () => {
  it('is the event that says so, or that of a whole reply, which has no number', () => {
    for (const [event, ends] of [
      [{ result: 'a', is_end: true }, true],
      [{ result: 'a', is_end: true, sentence_id: 3 }, true],
      [{ result: 'a' }, true],
      [{ result: 'a', is_end: false }, false],
      [{ result: 'a', sentence_id: 0 }, false],
      [{ result: 'a', is_end: 'true' }, false],
    ] as const) {
      assert.deepEqual(decode(event), ends ? [text('a'), stop] : [text('a')], JSON.stringify(event));
    }
    assert.deepEqual(decode({ is_end: true }), [stop]);
    assert.deepEqual(decode({ is_end: false }, { result: '', is_end: true }), [stop]);
  });

  it('has nothing behind it', () => {
    assert.deepEqual(decode({ result: 'a', is_end: true }, { result: 'b', is_end: true }), [text('a'), stop]);
  });

  it('has one of the documented reasons', () => {
    const reason = (event: JsonObject) => {
      const last = decode({ result: '', is_end: true, ...event }).at(-1);
      return last?.type === 'finish' ? [last.reason, last.rawReason] : assert.fail();
    };
    for (const [raw, meaning] of Object.entries({
      normal: 'stop',
      stop: 'stop',
      length: 'length',
      content_filter: 'content-filter',
      function_call: 'tool-calls',
      tomorrow: 'other',
      constructor: 'other',
    })) {
      assert.deepEqual(reason({ finish_reason: raw }), [meaning, raw]);
      assert.deepEqual(reason({ finish_reason: raw, is_truncated: true }), ['length', raw]);
      assert.deepEqual(reason({ finish_reason: raw, is_truncated: 'true' }), [meaning, raw]);
      assert.deepEqual(reason({ finish_reason: raw, need_clear_history: true }), ['content-filter', raw]);
      assert.deepEqual(reason({ finish_reason: raw, flag: 1 }), [meaning, raw]);
    }
    const function_call = { name: 'weather', arguments: '{}' };
    assert.deepEqual(reason({}), ['stop', undefined]);
    assert.deepEqual(reason({ finish_reason: '' }), ['stop', undefined]);
    assert.deepEqual(reason({ function_call }), ['tool-calls', undefined]);
    assert.deepEqual(reason({ function_call, finish_reason: 'normal' }), ['stop', 'normal']);
  });

  it('has the last usage of all', () => {
    const count = (completion_tokens: number) => ({ prompt_tokens: 1, completion_tokens });
    const counted = { ...stop, usage: { inputTokens: 1, outputTokens: 5 } };
    const ends = { result: '', is_end: true };
    assert.deepEqual(decode({ result: '', is_end: false, usage: count(5) }, ends), [counted]);
    assert.deepEqual(decode({ is_end: false, usage: count(5) }, { ...ends, usage: null }), [counted]);
    assert.deepEqual(decode({ is_end: false, usage: count(4) }, { ...ends, usage: count(5) }), [counted]);
  });

  it('cannot be told from what is no event', () => {
    for (const event of [{}, { result: 7 }, { is_end: 'true' }, { choices: [] }]) {
      assert.throws(
        () => decode(event),
        (error) => Boolean(providerError(error, 'protocol')),
      );
    }
  });
});

describe('A call in a V1 reply', () => {
  const call = (input: string) => ({ type: 'tool-call', id: 'call_1', name: 'weather', input });
  const cases: readonly (readonly [call: unknown, parts: readonly object[]])[] = [
    [{ name: 'weather', arguments: '{"days":2}' }, [call('{"days":2}')]],
    [{ name: 'weather', arguments: { days: 2 } }, [call('{"days":2}')]],
    [{ name: 'weather', arguments: '' }, [call('{}')]],
    [{ name: 'weather', arguments: null }, [call('{}')]],
    [{ name: 'weather' }, [call('{}')]],
    [{ name: 'weather', thoughts: '查' }, [{ type: 'reasoning-delta', text: '查' }, call('{}')]],
    [{ name: 'weather', thoughts: '' }, [call('{}')]],
    [{ name: 'weather', thoughts: 7 }, [call('{}')]],
    [{ name: '', thoughts: '查' }, []],
    [{ thoughts: '查' }, []],
    ['weather', []],
    [null, []],
  ];
  for (const [function_call, parts] of cases) {
    it(`${JSON.stringify(function_call)} is ${parts.length === 0 ? 'none' : 'one'}`, () => {
      const read = decode({ result: '', is_end: false, function_call });
      assert.deepEqual(read, parts);
    });
  }

  it('has an id of its own', () => {
    const event = { is_end: false, function_call: { name: 'weather' } };
    assert.deepEqual(
      decode(event, event).map((part) => part.type === 'tool-call' && part.id),
      ['call_1', 'call_2'],
    );
  });
});

describe('What a V1 reply refers to', () => {
  it('is told once, in front of the text', () => {
    const search_info = { search_results: [{ index: 1, title: '甲' }] };
    const source = { type: 'source', title: '甲', number: 1 };
    const event = { result: 'a', is_end: false, search_info };
    assert.deepEqual(decode(event, event), [source, text('a'), text('a')]);
    assert.deepEqual(decode({ ...event, search_info: [] }, { ...event, search_info: null }), [
      text('a'),
      text('a'),
    ]);
  });
});

describe('The lines of a V1 body', () => {
  function lines(...chunks: readonly string[]) {
    const taken: (readonly [string, boolean])[] = [];
    const reader = createEventLines((line, whole) => taken.push([line, whole]));
    for (const chunk of chunks) reader.push(Buffer.from(chunk));
    reader.end();
    return taken;
  }

  it('end as they like, and the last one may have no end', () => {
    assert.deepEqual(lines('a\r\n\r\nb\rc\n', 'd', 'e'), [
      ['a', true],
      ['b', true],
      ['c', true],
      ['de', false],
    ]);
    assert.deepEqual(lines('a\n'), [['a', true]]);
    assert.deepEqual(lines(), []);
    assert.deepEqual(lines('a', '\n', '\n', 'b\n'), [
      ['a', true],
      ['b', true],
    ]);
  });

  it('keep a character whose bytes come apart', () => {
    const taken: string[] = [];
    const reader = createEventLines((line) => taken.push(line));
    for (const byte of Buffer.from('好')) reader.push(Uint8Array.of(byte));
    reader.end();
    assert.deepEqual(taken, ['好']);
  });

  it('are no longer than an event may be', () => {
    const longest = 'x'.repeat(longestEvent);
    assert.equal(lines(`${longest}\n`, longest).length, 2);
    for (const chunks of [[`${longest}x\n`], [longest, 'x'], [longest, 'x\n']]) {
      assert.throws(
        () => lines(...chunks),
        (error) => Boolean(providerError(error, 'protocol')),
      );
    }
    const reader = createEventLines(() => {});
    reader.push(Buffer.from(longest));
    assert.throws(
      () => reader.push(Buffer.from('x')),
      (error) => Boolean(providerError(error, 'protocol')),
    );
  });
});
