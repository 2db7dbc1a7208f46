import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { ProviderError } from '../../../../src/core/error.ts';
import type { Message } from '../../../../src/core/message.ts';
import type { ChatRequest } from '../../../../src/core/provider.ts';
import type { StreamPart } from '../../../../src/core/streamPart.ts';
import type { Transport } from '../../../../src/core/transport.ts';
import {
  createUndiciTransport,
  directOptions,
  type UndiciTransport,
} from '../../../../src/net/undiciTransport.ts';
import { findApi } from '../../../../src/vendors/registry.ts';
import { testAccount } from '../../../vendors/spark/accounts.ts';
import type { CompletionErrorShape, CompletionReply } from '../../../vendors/spark/completionScenario.ts';
import {
  type SparkCompletionServer,
  startSparkCompletionServer,
} from '../../../vendors/spark/completionServer.ts';
import { errorTable } from '../../../vendors/spark/errorTable.ts';
import { collect, fakeTransport, providerError } from '../../net/fakes.ts';

/* From the registry through the provider and undici to a server that checks requests as strictly as the vendor. */
describe('Spark HTTP, the whole way', () => {
  let server: SparkCompletionServer;
  let transport: UndiciTransport;

  before(async () => {
    server = await startSparkCompletionServer({ models: ['a-model-of-tomorrow'] });
    transport = createUndiciTransport(directOptions);
  });

  beforeEach(() => server.reset());

  after(async () => {
    await server.close();
    await transport.close();
  });

  const usage = { promptTokens: 5, completionTokens: 9 };
  const reply: CompletionReply = { type: 'reply', text: ['# 标题\n', 'Grüße 😀', '\n'], usage };
  const counted = { inputTokens: 5, outputTokens: 9 };
  const texts: readonly StreamPart[] = [
    { type: 'text-delta', text: '# 标题\n' },
    { type: 'text-delta', text: 'Grüße 😀' },
    { type: 'text-delta', text: '\n' },
  ];
  const unnamed: readonly StreamPart[] = [...texts, { type: 'finish', reason: 'stop', usage: counted }];
  const named: readonly StreamPart[] = [
    ...texts,
    { type: 'finish', reason: 'stop', rawReason: 'stop', usage: counted },
  ];
  const warning: StreamPart = { type: 'notice', kind: 'sensitive' };

  it('is understood for every offered model, with every option it takes', async () => {
    for (const { id, thinking, webSearch, tools, maxOutputTokens } of httpApi().models) {
      const newest = id.startsWith('spark-x2.5');
      const expected = thinking === 'none' ? unnamed : named;
      server.next(reply, reply);
      assert.deepEqual(await ask({ model: id }), { parts: expected }, id);
      const result = await ask({
        model: id,
        messages: [
          { role: 'system', text: 'Be brief.' },
          { role: 'user', text: 'Why?' },
        ],
        options: {
          maxOutputTokens,
          userId: 'a'.repeat(100),
          responseFormat: 'json_object',
          ...(!newest && { temperature: 0.5, topP: 0.5, topK: 4, frequencyPenalty: 0.1, presencePenalty: 2 }),
          ...(thinking === 'optional' && { thinking: true }),
          ...(webSearch && { webSearch: true }),
        },
        ...(tools && { tools: [{ name: '天气-查询', description: 'Tells it', parameters: {} }] }),
      });
      assert.deepEqual(result, { parts: expected }, id);
    }
    for (const { refusal } of server.requests) assert.equal(refusal, undefined);
  });

  it('sends only what was set', async () => {
    server.next(reply, reply);
    await ask();
    await ask({ model: 'spark-x2.5', options: { maxOutputTokens: 100 } });
    assert.deepEqual(server.requests[0]?.body, {
      model: 'generalv3.5',
      messages: [{ role: 'user', content: '你好' }],
      stream: true,
    });
    assert.deepEqual(server.requests[1]?.body, {
      model: 'spark-x2.5',
      messages: [{ role: 'user', content: '你好' }],
      stream: true,
      max_completion_tokens: 100,
    });
  });

  it('signs in with the password or with key and secret', async () => {
    server.next(reply, reply);
    assert.deepEqual(await ask(), { parts: unnamed });
    assert.deepEqual(await ask({ authMode: 'key-secret' }), { parts: unnamed });
    const ways = server.requests.map(({ authentication }) => 'by' in authentication && authentication.by);
    assert.deepEqual(ways, ['password', 'key-secret']);
  });

  it('takes an address with a version as it is', async () => {
    for (const [baseUrl, model] of [
      [server.v1Base, 'lite'],
      [server.v2Base, 'spark-x'],
      [server.x2Base, 'spark-x'],
      [server.v1Base, 'a-model-of-tomorrow'],
    ] as const) {
      server.next(reply);
      const { error } = await ask({ baseUrl, model });
      assert.equal(error, undefined, baseUrl);
      assert.equal(server.requests.at(-1)?.path, `${new URL(baseUrl).pathname}/chat/completions`);
    }
  });

  it('understands every way of writing a stream', async () => {
    for (const wire of [
      { lineEnding: '\r\n', separator: ' ' },
      { lineEnding: '\r', comments: true },
      { byteOrderMark: true, comments: true },
      { chunks: { type: 'bytes', size: 1 } },
      { chunks: { type: 'bytes', size: 7 }, lineEnding: '\r\n' },
      { chunks: { type: 'events', perChunk: 3 } },
    ] as const) {
      server.next({ ...reply, wire });
      assert.deepEqual(await ask(), { parts: unnamed }, JSON.stringify(wire));
    }
    for (const usageIn of ['own chunk', 'last piece'] as const) {
      server.next({ ...reply, usageIn }, { ...reply, usageIn });
      assert.deepEqual(await ask(), { parts: unnamed }, usageIn);
      assert.deepEqual(await ask({ model: 'spark-x' }), { parts: named }, usageIn);
    }
  });

  it('has functions called under their own names, and gives results back', async () => {
    const name = 'mcp_github-server_create_pull_request_review';
    const tools = [{ name, description: 'Reviews', parameters: { type: 'object' } }];
    const toolCalls = (sent: string) => [
      { id: 'call_1', name: sent, arguments: '{"a":1}' },
      { name: sent, arguments: '{"a":2}' },
    ];
    const vendorName = () => {
      const body = server.requests.at(-1)?.body as { tools: [{ function: { name: string } }] };
      return body.tools[0].function.name;
    };
    server.next(reply);
    await ask({ tools });
    for (const toolCallShape of ['list', 'object'] as const) {
      server.next({ ...reply, text: [], toolCalls: toolCalls(vendorName()), toolCallShape });
      const { parts, error } = await ask({ tools });
      assert.equal(error, undefined);
      const calls = parts.filter((part) => part.type === 'tool-call');
      assert.deepEqual(
        calls.map((call) => [call.name, call.input]),
        [
          [name, '{"a":1}'],
          [name, '{"a":2}'],
        ].slice(0, toolCallShape === 'list' ? 2 : 1),
      );
      assert.equal(calls[0]?.id, 'call_1');
      assert.ok(calls.every(({ id }) => id !== ''));
      assert.ok(parts.at(-1)?.type === 'finish');

      const messages: readonly Message[] = [
        { role: 'user', text: 'Review it' },
        { role: 'assistant', text: '', toolCalls: calls.map(({ type: _, ...call }) => call) },
        ...calls.map(({ id }): Message => ({ role: 'tool', callId: id, name, text: 'done' })),
      ];
      server.next(reply);
      assert.deepEqual(await ask({ tools, messages }), { parts: unnamed });
    }
  });

  it('tells a cut reply from a whole one', async () => {
    for (const interruption of [
      { type: 'end', afterPieces: 2 },
      { type: 'cut', afterBytes: 300 },
      { type: 'cut', afterBytes: 300, reset: true },
      { type: 'cut-in-character' },
    ] as const) {
      server.next({ ...reply, interruption });
      const result = await ask();
      providerError(result.error, 'network');
      assert.deepEqual(result.parts, texts.slice(0, result.parts.length), interruption.type);
    }
    server.next({ ...reply, interruption: { type: 'no-done' } });
    assert.deepEqual(await ask(), { parts: unnamed });
    server.next({ ...reply, usage: 'none', interruption: { type: 'no-done' } });
    providerError((await ask()).error, 'network');
  });

  it('names every failure of the table in every shape', async () => {
    const shapes: readonly (CompletionErrorShape | undefined)[] = [undefined, 'flat', 'error', 'event'];
    for (const code of Object.keys(errorTable)) {
      for (const shape of shapes) {
        server.next({
          type: 'error',
          code,
          ...(shape && { shape }),
          ...(shape === 'event' && { status: 200 }),
        });
        const { parts, error } = await ask();
        assert.deepEqual(parts, []);
        assert.ok(error instanceof ProviderError, `${code} ${shape}`);
        assert.equal(error.details.code, code, shape);
        assert.match(error.details.requestId ?? '', /^cha\w+@dx\w+$/, shape);
      }
      if (code === '10019') continue;
      server.next({ ...reply, interruption: { type: 'error-object', afterPieces: 2, code } });
      const midway = await ask();
      assert.deepEqual(midway.parts, texts.slice(0, 2));
      assert.ok(midway.error instanceof ProviderError && midway.error.details.code === code);
    }
  });

  it('keeps the text when the service warns of it', async () => {
    for (const [model, expected] of [
      ['generalv3.5', unnamed],
      ['spark-x', named],
    ] as const) {
      const finish = expected.at(-1);
      server.next(
        { ...reply, interruption: { type: 'error-object', afterPieces: 3, code: '10019' } },
        { ...reply, interruption: { type: 'error-object', afterPieces: 2, code: '10019' } },
      );
      const whole = await ask({ model });
      assert.equal(whole.error, undefined);
      assert.deepEqual(whole.parts.slice(0, 4), [...texts, warning]);
      assert.equal(whole.parts.at(-1)?.type, finish?.type);
      const short = await ask({ model });
      assert.deepEqual(short.parts, [...texts.slice(0, 2), warning, { type: 'finish', reason: 'stop' }]);
    }
    const transcript = (lines: readonly object[]) => ({
      type: 'transcript' as const,
      bytes: lines.map((line) => `data:${JSON.stringify(line)}\n\n`).join(''),
    });
    server.next(
      transcript([
        { code: 0, choices: [{ delta: { content: 'Hi' }, finish_reason: 'stop' }] },
        { code: 0, choices: [], usage: { prompt_tokens: 5, completion_tokens: 9 } },
        { code: 10019, message: 'no', sid: 's' },
      ]),
    );
    assert.deepEqual((await ask({ model: 'spark-x' })).parts, [
      { type: 'text-delta', text: 'Hi' },
      warning,
      named.at(-1),
    ]);
  });

  it('gives the sources of a search, which is no call', async () => {
    const outputs = [{ index: 1, url: 'https://example.com/a', title: '甲' }, null, { index: 2 }];
    const search = { type: 'web_search', web_search: { outputs } };
    const events = [
      { code: 0, choices: [{ delta: { content: '', tool_calls: search } }] },
      {
        code: 0,
        choices: [{ delta: { content: 'Hi[1]' } }],
        usage: { prompt_tokens: 5, completion_tokens: 9 },
      },
    ].map((event) => `data:${JSON.stringify(event)}\n\n`);
    server.next({ type: 'transcript', bytes: `${events.join('')}data:[DONE]\n\n` });
    assert.deepEqual((await ask({ options: { webSearch: true } })).parts, [
      { type: 'source', title: '甲', number: 1, url: 'https://example.com/a' },
      { type: 'text-delta', text: 'Hi[1]' },
      ...unnamed.slice(-1),
    ]);
  });

  it('shows by the usage that the reply was cut at the limit asked for', async () => {
    server.next(reply, reply);
    const cut = await ask({ options: { maxOutputTokens: 9 } });
    assert.deepEqual(cut.parts.at(-1), { type: 'finish', reason: 'length', usage: counted });
    assert.deepEqual((await ask({ options: { maxOutputTokens: 10 } })).parts, unnamed);
  });

  it('names what is wrong with the key, and never shows it', async () => {
    const { apiKey, apiSecret } = testAccount;
    const [{ password }] = testAccount.passwords;
    const keySecret = { authMode: 'key-secret' } as const;
    for (const [question, advice] of [
      [{ credentials: { password: 'AbCdEfGhIjKlMnOpQrSt:UvWxYzAbCdEfGhIjKlMn' } }, undefined],
      [{ credentials: { password: apiKey } }, 'key-kind'],
      [{ credentials: { password: apiSecret } }, 'key-kind'],
      [{ ...keySecret, credentials: { apiKey: apiSecret, apiSecret: apiKey } }, 'swapped-keys'],
      [{ ...keySecret, credentials: { apiSecret: 'wrong' } }, undefined],
    ] as const) {
      const { details, message } = providerError((await ask(question)).error, 'auth');
      assert.deepEqual([details.advice, details.status], [advice, 401]);
      assert.match(message, /^HMAC signature/);
    }
    server.next({ type: 'error', code: '10005', message: `no ${password} or ${password.split(':')[1]}` });
    const { message } = providerError((await ask()).error, 'invalid-request');
    assert.match(message, /^no … or … \(sid: /);
  });

  it('names a wrong address, an unknown model, pages and silence', async () => {
    const missing = await ask({ baseUrl: `${server.v1Base}/v1`, model: 'lite' });
    assert.equal(providerError(missing.error, 'invalid-request').details.advice, 'other-address');
    const model = await ask({ model: 'general3' });
    assert.equal(providerError(model.error, 'invalid-request').details.advice, 'choose-model');
    const html = { type: 'body', headers: { 'Content-Type': 'text/html' }, body: '<html>' } as const;
    for (const [scenario, kind] of [
      [{ ...html, status: 200 }, 'protocol'],
      [{ ...html, status: 502 }, 'unavailable'],
      [{ type: 'redirect', location: 'https://elsewhere.test' }, 'protocol'],
      [{ type: 'error', code: '401', shape: 'empty' }, 'auth'],
      [{ type: 'error', code: '401', shape: 'text' }, 'auth'],
    ] as const) {
      server.next(scenario);
      providerError((await ask()).error, kind);
    }
  });

  it('closes the connection when the reader leaves', async () => {
    server.next({ type: 'endless', piece: 'and so on ' });
    for await (const part of await stream()) {
      assert.equal(part.type, 'text-delta');
      break;
    }
    assert.equal((await server.requests[0]?.closed)?.by, 'client');
  });

  it('sends nothing that the version would refuse', async () => {
    const tools = [{ name: 'f', description: '', parameters: {} }];
    for (const [request, advice] of [
      [{ model: 'lite', tools }, 'choose-model'],
      [{ options: { temperature: 0 } }, 'option'],
      [{ options: { presencePenalty: 3 } }, 'option'],
      [{ messages: [] }, undefined],
    ] as const) {
      const { error } = await ask(request);
      assert.equal(providerError(error, 'invalid-request').details.advice, advice);
    }
    assert.equal(server.requests.length, 0);
  });

  describe('with recorded streams', () => {
    const folder = new URL('../../../fixtures/spark/', import.meta.url);
    const call = (input: string, id: string) => ({ type: 'tool-call', id, name: 'get_weather', input });
    const made = (count: number) => `call_00000000-0000-4000-8000-${String(count).padStart(12, '0')}`;
    const said = (...pieces: readonly string[]) => pieces.map((text) => ({ type: 'text-delta', text }));
    const finish = (outputTokens: number, reason = 'stop', rawReason?: string) => ({
      type: 'finish',
      reason,
      ...(rawReason && { rawReason }),
      usage: { inputTokens: 8, outputTokens },
    });
    const think = (...pieces: readonly string[]) => pieces.map((text) => ({ type: 'reasoning-delta', text }));
    const recorded: Readonly<
      Record<string, readonly [parts: readonly object[], failure?: ProviderError['kind']]>
    > = {
      'http-text': [
        [
          ...said('好的', '，下面是', '一个函数：\n\n', '```ts\nfunction ', 'greet(name: string) {\n'),
          ...said(`  return \`Hello, $${'{name}'}\`;\n}\n`, '```'),
          finish(25),
        ],
      ],
      'http-usage-beside-text': [[...said('请随时', '告诉我', '😊'), finish(5)]],
      'http-usage-own-chunk': [[...said('你好', '。'), finish(2)]],
      'http-reasoning': [
        [
          ...think('用户想要', '一个函数', '。'),
          ...said('这样写：', '`greet()`'),
          finish(11, 'stop', 'stop'),
        ],
      ],
      'http-tool-call-object': [[call('{"city":"合肥"}', 'call_1'), finish(0, 'tool-calls')]],
      'http-tool-call-list': [
        [call('{"city":"合肥"}', 'call_1'), call('{"city":"上海"}', made(1)), finish(0, 'tool-calls')],
      ],
      'http-tool-call-without-id': [[call('{}', made(1)), finish(0, 'tool-calls')]],
      'http-refused': [[], 'quota'],
      'http-output-review': [said('开头', '的文字'), 'content-filter'],
      'http-tendency': [[...said('完整', '的回答', '。'), warning, finish(4)]],
      'http-no-done': [[...said('你好', '。'), finish(2)]],
      'http-cut': [said('没有', '结束'), 'network'],
      'http-x2.5': [[...think('想'), ...said('你好', '。'), finish(3, 'stop', 'stop')]],
      'http-crlf-comments': [[...said('你好', '🌏'), finish(2)]],
    };

    it('knows all of them', () => {
      const files = readdirSync(folder).filter((file) => file.endsWith('.sse'));
      assert.deepEqual(
        files.map((file) => file.replace('.sse', '')).toSorted(),
        Object.keys(recorded).toSorted(),
      );
    });

    async function replay(chunks: readonly Uint8Array[]) {
      return ask({ model: 'lite', through: fakeTransport([{ chunks }]) });
    }

    for (const [name, [parts, failure]] of Object.entries(recorded)) {
      const bytes = readFileSync(new URL(`${name}.sse`, folder));
      const check = async (chunks: readonly Uint8Array[]) => {
        const result = await replay(chunks);
        assert.deepEqual(result.parts, parts);
        if (failure) providerError(result.error, failure);
        else assert.equal(result.error, undefined);
      };

      it(`gives the same parts of ${name} wherever it is cut`, async () => {
        for (let at = 0; at <= bytes.length; at += 1)
          await check([bytes.subarray(0, at), bytes.subarray(at)]);
        await fc.assert(
          fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 20 }), (cuts) => {
            const edges = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
            return check(edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge)));
          }),
          { numRuns: 20 },
        );
      });
    }

    it('never finishes a stream that ends early, nor does worse than a ProviderError', async () => {
      const names = Object.keys(recorded);
      const mutated = fc
        .tuple(
          fc.constantFrom(...names),
          fc.nat(),
          fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 }),
        )
        .map(([name, end, changes]) => {
          const bytes = Uint8Array.from(readFileSync(new URL(`${name}.sse`, folder)));
          for (const [at, value] of changes) bytes[at % bytes.length] = value;
          return bytes.subarray(0, end % 2 === 0 ? bytes.length : end % bytes.length);
        });
      await fc.assert(
        fc.asyncProperty(fc.oneof(mutated, fc.uint8Array({ maxLength: 300 })), async (bytes) => {
          const { parts, error } = await replay([bytes]);
          const text = Buffer.from(bytes).toString();
          if (error) assert.ok(error instanceof ProviderError);
          else assert.equal(parts.at(-1)?.type, 'finish');
          const finished = parts.some(({ type }) => type === 'finish');
          if (finished) assert.match(text, /\[DONE\]|"usage"|"finish_reason":"|10019/);
        }),
        { numRuns: 300 },
      );
    });
  });

  interface Question extends Partial<ChatRequest> {
    readonly credentials?: Readonly<Record<string, string>>;
    readonly authMode?: string;
    readonly baseUrl?: string;
    readonly through?: Transport;
  }

  async function stream(question: Question = {}) {
    const {
      credentials,
      authMode = 'password',
      baseUrl = server.origin,
      through = transport,
      ...request
    } = question;
    const { apiKey, apiSecret, passwords } = testAccount;
    const provider = await httpApi().create(
      {
        credentials: { apiKey, apiSecret, password: passwords[0].password, ...credentials },
        authMode,
        baseUrl,
        language: 'zh-cn',
      },
      through,
    );
    const messages = [{ role: 'user', text: '你好' }] as const;
    return provider.stream({ model: 'generalv3.5', messages, ...request }, new AbortController().signal);
  }

  async function ask(question?: Question) {
    return collect(await stream(question));
  }
});

function httpApi() {
  return findApi('spark', 'http')?.api ?? assert.fail();
}
