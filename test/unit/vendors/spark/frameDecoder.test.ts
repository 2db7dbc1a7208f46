import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { ProviderError } from '../../../../src/core/error.ts';
import type { StreamPart } from '../../../../src/core/streamPart.ts';
import { frameError } from '../../../../src/vendors/spark/errorTable.ts';
import { createFrameDecoder, type Progress } from '../../../../src/vendors/spark/frameDecoder.ts';
import { providerError } from '../../net/fakes.ts';
import { rawNumber, rawText } from '../../net/hostileJson.ts';

interface Decoded {
  readonly parts: readonly StreamPart[];
  readonly progress: Progress;
  readonly error?: unknown;
}

function decode(frames: readonly string[], maxTokens?: number): Decoded {
  const parts: StreamPart[] = [];
  let calls = 0;
  const options = {
    maxTokens,
    functionName: (name: string) => name.toUpperCase(),
    newCallId: () => {
      calls += 1;
      return `call_${calls}`;
    },
    mapFailure: frameError,
  };
  const decoder = createFrameDecoder(options, (part) => parts.push(part));
  try {
    for (const frame of frames) decoder.push(frame);
  } catch (error) {
    return { parts, progress: decoder.progress, error };
  }
  decoder.end();
  decoder.end();
  return { parts, progress: decoder.progress };
}

function fixture(name: string): readonly string[] {
  const file = new URL(`../../../fixtures/spark/${name}.jsonl`, import.meta.url);
  return readFileSync(file, 'utf8').trimEnd().split('\n');
}

const text = (...texts: readonly string[]) =>
  texts.map((piece) => ({ type: 'text-delta', text: piece }) as const);
const finish = (outputTokens: number, reason = 'stop') => ({
  type: 'finish',
  reason,
  usage: { inputTokens: 8, outputTokens },
});
const warning = { type: 'notice', kind: 'sensitive' };

describe('Spark frames', () => {
  const replies: Readonly<Record<string, readonly object[]>> = {
    text: [
      ...text('好的', '，下面是', '一个函数：\n\n', '```ts\nfunction ', 'greet(name: string) {\n'),
      ...text(`  return \`Hello, $${'{name}'}\`;\n}\n`, '```'),
      finish(25),
    ],
    'one-frame': [...text('可以。'), finish(2)],
    'chinese-emoji': [
      ...text('你好', '，', '世界', '🌏', '！', '家庭 👨‍👩‍👧‍👦', ' 旗帜 🇨🇳', ' 𠮷野家', '。'),
      finish(16),
    ],
    'empty-last-frame': [...text('好', '的'), finish(2)],
    'no-entry-last-frame': [...text('好', '的'), finish(2)],
    reasoning: [
      { type: 'reasoning-delta', text: '用户想要' },
      { type: 'reasoning-delta', text: '一个函数' },
      { type: 'reasoning-delta', text: '。' },
      ...text('这样写：', '`greet()`'),
      finish(11),
    ],
    search: [
      {
        type: 'source',
        title: '示例（一）_示例百科',
        number: 1,
        url: 'https://example.com/%E6%96%B0%E9%97%BB?id=1',
      },
      { type: 'source', title: '示例 "二"', number: 2, url: 'http://example.org/b' },
      ...text('根据资料', '[1][2]', '，是这样。'),
      finish(7),
    ],
    'function-call': [
      {
        type: 'tool-call',
        id: 'call_1',
        name: 'GET_WEATHER',
        input: '{"datetime":"今天","location":"合肥"}',
      },
      finish(0, 'tool-calls'),
    ],
    'tendency-after-last': [...text('完整', '的回答', '。'), warning, finish(4)],
    'tendency-instead-of-last': [
      ...text('完整', '的回答', '。'),
      warning,
      { type: 'finish', reason: 'stop' },
    ],
  };

  for (const [name, parts] of Object.entries(replies)) {
    it(`of the transcript ${name} give all its parts`, () => {
      const decoded = decode(fixture(name));
      assert.deepEqual(decoded.parts, parts);
      assert.equal(decoded.error, undefined);
    });
  }

  it('are not whole without the last one', () => {
    assert.deepEqual(decode(fixture('cut')), { parts: text('没有', '最后'), progress: 'running' });
    for (const name of Object.keys(replies)) {
      const frames = fixture(name);
      const last = frames.findIndex((frame) => frame.includes('"status":2'));
      for (let count = 0; count < last; count += 1) {
        const { parts } = decode(frames.slice(0, count));
        assert.ok(!parts.some(({ type }) => type === 'finish'), `${name} ${count}`);
      }
    }
  });

  it('report failures before and after text, with the id for support', () => {
    for (const [name, kind, code, shown] of [
      ['refused', 'auth', '11200', []],
      ['input-review', 'content-filter', '10013', []],
      ['output-review', 'content-filter', '10014', text('开头', '的文字')],
    ] as const) {
      const { parts, error } = decode(fixture(name));
      assert.deepEqual(parts, shown);
      const { details } = providerError(error, kind);
      assert.equal(details.code, code);
      assert.equal(details.requestId, 'cht000b0c24@dx19b7ca98c88b8f550');
      assert.ok(!('status' in details));
    }
  });

  it('take a whole reply back only for its content', () => {
    const failure = (code: number) => JSON.stringify({ header: { code, message: 'no', status: 2 } });
    const whole = fixture('one-frame');
    providerError(decode([...whole, failure(10014)]).error, 'content-filter');
    assert.deepEqual(decode([...whole, failure(10007)]).parts, [...text('可以。'), finish(2)]);
  });

  it('say that the content tends toward what is forbidden only of a reply', () => {
    const frame = JSON.stringify({ header: { code: 10019, message: 'no', status: 2 } });
    providerError(decode([frame]).error, 'content-filter');
  });

  it('say it of no reply that has only sources', () => {
    const [sources = ''] = fixture('search');
    const frame = JSON.stringify({ header: { code: 10019, message: 'no', status: 2 } });
    const { parts, error } = decode([sources, frame]);
    assert.deepEqual(new Set(parts.map(({ type }) => type)), new Set(['source']));
    providerError(error, 'content-filter');
  });

  it('show by the usage that the reply was cut at the limit asked for', () => {
    assert.equal(decode(fixture('one-frame'), 2).parts.at(-1)?.type, 'finish');
    assert.deepEqual(decode(fixture('one-frame'), 2).parts.at(-1), finish(2, 'length'));
    assert.deepEqual(decode(fixture('one-frame'), 3).parts.at(-1), finish(2));
  });

  it('that are none are a breach of the protocol', () => {
    for (const frame of ['', 'null', '[]', '{}', '{"header":null}', '{"header":{}}', '<html>']) {
      providerError(decode([frame]).error, 'protocol');
    }
    const { parts, error } = decode(fixture('broken-json'));
    assert.deepEqual(parts, text('好'));
    providerError(error, 'protocol');
  });

  it('with anything in them never do worse than a ProviderError, and never finish without the last one', () => {
    const frames = Object.keys(replies).flatMap((name) => fixture(name).map((frame) => JSON.parse(frame)));
    const mutated = fc
      .tuple(fc.constantFrom(...frames), fc.array(fc.nat(), { maxLength: 4 }), fc.jsonValue())
      .map(([frame, path, value]) => JSON.stringify(replaceAt(frame, path, value)));
    const truncated = fc
      .tuple(fc.constantFrom(...frames), fc.nat())
      .map(([frame, end]) => JSON.stringify(frame).slice(0, end % 600));
    const frame = fc.oneof(mutated, truncated, fc.json(), fc.string());
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 6 }), (list) => {
        const { parts, error } = decode(list);
        if (error) assert.ok(error instanceof ProviderError);
        const finishes = parts.filter(({ type }) => type === 'finish');
        assert.ok(finishes.length <= 1);
        if (finishes.length === 1) {
          assert.equal(parts.at(-1)?.type, 'finish');
          assert.ok(list.some((each) => each.includes('"status":2') || each.includes('10019')));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('that are like earlier ones count for the usage, and for nothing after the last one', () => {
    const frame = (content: string, tokens?: number, status = 1) =>
      JSON.stringify({
        header: { code: 0, status },
        payload: {
          choices: { status, seq: 1, text: [{ content }] },
          ...(tokens !== undefined && { usage: { text: { prompt_tokens: 8, completion_tokens: tokens } } }),
        },
      });
    const reply = [
      frame('a', 5),
      frame('', 7),
      frame('c', 5),
      frame('d'),
      frame('e'),
      frame('', undefined, 2),
    ];
    assert.deepEqual(decode([...reply, frame('f')]).parts, [...text('a', 'c', 'd', 'e'), finish(5)]);
  });

  it('say the same whether or not they are like earlier ones', () => {
    const shape = fc.record({
      code: fc.constantFrom(...Array<number>(9).fill(0), 10014, 10019),
      status: fc.constantFrom(...Array<number>(9).fill(1), 0, 2),
      before: fc.constantFrom('', '', '"reasoning_content":"a",', '"content":"b"},{'),
      member: fc.constantFrom('content', 'content', 'reasoning_content', 'role'),
      after: fc.constantFrom('', '', '', ',"function_call":{"name":"a"}', '},{"content":"a"'),
      rest: fc.constantFrom(
        ...['', '', ',"usage":{"text":{"completion_tokens":5}}', ',"usage":{"text":{}}'],
        ',"plugins":{"text":[{"name":"ifly_search","content":"[{\\"title\\":\\"a\\"}]"}]}',
      ),
    });
    const number = fc.oneof(fc.nat().map(String), rawNumber);
    const content = fc.oneof(fc.constantFrom('a', '中', '\uffff'), rawText);
    const likeOneOf = (shapes: readonly string[]) =>
      fc
        .tuple(fc.constantFrom(...shapes), number, content)
        .map(([each, seq, piece]) => each.replace('<seq>', () => seq).replace('<text>', () => piece));
    const lists = fc
      .array(
        shape.map(
          ({ code, status, before, member, after, rest }) =>
            `{"header":{"code":${code},"sid":"a","status":${status}},"payload":{"choices":{"status":${status},` +
            `"seq":<seq>,"text":[{${before}"${member}":"<text>","index":0${after}}]}${rest}}}`,
        ),
        { minLength: 1, maxLength: 3 },
      )
      .chain((shapes) => fc.array(likeOneOf(shapes), { maxLength: 12 }));
    const lastFrame = '{"header":{"code":0,"status":2}}';
    fc.assert(
      fc.property(lists, (list) => {
        const frames = [...list, lastFrame];
        // Whitespace in front changes nothing but that no frame is like an earlier one.
        assert.deepEqual(decode(frames), decode(frames.map((each, index) => ' '.repeat(index) + each)));
      }),
      { numRuns: 3_000 },
    );
  });
});

/** The value with what is at a path of member numbers replaced. */
function replaceAt(value: unknown, [step, ...rest]: readonly number[], replacement: unknown): unknown {
  if (step === undefined) return replacement;
  if (typeof value !== 'object' || value === null) return replacement;
  const keys = Object.keys(value);
  const key = keys[step % Math.max(1, keys.length)];
  if (key === undefined) return replacement;
  const changed = replaceAt(Reflect.get(value, key), rest, replacement);
  return Array.isArray(value)
    ? value.map((item, index) => (String(index) === key ? changed : item))
    : { ...value, [key]: changed };
}
