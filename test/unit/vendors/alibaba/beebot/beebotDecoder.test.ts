import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { ProviderError } from '../../../../../src/core/error.ts';
import type { StreamPart } from '../../../../../src/core/streamPart.ts';
import { partStream } from '../../../../../src/net/partStream.ts';
import { createBeebotDecoder } from '../../../../../src/vendors/alibaba/beebot/beebotDecoder.ts';
import { conversationError } from '../../../../../src/vendors/alibaba/beebot/conversationErrors.ts';
import { collect, providerError } from '../../../net/fakes.ts';

const session: StreamPart = { type: 'vendor-session', id: 'dfa8ed43a2584d6c867a1c9b5baee490' };
const finish: StreamPart = { type: 'finish', reason: 'stop' };

describe('Beebot stream', () => {
  const returns = [session, text('七天内'), text('可退。'), finish];
  const handOver: StreamPart = { type: 'notice', kind: 'hand-over', detail: 'HitKeywords' };
  const whole: Readonly<Record<string, readonly StreamPart[]>> = {
    published: [
      session,
      text('我是个大模型,能够'),
      text('回答问题、创作文字,比如写'),
      text('故事、写公文、写邮件'),
      text('、写剧本等等,还能表达观点'),
      text(',玩游戏等。'),
      finish,
    ],
    replaced: [
      session,
      text('退货要收'),
      text('运费。'),
      replaced('退货免运费,七天内'),
      text('可退。'),
      finish,
    ],
    retracted: [
      session,
      text('七天内可退。详见客服'),
      text('电话 010-1234'),
      replaced('七天内可退。'),
      finish,
    ],
    sentences: [session, text('七天内可退。'), text('\n运费由我们'), text('承担。'), finish],
    references: [
      session,
      text('七天内'),
      text('可退[1]。'),
      {
        type: 'source',
        title: '退货规则 (售后手册.pdf)',
        number: 1,
        snippet: '自签收之日起七天内可以退货。',
      },
      { type: 'suggestions', purpose: 'related', items: ['怎么换货?', '运费谁出?'] },
      finish,
    ],
    clarify: [
      session,
      text('您想了解哪一项?\n1. 线上订单退货\n2. 门店订单退货'),
      { type: 'suggestions', purpose: 'clarify', items: ['线上订单退货', '门店订单退货'] },
      finish,
    ],
    'clarify-no-list': [session, text('请问您的订单号是多少?'), finish],
    'hand-over': [session, text('正在为您'), text('转接人工客服'), handOver, finish],
    'hand-over-value': [session, text('正在为您'), text('转接人工客服'), handOver, finish],
    'no-answer': [session, text('抱歉,我还在学习中。'), { type: 'notice', kind: 'no-answer' }, finish],
    'unknown-type': [session, text('卡片\n一张卡片'), finish],
    'two-messages': [session, text('请稍等'), text('。'), text('\n\n七天内'), text('可退。'), finish],
    incremental: [
      session,
      text('退货自签收之日起'),
      replaced('七天内'),
      replaced('可以'),
      replaced('退货自签收之日起七天内可以办理'),
      text('。'),
      finish,
    ],
    'chinese-emoji': [
      session,
      text('好的👌🏽,'),
      text('我们一家👨‍👩‍👧'),
      text('‍👦欢迎您🇨🇳'),
      text('𠮷野家'),
      finish,
    ],
    noise: returns,
    'crlf-comments': returns,
  };
  const broken: Readonly<Record<string, readonly [ProviderError['kind'], readonly StreamPart[]]>> = {
    'no-stream-end': ['network', returns.slice(0, -1)],
    cut: ['network', [session]],
    failure: ['auth', []],
    'failure-midway': ['unavailable', [session, text('七天内')]],
  };

  for (const [name, parts] of Object.entries(whole)) {
    it(`${name}: the same parts wherever the response is cut in two`, async () => {
      const bytes = fixture(name);
      for (let cut = 0; cut <= bytes.length; cut += cutStep(bytes)) {
        assert.deepEqual(await decode([bytes.subarray(0, cut), bytes.subarray(cut)]), { parts }, `at ${cut}`);
      }
    });
  }

  for (const [name, [kind, parts]] of Object.entries(broken)) {
    it(`${name}: ${kind}, and what came is kept`, async () => {
      const result = await decode([fixture(name)]);
      providerError(result.error, kind);
      assert.deepEqual(result.parts, parts);
    });
  }

  it('gives the same parts in whatever chunks it comes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.entries(whole)),
        fc.array(fc.nat(9_000), { maxLength: 30 }),
        async ([name, parts], cuts) => {
          const bytes = fixture(name);
          const at = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length].toSorted(
            (a, b) => a - b,
          );
          const chunks = at.slice(1).map((end, index) => bytes.subarray(at[index], end));
          assert.deepEqual(await decode(chunks), { parts });
        },
      ),
      { numRuns: 60 },
    );
  });

  it('never takes a reply that breaks off for a whole one', async () => {
    const bytes = fixture('published');
    const parts = whole['published'] ?? [];
    const end = bytes.lastIndexOf('\n\n') + 1;
    for (let length = 0; length < end; length += 31) {
      const result = await decode([bytes.subarray(0, length)]);
      providerError(result.error, 'network');
      assert.deepEqual(result.parts, parts.slice(0, result.parts.length));
    }
  });

  it('says the last state, whatever states came before it', async () => {
    const piece = fc.string({ unit: fc.constantFrom('a', '"', '\\', '\n', '好', '👌', '/', '<') });
    const statement = fc.oneof(
      fc.record({ grow: piece }),
      fc.record({ keep: fc.double({ min: 0, max: 1, noNaN: true }), grow: piece }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(statement, { minLength: 1, maxLength: 12 }),
        fc.boolean(),
        async (statements, repeatWhole) => {
          const states: string[] = [];
          for (const statement of statements) {
            const before = Array.from(states.at(-1) ?? '');
            const keep = 'keep' in statement ? statement.keep : 1;
            states.push(before.slice(0, Math.ceil(before.length * keep)).join('') + statement.grow);
          }
          // Three statements in a row that have nothing in common are pieces by rule.
          fc.pre(countUnrelated(states) < 3);
          const last = states.at(-1) ?? '';
          const events = [...states, ...(repeatWhole ? [last] : [])].map((state, index) =>
            event(value({ sentence: state, end: index === states.length - (repeatWhole ? 0 : 1) })),
          );
          const { parts, error } = await decode([Buffer.from(events.join(''))]);
          assert.equal(error, undefined);
          assert.equal(fold(parts), last);
          for (const part of parts) {
            if (part.type === 'text-delta') assert.ok(part.text !== '' && part.text.isWellFormed());
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('holds half a character back until the other half comes', async () => {
    const states = ['a\ud83d', 'a\ud83d\ude00', 'a\ud83d\ude00\ud83d'];
    const events = states.map((sentence, index) => event(value({ sentence, end: index === 2 })));
    const { parts } = await decode([Buffer.from(events.join(''))]);
    assert.deepEqual(parts, [session, text('a'), text('😀'), finish]);
  });

  it('does not mistake for the text what only looks like it', async () => {
    // A reference comes before the text and has the name and the content of it.
    const events = ['七天', '七天内', '七天内可退'].map((sentence, index) =>
      event(
        value({
          sentence,
          end: index === 2,
          body: { AnswerReference: { ItemList: [{ Content: sentence, Number: 1, Title: sentence }] } },
        }),
      ),
    );
    const { parts } = await decode([Buffer.from(events.join(''))]);
    assert.equal(fold(parts), '七天内可退');
    assert.deepEqual(parts.at(-2), { type: 'source', title: '七天内可退', number: 1, snippet: '七天内可退' });
  });

  it('calls a source without a name by its first words', async () => {
    const snippet = ` 七天内可以退货。${'说明'.repeat(40)}`;
    const body = { AnswerReference: { ItemList: [{ Content: snippet }] } };
    const { parts } = await decode([Buffer.from(event(value({ sentence: '七天', end: true, body })))]);
    const title = `七天内可以退货。${'说明'.repeat(26)}`;
    assert.deepEqual(parts, [session, text('七天'), { type: 'source', title, snippet }, finish]);
  });

  it('sets off a message that has begun without a word', async () => {
    const told = (sentence: string, id: string, end = false) =>
      event({ ...value({ sentence, end }), MessageId: id });
    const events = [told('请稍等', 'a'), told('', 'b'), told('七天', 'b'), told('七天内', 'b', true)];
    const { parts } = await decode([Buffer.from(events.join(''))]);
    assert.deepEqual(parts, [session, text('请稍等'), text('\n\n七天'), text('内'), finish]);
  });

  it('reads an event as it was sent that follows a strange line end', async () => {
    const events = ['七', '七天', '别的'].map((sentence, index) =>
      event(value({ sentence, end: index === 2 })),
    );
    for (const lineEnds of ['\n\r', '\r\r', '\r\n\r', '\n\r\n']) {
      const { parts } = await decode([Buffer.from(events.join('').replaceAll('\n\n', lineEnds))]);
      assert.deepEqual(parts, [session, text('七'), text('天'), replaced('别的'), finish], lineEnds);
    }
    const mixed = `${events[0]}${events[1]?.trimEnd()}\n\r${events[2]}`;
    const { parts } = await decode([Buffer.from(mixed)]);
    assert.deepEqual(parts, [session, text('七'), text('天'), replaced('别的'), finish]);
  });

  it('goes by the last of members that are there twice', async () => {
    const twice = (first: string, last: string) =>
      event(value({ sentence: first })).replace(
        String.raw`\"MessageId`,
        String.raw`\"MessageBody\":{\"DirectMessageBody\":{\"SentenceList\":[{\"Content\":\"${last}\"}]}},\"MessageId`,
      );
    for (const [first, last] of [
      ['七', '4'],
      ['七', ''],
      ['七天', '天'],
      ['七天', '七天内'],
    ] as const) {
      const { parts } = await decode([Buffer.from(event(value({ sentence: '七' })) + twice(first, last))]);
      const alone = await decode([Buffer.from(twice('七', '七') + twice(first, last))]);
      assert.equal(fold(parts), last || '七');
      assert.deepEqual(parts, alone.parts);
    }
  });

  it('reads events that write the same in another way', async () => {
    const escaped = (from: string) =>
      from.replace(/[^\x20-\x7e\n]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`);
    const states = ['好的', '好的 "a\\b"', '好的 "a\\b"\n再见'];
    const events = states.map((sentence, index) => escaped(event(value({ sentence, end: index === 2 }))));
    const { parts } = await decode([Buffer.from(events.join(''))]);
    assert.deepEqual(parts, [session, text('好的'), text(' "a\\b"'), text('\n再见'), finish]);
  });

  it('takes related questions and choices in any shape, and offers each once', async () => {
    const items = ['一', { Title: '二' }, { question: '三' }, { Title: '' }, 4, null, '一'];
    const { parts } = await decode([
      Buffer.from(event(value({ sentence: 'a', end: true, body: { RelatedQuestionList: items } }))),
    ]);
    assert.deepEqual(parts.at(-2), { type: 'suggestions', purpose: 'related', items: ['一', '二', '三'] });
  });

  it('names a session that changes in the middle before the text that comes with it', async () => {
    const events = ['a', 'ab', 'abc'].map((sentence, index) =>
      event({ ...value({ sentence, end: index === 2 }), SessionId: index === 2 ? 'other' : session.id }),
    );
    const { parts } = await decode([Buffer.from(events.join(''))]);
    const other = { type: 'vendor-session', id: 'other' };
    assert.deepEqual(parts, [session, text('a'), text('b'), other, text('c'), finish]);
  });

  it('says so when there is nothing in an answer that can be shown', async () => {
    const { parts } = await decode([
      Buffer.from(
        event({
          SessionId: 's',
          StreamEnd: true,
          MessageBody: { Type: 'Hologram', HologramBody: { Shape: 1 } },
        }),
      ),
    ]);
    assert.deepEqual(parts.slice(1), [{ type: 'notice', kind: 'unsupported', detail: 'Hologram' }, finish]);
  });

  it('reads an answer in time and memory proportional to its length', () => {
    const sentence = '这是一个句子, "quoted" and \\ more.\n';
    const data = (count: number, end: boolean) =>
      Buffer.from(event(value({ sentence: sentence.repeat(count), end })));
    const events = Array.from({ length: 500 }, (_, index) => data(index + 1, index === 499));
    let parsed = 0;
    const { parse } = JSON;
    JSON.parse = (json: string, reviver?: Parameters<typeof parse>[1]) => {
      parsed += json.length;
      return parse(json, reviver);
    };
    try {
      const parts: StreamPart[] = [];
      const push = createBeebotDecoder((part) => parts.push(part), conversationError);
      for (const each of events) push(each);
      assert.equal(fold(parts), sentence.repeat(500));
    } finally {
      JSON.parse = parse;
    }
    assert.ok(parsed < 1_000_000, `${parsed} characters of JSON were parsed`);
  });

  it('survives whatever is sent: it ends, with ProviderErrors only, and with at most one finish, last', async () => {
    const bytes = fixture('references');
    const mutated = fc
      .array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255), fc.nat(20)), { maxLength: 6 })
      .map((changes) => {
        let result: Buffer = bytes;
        for (const [at, byte, remove] of changes) {
          result = Buffer.concat([result.subarray(0, at), Buffer.of(byte), result.subarray(at + remove)]);
        }
        return result;
      });
    const envelope = fc
      .record({ data: fc.jsonValue(), success: fc.jsonValue(), code: fc.jsonValue() }, { requiredKeys: [] })
      .map((each) => Buffer.from(`data:${JSON.stringify(each)}\n\n`));
    const members = { SessionId: fc.jsonValue(), StreamEnd: fc.jsonValue(), MessageId: fc.jsonValue() };
    const bodies = {
      Type: fc.jsonValue(),
      Commands: fc.jsonValue(),
      ClarifyMessageBody: fc.oneof(fc.jsonValue(), fc.record({ ClarifyList: fc.jsonValue() })),
      DirectMessageBody: fc.oneof(
        fc.jsonValue(),
        fc.record({
          SentenceList: fc.oneof(fc.jsonValue(), fc.array(fc.record({ Content: fc.jsonValue() }))),
          AnswerReference: fc.record({ ItemList: fc.array(fc.jsonValue()) }),
          RelatedQuestionList: fc.jsonValue(),
        }),
      ),
    };
    const shaped = fc
      .record({ ...members, MessageBody: fc.oneof(fc.jsonValue(), fc.record(bodies, { requiredKeys: [] })) })
      .map((each) => Buffer.from(event(each)));
    const random = fc.uint8Array({ maxLength: 300 }).map((value) => Buffer.from(value));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(mutated, envelope, shaped, random), { minLength: 1, maxLength: 4 }),
        async (chunks) => {
          const { parts, error } = await decode(chunks);
          const at = parts.findIndex(({ type }) => type === 'finish');
          if (error === undefined) assert.equal(at, parts.length - 1);
          else assert.ok(error instanceof ProviderError && at === -1);
        },
      ),
      { numRuns: 400 },
    );
  });
});

function decode(chunks: readonly Uint8Array[]) {
  return collect(
    partStream(new AbortController().signal, async (emit) => {
      const push = createBeebotDecoder(emit, conversationError);
      for (const chunk of chunks) push(chunk);
    }),
  );
}

/** A prime, so that every kind of place is met; small streams are cut everywhere. */
function cutStep({ length }: Buffer): number {
  return length < 3_000 ? 1 : 7;
}

function fixture(name: string): Buffer {
  return readFileSync(new URL(`../../../../fixtures/alibaba/beebot-${name}.sse`, import.meta.url));
}

function text(piece: string): StreamPart {
  return { type: 'text-delta', text: piece };
}

function replaced(whole: string): StreamPart {
  return { type: 'text-replace', text: whole };
}

/** What a reader of the parts sees in the end. */
function fold(parts: readonly StreamPart[]): string {
  return parts.reduce((shown, part) => {
    if (part.type === 'text-replace') return part.text;
    return part.type === 'text-delta' ? shown + part.text : shown;
  }, '');
}

function countUnrelated(states: readonly string[]): number {
  let count = 0;
  let most = 0;
  // Empty ones say nothing once there is a text.
  const telling = states
    .filter((state) => state !== '')
    .filter((state, index, all) => state !== all[index - 1]);
  for (const [index, state] of telling.entries()) {
    const before = telling[index - 1] ?? '';
    count = state.startsWith(before) || before.startsWith(state) ? 0 : count + 1;
    most = Math.max(most, count);
  }
  return most;
}

interface Told {
  readonly sentence: string;
  readonly end?: boolean;
  readonly body?: object;
}

function value({ sentence, end = false, body = {} }: Told): object {
  return {
    MessageBody: {
      DirectMessageBody: { ...body, SentenceList: [{ Content: sentence }] },
      Type: 'Direct',
    },
    MessageId: 'm',
    SessionId: session.type === 'vendor-session' ? session.id : '',
    StreamEnd: end,
  };
}

function event(told: object): string {
  const envelope = { data: [{ type: 'JSON_TEXT', value: JSON.stringify(told) }], success: true };
  return `data:${JSON.stringify(envelope)}\n\n`;
}
