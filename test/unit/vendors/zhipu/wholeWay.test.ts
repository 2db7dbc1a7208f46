import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Message } from '../../../../src/core/message.ts';
import type { ModelOptions } from '../../../../src/core/modelOptions.ts';
import type { Tool } from '../../../../src/core/provider.ts';
import type { StreamPart } from '../../../../src/core/streamPart.ts';
import type { Transport } from '../../../../src/core/transport.ts';
import {
  createUndiciTransport,
  directOptions,
  type UndiciTransport,
} from '../../../../src/net/undiciTransport.ts';
import { findApi } from '../../../../src/vendors/registry.ts';
import { findModel } from '../../../../src/vendors/zhipu/models.ts';
import { type BigModelServer, startBigModelServer, testKeys } from '../../../vendors/zhipu/bigModelServer.ts';
import type { Scenario } from '../../../vendors/zhipu/scenario.ts';
import { collect, providerError } from '../../net/fakes.ts';
import { conversations, saidBy } from '../../net/messages/conversations.ts';

/* From the registry through the provider and undici to a server that checks requests as strictly as the vendor. */
describe('Zhipu, the whole way', () => {
  let server: BigModelServer;
  let transport: UndiciTransport;

  before(async () => {
    server = await startBigModelServer();
    transport = createUndiciTransport(directOptions);
  });

  beforeEach(() => server.reset());

  after(async () => {
    await server.close();
    await transport.close();
  });

  const page = (status: number): Scenario => ({
    type: 'body',
    status,
    headers: { 'Content-Type': 'text/html' },
    body: '<!DOCTYPE html><html><body>Welcome</body></html>',
  });
  const reply: Scenario = {
    type: 'reply',
    reasoning: ['想', '一想'],
    text: ['# 标题\n', 'Grüße 😀', '\n'],
    usage: { promptTokens: 5, completionTokens: 9, cachedTokens: 2, reasoningTokens: 4 },
  };
  const tool: Tool = {
    name: 'ls',
    description: 'Lists files.',
    parameters: { type: 'object', properties: {} },
  };
  const parts: readonly StreamPart[] = [
    { type: 'reasoning-delta', text: '想' },
    { type: 'reasoning-delta', text: '一想' },
    { type: 'text-delta', text: '# 标题\n' },
    { type: 'text-delta', text: 'Grüße 😀' },
    { type: 'text-delta', text: '\n' },
    {
      type: 'finish',
      reason: 'stop',
      rawReason: 'stop',
      usage: { inputTokens: 5, outputTokens: 9, cachedTokens: 2, reasoningTokens: 4 },
    },
  ];

  for (const mode of ['api-key', 'jwt']) {
    it(`is understood with ${mode}`, async () => {
      server.next(reply);
      assert.deepEqual(await ask({ mode }), { parts });
      assert.equal(server.requests[0]?.refusal, undefined);
    });
  }

  it('understands every way of writing a stream', async () => {
    const wires = [
      { lineEnding: '\r\n' },
      { lineEnding: '\r', comments: true },
      { byteOrderMark: true, comments: true },
      { chunks: { type: 'bytes', size: 1 } },
      { chunks: { type: 'bytes', size: 7 }, lineEnding: '\r\n' },
      { chunks: { type: 'events', perChunk: 3 } },
    ] as const;
    for (const wire of wires) {
      server.next({ ...reply, wire });
      assert.deepEqual(await ask(), { parts }, JSON.stringify(wire));
    }
  });

  it('tells a cut reply from a whole one', async () => {
    const interruptions = [
      { type: 'end', afterPieces: 3 },
      { type: 'cut', afterBytes: 300 },
      { type: 'cut', afterBytes: 300, reset: true },
      { type: 'cut-in-character' },
    ] as const;
    for (const interruption of interruptions) {
      server.next({ ...reply, interruption });
      const result = await ask();
      providerError(result.error, 'network');
      assert.deepEqual(result.parts, parts.slice(0, result.parts.length), interruption.type);
      assert.ok(result.parts.length < parts.length);
    }
    server.next({ ...reply, interruption: { type: 'no-done' } });
    assert.deepEqual(await ask(), { parts });
  });

  it('names failures before and in the middle of a reply', async () => {
    const scenarios: readonly (readonly [Scenario, Parameters<typeof providerError>[1], number])[] = [
      [
        { ...reply, interruption: { type: 'error-object', afterPieces: 2, code: '1301' } },
        'content-filter',
        2,
      ],
      [{ ...reply, interruption: { type: 'error-event', afterPieces: 2, code: '1234' } }, 'unavailable', 2],
      [{ ...reply, finishReason: 'network_error' }, 'unavailable', 5],
      [{ type: 'error', code: '1113' }, 'quota', 0],
      [{ type: 'error', code: '1302', shape: 'flat' }, 'rate-limit', 0],
      [{ type: 'error', code: '1261', shape: 'numeric-code' }, 'context-length', 0],
      [{ type: 'error', code: '1302', shape: 'text' }, 'rate-limit', 0],
      [{ type: 'error', code: '1200', shape: 'empty' }, 'unavailable', 0],
      [page(200), 'protocol', 0],
      [page(502), 'unavailable', 0],
      [{ type: 'redirect', location: 'https://elsewhere.test' }, 'protocol', 0],
    ];
    for (const [scenario, kind, before] of scenarios) {
      server.next(scenario);
      const result = await ask();
      providerError(result.error, kind);
      assert.equal(result.parts.length, before);
    }
  });

  it('names a wrong key, a key for the other plan, and an unknown model', async () => {
    const wrong = await ask({ key: 'wrong-id.wrong-secret' });
    providerError(wrong.error, 'auth');
    const coding = await ask({ key: testKeys.coding });
    assert.equal(providerError(coding.error, 'quota').details.advice, 'plan-or-balance');
    const model = await ask({ model: 'glm-99' });
    assert.equal(providerError(model.error, 'invalid-request').details.advice, 'choose-model');
  });

  it('sends what each offered model takes, with every option', async () => {
    for (const { id } of findApi('zhipu', 'bigmodel')?.api.models ?? []) {
      const { maxOutputTokens, thinking: ability, reasoningEfforts = [] } = findModel(id) ?? assert.fail();
      const questions: readonly Question[] = [
        {},
        { options: { thinking: true, maxOutputTokens } },
        ...(ability === 'always' ? [] : [{ options: { thinking: false } }]),
        ...reasoningEfforts.map((reasoningEffort) => ({ options: { reasoningEffort } })),
        { tools: [tool] },
        { tools: [tool], toolChoice: 'required', options: { webSearch: true } },
        {
          options: {
            temperature: 0,
            topP: 0.01,
            stop: ['a', 'b', 'c', 'd'],
            responseFormat: 'json_object',
            userId: '123456',
          },
        },
      ];
      for (const question of questions) {
        server.next(reply);
        assert.deepEqual(
          await ask({ ...question, model: id }),
          { parts },
          `${id} ${JSON.stringify(question)}`,
        );
      }
    }
  });

  it('has every conversation accepted, whatever its shape', async () => {
    server.always({ type: 'reply', text: 'ok' });
    await fc.assert(
      fc.asyncProperty(
        conversations,
        fc.constantFrom('glm-4.7', 'glm-5.3-flash'),
        async (messages, model) => {
          const asked = saidBy(messages, 'user').length > 0;
          const { parts: answer, error } = await ask({ messages, model });
          if (error)
            assert.ok(!asked && providerError(error, 'invalid-request').details.status === undefined);
          else assert.equal(answer.length, 2);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('asks a Coding Plan one question at a time, and the others after it', async () => {
    server.always({ ...reply, delayMs: 5 });
    const coding = { key: testKeys.coding, base: server.codingBase };
    const answers = await Promise.all([ask(coding), ask(coding), ask(coding)]);
    for (const answer of answers) assert.deepEqual(answer, { parts });
    const spans = await Promise.all(
      server.requests.map(async ({ at, closed }) => ({ from: at, to: at + (await closed).afterMs })),
    );
    assert.equal(spans.length, 3);
    // The clock that stamps the arrival has whole milliseconds.
    for (const [index, { from }] of spans.entries()) assert.ok(from + 1 >= (spans[index - 1]?.to ?? 0));
  });

  it('uses the connection for the next question, once the last bytes of a reply are there', async () => {
    // The transport of the other tests has several connections by now, any of which would do.
    const own = createUndiciTransport(directOptions);
    const ended = Promise.withResolvers<void>();
    const watched: Transport = {
      ...own,
      async fetch(...request) {
        const response = await own.fetch(...request);
        return { ...response, read: (onChunk) => response.read(onChunk).finally(ended.resolve) };
      },
    };
    server.next(reply, reply);
    await ask({ through: watched });
    await ended.promise;
    await new Promise(setImmediate);
    await ask({ through: watched });
    await own.close();
    assert.equal(server.requests[1]?.remotePort, server.requests[0]?.remotePort);
  });

  it('closes the connection when the reader leaves', async () => {
    server.next({ type: 'endless', piece: 'and so on ' });
    for await (const part of await stream()) {
      assert.equal(part.type, 'text-delta');
      break;
    }
    assert.equal((await server.requests[0]?.closed)?.by, 'client');
  });

  interface Question {
    readonly through?: Transport;
    readonly key?: string;
    readonly mode?: string;
    readonly model?: string;
    readonly messages?: readonly Message[];
    readonly options?: ModelOptions;
    readonly tools?: readonly Tool[];
    readonly toolChoice?: 'required';
    readonly base?: string;
  }

  async function stream(question: Question = {}) {
    const {
      through = transport,
      key = testKeys.payAsYouGo,
      mode = 'api-key',
      base = server.payAsYouGoBase,
      ...request
    } = question;
    const { api } = findApi('zhipu', 'bigmodel') ?? assert.fail();
    const provider = await api.create(
      { credentials: { apiKey: key }, authMode: mode, baseUrl: base, language: 'zh-cn' },
      through,
    );
    return provider.stream(
      { model: 'glm-4.7', messages: [{ role: 'user', text: '你好' }], ...request },
      new AbortController().signal,
    );
  }

  async function ask(question?: Question) {
    return collect(await stream(question));
  }
});
