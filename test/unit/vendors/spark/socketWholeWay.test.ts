import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { ProviderError } from '../../../../src/core/error.ts';
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
import { errorTable } from '../../../vendors/spark/errorTable.ts';
import type { SocketReply } from '../../../vendors/spark/socketScenario.ts';
import { type SparkSocketServer, startSparkSocketServer } from '../../../vendors/spark/socketServer.ts';
import { collect, providerError } from '../../net/fakes.ts';

/* From the registry through the provider and ws to a server that checks requests as strictly as the vendor. */
describe('Spark WebSocket, the whole way', () => {
  let server: SparkSocketServer;
  let transport: UndiciTransport;
  let serverAhead = 0;

  before(async () => {
    server = await startSparkSocketServer({ now: () => Date.now() + serverAhead });
    transport = createUndiciTransport(directOptions);
  });

  beforeEach(() => {
    serverAhead = 0;
    server.reset();
  });

  after(async () => {
    await server.close();
    await transport.close();
  });

  const usage = { promptTokens: 5, completionTokens: 9 };
  const reply: SocketReply = { type: 'reply', text: ['# 标题\n', 'Grüße 😀', '\n'], usage };
  const parts: readonly StreamPart[] = [
    { type: 'text-delta', text: '# 标题\n' },
    { type: 'text-delta', text: 'Grüße 😀' },
    { type: 'text-delta', text: '\n' },
    { type: 'finish', reason: 'stop', usage: { inputTokens: 5, outputTokens: 9 } },
  ];

  it('is understood for every offered model, with every option it takes', async () => {
    for (const { id, thinking, webSearch, tools, maxOutputTokens } of socketApi().models) {
      server.next(reply, reply);
      assert.deepEqual(await ask({ model: id }), { parts }, id);
      const result = await ask({
        model: id,
        messages: [
          { role: 'system', text: 'Be brief.' },
          { role: 'user', text: 'Why?' },
        ],
        options: {
          temperature: 0.5,
          topK: 4,
          maxOutputTokens,
          userId: 'alice',
          ...(thinking === 'optional' && { thinking: true }),
          ...(thinking !== 'none' && { topP: 0.5, frequencyPenalty: 0.1, presencePenalty: 2 }),
          ...(webSearch && { webSearch: true }),
        },
        ...(tools && { tools: [{ name: '天气查询', description: 'Tells the weather', parameters: {} }] }),
      });
      assert.deepEqual(result, { parts }, id);
    }
    for (const { refusal } of server.requests) assert.equal(refusal, undefined);
  });

  it('sends only what was set, and a user id that is no constant and tells nothing', async () => {
    server.next(reply, reply);
    await ask({ model: 'generalv3.5' });
    await ask({ model: 'generalv3.5', options: { webSearch: true, temperature: 0.3 } });
    const [first, second] = server.requests.map(
      ({ body }) => body as Record<string, Record<string, unknown>>,
    );
    const { uid } = first?.['header'] ?? {};
    assert.match(String(uid), /^[0-9a-f]{32}$/);
    assert.deepEqual(first, {
      header: { app_id: testAccount.appId, uid },
      parameter: { chat: { domain: 'generalv3.5' } },
      payload: { message: { text: [{ role: 'user', content: '你好' }] } },
    });
    assert.deepEqual(second?.['parameter'], {
      chat: {
        domain: 'generalv3.5',
        temperature: 0.3,
        tools: [
          { type: 'web_search', web_search: { enable: true, show_ref_label: true, search_mode: 'normal' } },
        ],
      },
    });
    assert.equal(second?.['header']?.['uid'], uid);
  });

  it('gives reasoning, sources and calls of functions', async () => {
    server.next(
      { ...reply, reasoning: ['想', '一想'] },
      { ...reply, search: [{ index: 1, url: 'https://example.com/a', title: '甲' }] },
      { type: 'reply', functionCall: { name: 'read_file', arguments: '{"path":"a"}' }, usage },
    );
    const thinking = await ask({ model: 'spark-x' });
    assert.deepEqual(thinking.parts.slice(0, 2), [
      { type: 'reasoning-delta', text: '想' },
      { type: 'reasoning-delta', text: '一想' },
    ]);
    const searching = await ask({ options: { webSearch: true } });
    assert.deepEqual(searching.parts, [
      { type: 'source', title: '甲', number: 1, url: 'https://example.com/a' },
      ...parts,
    ]);
    const calling = await ask({
      tools: [{ name: 'read_file', description: 'Reads', parameters: { type: 'object' } }],
    });
    const [call, finish] = calling.parts;
    assert.ok(call?.type === 'tool-call' && /^call_[0-9a-f-]{36}$/.test(call.id));
    assert.deepEqual([call.name, call.input], ['read_file', '{"path":"a"}']);
    assert.ok(finish?.type === 'finish' && finish.reason === 'tool-calls');
  });

  it('understands every way of writing frames', async () => {
    for (const wire of [
      { fragments: 3 },
      { pings: true },
      { chunks: { type: 'bytes', size: 1 } },
      { chunks: { type: 'bytes', size: 7 }, fragments: 2, pings: true },
      { chunks: { type: 'messages', perChunk: 9 } },
    ] as const) {
      server.next({ ...reply, wire });
      assert.deepEqual(await ask(), { parts }, JSON.stringify(wire));
    }
    for (const lastFrame of ['empty text', 'no entry'] as const) {
      server.next({ ...reply, lastFrame });
      assert.deepEqual(await ask(), { parts }, lastFrame);
    }
  });

  it('understands recorded frames cut anywhere', async () => {
    const file = new URL('../../../fixtures/spark/chinese-emoji.jsonl', import.meta.url);
    const frames = readFileSync(file, 'utf8').trimEnd().split('\n');
    server.next({ type: 'frames', frames });
    const expected = await ask();
    assert.equal(expected.parts.length, frames.length + 1);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 1, max: 9 }),
        async (size, fragments) => {
          server.next({ type: 'frames', frames, wire: { fragments, chunks: { type: 'bytes', size } } });
          assert.deepEqual(await ask(), expected);
        },
      ),
      { numRuns: 10 },
    );
  });

  it('tells a cut reply from a whole one, whatever the close code', async () => {
    for (const interruption of [
      { type: 'close', afterFrames: 0, code: 1000 },
      { type: 'close', afterFrames: 2, code: 1000 },
      { type: 'close', afterFrames: 2, code: 1005 },
      { type: 'close', afterFrames: 2, code: 1011, reason: 'no' },
      { type: 'cut', afterFrames: 2 },
      { type: 'cut', afterFrames: 2, reset: true },
      { type: 'cut', afterFrames: 1, inFrame: true },
    ] as const) {
      server.next({ ...reply, interruption });
      const result = await ask();
      const { details } = providerError(result.error, 'network');
      assert.equal(details.retryable, true, JSON.stringify(interruption));
      assert.deepEqual(result.parts, parts.slice(0, interruption.afterFrames));
    }
  });

  it('ends with the last frame, however the server leaves', async () => {
    for (const ending of ['close', 'destroy', 'wait'] as const) {
      server.next({ ...reply, ending });
      assert.deepEqual(await ask(), { parts }, ending);
    }
    const closing = await server.requests[2]?.closed;
    assert.deepEqual([closing?.by, closing?.code], ['client', 1000]);
    assert.ok((closing?.afterMs ?? Infinity) < 1_500);
  });

  it('keeps the text when the service warns of it, and takes it back when it forbids it', async () => {
    const warning = { type: 'notice', kind: 'sensitive' } as const;
    server.next({ ...reply, interruption: { type: 'error', afterFrames: 3, code: '10019' } });
    const { usage: _, ...bare } = parts.at(-1) as Extract<StreamPart, { type: 'finish' }>;
    assert.deepEqual(await ask(), { parts: [...parts.slice(0, 3), warning, bare] });
    server.next({ ...reply, interruption: { type: 'error-after-last', code: '10019' } });
    assert.deepEqual(await ask(), { parts: [...parts.slice(0, 3), warning, ...parts.slice(3)] });
    server.next({ ...reply, interruption: { type: 'error-after-last', code: '10014' } });
    const forbidden = await ask();
    providerError(forbidden.error, 'content-filter');
    assert.deepEqual(forbidden.parts, parts.slice(0, 3));
  });

  it('names every failure of the table, before and in the middle of a reply', async () => {
    for (const code of Object.keys(errorTable)) {
      server.next({ type: 'error', code });
      const alone = await ask();
      assert.deepEqual(alone.parts, []);
      assert.ok(alone.error instanceof ProviderError && alone.error.details.code === code);
      assert.ok(alone.error.details.requestId?.startsWith('cht'));
      if (code === '10019') continue;
      server.next({ ...reply, interruption: { type: 'error', afterFrames: 2, code } });
      const midway = await ask();
      assert.deepEqual(midway.parts, parts.slice(0, 2));
      assert.ok(midway.error instanceof ProviderError && midway.error.details.code === code);
    }
  });

  it('names what is wrong with the key, and never shows it', async () => {
    const { apiKey, apiSecret } = testAccount;
    for (const [credentials, message, advice] of [
      [{ apiKey: 'f'.repeat(32) }, /fail to retrieve credential/, undefined],
      [{ apiKey: apiSecret, apiSecret: apiKey }, /fail to retrieve credential/, 'swapped-keys'],
      [{ apiSecret: apiSecret.toLowerCase() }, /does not match/, undefined],
    ] as const) {
      const { error } = await ask({ credentials });
      const failure = providerError(error, 'auth');
      assert.match(failure.message, message);
      assert.equal(failure.details.advice, advice);
      assert.equal(failure.details.status, 401);
      assert.ok(!JSON.stringify([failure, failure.message, failure.stack]).includes(apiSecret));
    }
    const unlicensed = await ask({ credentials: { appId: 'ffffffff' } });
    assert.equal(providerError(unlicensed.error, 'auth').details.advice, 'activate-model');
    server.nextHandshake({
      type: 'refuse',
      status: 401,
      message: `no credential ${apiKey} with ${apiSecret}`,
    });
    assert.equal(providerError((await ask()).error, 'auth').message, 'no credential … with …');
  });

  it('says by how much the clock is off', async () => {
    for (const ahead of [400_000, -400_000]) {
      serverAhead = ahead;
      const { details } = providerError((await ask()).error, 'auth');
      assert.equal(details.advice, 'clock');
      const off = (details.clockSkewMs ?? Number.NaN) + ahead;
      assert.ok(off >= -1_000 && off <= 2_000, `${details.clockSkewMs}`);
    }
    serverAhead = 290_000;
    server.next(reply);
    assert.deepEqual(await ask(), { parts });
  });

  it('names what else may happen to a handshake', async () => {
    const html = { type: 'body', headers: { 'Content-Type': 'text/html' }, body: '<html>' } as const;
    const cases = [
      [{ type: 'refuse', status: 404, message: 'no Route matched' }, 'invalid-request', 'other-address'],
      [{ type: 'refuse', status: 503, message: 'down' }, 'unavailable', undefined],
      [{ type: 'refuse', status: 429, message: 'API rate limit exceeded' }, 'rate-limit', undefined],
      [{ ...html, status: 502 }, 'unavailable', undefined],
      [{ ...html, status: 200 }, 'protocol', undefined],
      [{ type: 'redirect', location: 'https://elsewhere.test' }, 'protocol', undefined],
      [{ type: 'wrong accept' }, 'protocol', undefined],
      [{ type: 'cut' }, 'network', undefined],
    ] as const;
    for (const [scenario, kind, advice] of cases) {
      server.nextHandshake(scenario);
      const { error } = await ask();
      const { details, message } = providerError(error, kind);
      assert.equal(details.advice, advice, JSON.stringify(scenario));
      assert.ok(!/authorization|signature=/.test(message));
    }
  });

  it('asks one question at a time for each user', async () => {
    server.next({ ...reply, interruption: { type: 'hold', afterFrames: 1 } }, reply, reply);
    const first = ask();
    const second = ask();
    await server.received(0);
    const other = await ask({ options: { userId: 'somebody else' } });
    assert.deepEqual(other, { parts });
    assert.equal(server.handshakes.length, 2);
    server.release();
    assert.deepEqual(await first, { parts });
    assert.deepEqual(await second, { parts });
    for (const { refusal } of server.requests) assert.equal(refusal, undefined);
  });

  it('does not wait for its turn any more once it is stopped', async () => {
    server.next({ ...reply, interruption: { type: 'hold', afterFrames: 1 } });
    const first = ask();
    await server.received(0);
    const stop = new AbortController();
    const second = collect(await stream({}, stop.signal));
    stop.abort();
    providerError((await second).error, 'cancelled');
    server.release();
    await first;
    assert.equal(server.handshakes.length, 1);
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
      [{ model: 'general3' }, 'choose-model'],
      [{ options: { temperature: 0 } }, 'option'],
      [{ messages: [{ role: 'assistant', text: 'Hello' }] }, undefined],
    ] as const) {
      const { error } = await ask(request);
      assert.equal(providerError(error, 'invalid-request').details.advice, advice);
    }
    assert.equal(server.handshakes.length, 0);
    server.next(reply);
    assert.deepEqual(await ask({ model: 'lite', tools, toolChoice: 'none' }), { parts });
  });

  interface Question extends Partial<ChatRequest> {
    readonly credentials?: Readonly<Record<string, string>>;
    readonly through?: Transport;
  }

  async function stream(question: Question = {}, signal = new AbortController().signal) {
    const { credentials, through = transport, ...request } = question;
    const { appId, apiKey, apiSecret } = testAccount;
    const provider = await socketApi().create(
      {
        credentials: { appId, apiKey, apiSecret, ...credentials },
        authMode: 'key',
        baseUrl: server.origin,
        language: 'zh-cn',
      },
      through,
    );
    const messages = [{ role: 'user', text: '你好' }] as const;
    return provider.stream({ model: 'generalv3.5', messages, ...request }, signal);
  }

  async function ask(question?: Question) {
    return collect(await stream(question));
  }
});

function socketApi() {
  return findApi('spark', 'websocket')?.api ?? assert.fail();
}
