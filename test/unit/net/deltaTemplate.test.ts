import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ProviderError } from '../../../src/core/error.ts';
import type { StreamPart } from '../../../src/core/streamPart.ts';
import { createDeltaTemplate, type Delta } from '../../../src/net/deltaTemplate.ts';
import { isJsonObject, parseJson } from '../../../src/net/json.ts';
import { createChatDecoder } from '../../../src/net/openAiChat/chatDecoder.ts';
import { rawNumber, rawText } from './hostileJson.ts';

describe('delta template', () => {
  it('reads messages that differ in their text and their number alone, however the text is written', () => {
    const write = (content: string, seq: number) => JSON.stringify({ code: 0, seq, content, role: 'x' });
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), fc.nat(), (text, number) => {
        const template = learn(write('好', 7));
        assert.deepEqual(template.apply(write(text, number)), { type: 'text-delta', text });
      }),
    );
    assert.equal(learn(write('好', 7)).apply(write('', 8)), undefined);
  });

  it('is not learned where the text cannot be told from something else', () => {
    for (const message of [
      '{"content":"a","role":"a"}',
      '{"content":"\\u0061"}',
      '{"content":"\uffff","role":"\uffff"}',
      '{"content":"seq","seq":1}',
      '{"seq":"1","content":"a"}',
      '{"seq":-1,"content":"a"}',
    ]) {
      assert.equal(learn(message).apply(message), undefined, message);
    }
    const other = '{"role":"a","content":"a"}';
    assert.deepEqual(learn(other).apply(other.replace(/a"}$/, 'b"}')), { type: 'text-delta', text: 'b' });
  });

  it('costs nothing more where it cannot be of use', () => {
    let readings = 0;
    const template = createDeltaTemplate((message) => {
      readings += 1;
      return onlyDelta(message);
    });
    const delta: Delta = { type: 'text-delta', text: 'a' };
    for (let i = 0; i < 100; i += 1) template.learn('{"content":"\\u0061"}', delta);
    assert.equal(readings, 0);
    for (let i = 0; i < 100; i += 1) template.learn(`{"id":"id-${i}","content":"a"}`, delta);
    assert.equal(readings, 8);
    assert.equal(template.apply('{"id":"id-99","content":"a"}'), undefined);
    assert.deepEqual(template.apply('{"id":"id-7","content":"b"}'), { type: 'text-delta', text: 'b' });
  });

  it('is not learned from a long message, in which its text is looked for in vain for long', () => {
    const message = (length: number) => JSON.stringify({ content: 'a', other: 'x'.repeat(length - 26) });
    for (const [length, text] of [
      [4_096, 'a'],
      [4_097, undefined],
    ] as const) {
      assert.equal(message(length).length, length);
      assert.equal(learn(message(length)).apply(message(length))?.text, text);
    }
  });

  it('leaves every message to be parsed that differs in anything else', () => {
    const message = '{"code":0,"seq":1,"role":"a","content":"a","status":1}';
    const template = learn(message);
    assert.deepEqual(template.apply(message), { type: 'text-delta', text: 'a' });
    for (const [part, other] of [
      ['"code":0', '"code":1'],
      ['"role":"a"', '"role":"b"'],
      ['"status":1', '"status":2'],
      ['"status":1', '"status":1,"usage":{}'],
      ['"seq":1,', ''],
      ['"content":"a"', '"content":null'],
      ['"content":"a","status":1}', '"content":"'],
      ['1}', '1} '],
    ] as const) {
      assert.equal(template.apply(message.replace(part, other)), undefined, other);
    }
  });

  it('never reads a message differently from the one who parses it', () => {
    const word = fc.constantFrom('a', 'x', '\uffff', ',', ':', 'seq', 'content');
    const parts = fc.record({ first: word, number: rawNumber, second: word, text: rawText, third: word });
    const shapes = [
      ({ first, number, second, text, third }: Parts) =>
        `{"role":"${first}","seq":${number},"model":"${second}","content":"${text}","name":"${third}"}`,
      ({ first, number, text }: Parts) => `{"content":"${text}","seq":${number},"role":"${first}"}`,
      ({ first, number, text }: Parts) =>
        `{"x\\"seq":${number},"role":"\\"seq\\":1${first}","content":"${text}"}`,
      ({ first, second, text }: Parts) => `{"${first}":"${second}","content":"${text}"}`,
    ];
    const messages = fc
      .tuple(fc.constantFrom(...shapes), parts, fc.array(fc.tuple(rawNumber, rawText), { maxLength: 5 }))
      .map(([shape, first, others]) => [
        shape(first),
        ...others.map(([number, text]) => shape({ ...first, number, text })),
      ]);
    fc.assert(
      fc.property(messages, ([example = '', ...others]) => {
        const template = learn(example);
        for (const message of [example, ...others]) {
          const delta = template.apply(message);
          if (delta) assert.deepEqual(delta, onlyDelta(message), message);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('is for no event that is called an error', () => {
    const event = '{"choices":[{"delta":{"content":"a"}}]}';
    const parts = [{ type: 'text-delta', text: 'a' }];
    const decoded = decode([
      [undefined, event],
      ['error', event],
    ]);
    assert.deepEqual(decoded, { parts, error: 'failed' });
  });

  it('never changes what a chat completion says', () => {
    // Few words, so that texts, names and values coincide; with and without everything that may vary.
    const word = fc.constantFrom('', 'a', 'b', '"', '\\', '\n', '中', '","content":"', 'stop', '\uffff', '}');
    const delta = fc.record({ role: word, content: word, reasoning_content: word }, { requiredKeys: [] });
    const choice = fc.record(
      { index: fc.constant(0), delta, finish_reason: fc.constant(null) },
      { requiredKeys: [] },
    );
    const event = fc
      .record(
        {
          id: word,
          model: fc.constantFrom('a', 'm'),
          choices: fc.array(choice, { maxLength: 2 }),
          usage: fc.constant(null),
        },
        { requiredKeys: ['id', 'choices'] },
      )
      .map((value) => JSON.stringify(value));
    const type = fc.constantFrom(...Array<undefined>(20), 'error');
    const hostile = fc
      .tuple(fc.constantFrom('content', 'reasoning_content'), rawText)
      .map(([name, text]) => `{"choices":[{"delta":{"role":"a","${name}":"${text}"},"finish_reason":null}]}`);
    fc.assert(
      fc.property(fc.array(fc.tuple(type, fc.oneof(event, hostile)), { maxLength: 30 }), (events) => {
        // Whitespace in front changes nothing but that no event is like an earlier one.
        const parsed = decode(events.map(([name, data], index) => [name, ' '.repeat(index) + data] as const));
        assert.deepEqual(decode(events), parsed);
      }),
      { numRuns: 2_000 },
    );
  });
});

interface Parts {
  readonly first: string;
  readonly number: string;
  readonly second: string;
  readonly text: string;
  readonly third: string;
}

function learn(message: string) {
  const template = createDeltaTemplate(onlyDelta, 'seq');
  const delta = onlyDelta(message);
  if (delta) template.learn(message, delta);
  return template;
}

function onlyDelta(message: string): Delta | undefined {
  const value = parseJson(message);
  if (!isJsonObject(value) || value['status'] === 2) return undefined;
  const { content } = value;
  return typeof content === 'string' && content !== '' ? { type: 'text-delta', text: content } : undefined;
}

function decode(events: readonly (readonly [string | undefined, string])[]) {
  const parts: StreamPart[] = [];
  const decoder = createChatDecoder(
    { finishReasons: {}, failedFinishes: {}, mapFailure: () => new ProviderError('unavailable', 'failed') },
    (part) => parts.push(part),
    { newId: () => 'call_1' },
  );
  try {
    for (const [event, data] of events) decoder.push(event === undefined ? { data } : { event, data });
  } catch (error) {
    assert.ok(error instanceof ProviderError);
    return { parts, error: error.message };
  }
  return { parts };
}
