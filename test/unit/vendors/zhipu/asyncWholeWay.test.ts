import assert from 'node:assert/strict';
import { ProviderError } from '../../../../src/core/error.ts';
import type { StreamPart } from '../../../../src/core/streamPart.ts';
import type { Transport } from '../../../../src/core/transport.ts';
import type { StartTimer } from '../../../../src/net/timers.ts';
import {
  createUndiciTransport,
  directOptions,
  type UndiciTransport,
} from '../../../../src/net/undiciTransport.ts';
import { createProvider } from '../../../../src/vendors/zhipu/provider.ts';
import { until } from '../../../until.ts';
import { htmlPage } from '../../../vendors/loopback/scenario.ts';
import { type BigModelServer, startBigModelServer, testKeys } from '../../../vendors/zhipu/bigModelServer.ts';
import type { GlmReply, Look, Task, TaskScenario } from '../../../vendors/zhipu/scenario.ts';
import { collect, fakeTimers, providerError } from '../../net/fakes.ts';

/* Time passes as fast as it is waited for, for the server as well: it judges tokens by the same clock. */
describe('Zhipu async completion, the whole way', () => {
  let server: BigModelServer;
  let undici: UndiciTransport;
  let transport: Transport;
  let now: number;

  const reply: GlmReply = {
    type: 'reply',
    reasoning: '想一想',
    text: ['Grüße ', '😀'],
    usage: { promptTokens: 5, completionTokens: 9 },
  };
  const parts: readonly StreamPart[] = [
    { type: 'reasoning-delta', text: '想一想' },
    { type: 'text-delta', text: 'Grüße 😀' },
    {
      type: 'finish',
      reason: 'stop',
      rawReason: 'stop',
      usage: { inputTokens: 5, outputTokens: 9, cachedTokens: 0, reasoningTokens: 0 },
    },
  ];

  before(async () => {
    server = await startBigModelServer({ now: () => now });
    undici = createUndiciTransport(directOptions);
    transport = { ...undici, now: () => now };
  });

  beforeEach(() => {
    now = 1_767_323_045_000;
    server.reset();
  });

  after(async () => {
    await server.close();
    await undici.close();
  });

  const task = (before: number | readonly Look[], outcome: Look): Task => ({
    type: 'task',
    before,
    outcome,
  });

  it('leaves the question and looks until the reply is there', async () => {
    server.tasks.next({ ...task(3, reply), id: 'task/1 ü?' });
    assert.deepEqual(await ask(), { parts });
    assert.deepEqual(seen(), ['async', ...Array(4).fill('async-result')]);
    assert.ok(server.requests.every(({ refusal }) => refusal === undefined));
  });

  it('sends with every option what the server takes', async () => {
    for (const options of [
      { webSearch: true, thinking: false },
      { temperature: 0, stop: ['END'] },
    ]) {
      server.tasks.next(task(0, reply));
      const { error } = await ask({ options: { ...options, async: true } });
      assert.equal(error, undefined);
    }
  });

  it('names the model that answered instead', async () => {
    server.tasks.next(task(0, { ...reply, model: 'GLM-4.7' }), task(0, { ...reply, model: 'GLM-4.6' }));
    assert.deepEqual((await ask()).parts, parts);
    assert.deepEqual((await ask()).parts.at(-1), { ...parts.at(-1), model: 'glm-4.6' });
  });

  it('bears with a busy server, a gateway’s page and a lost connection while it looks', async () => {
    const looks: readonly Look[] = [
      { type: 'error', code: '1302' },
      { type: 'error', code: '1234' },
      htmlPage(502),
      { ...reply, interruption: { type: 'cut', afterBytes: 30 } },
    ];
    server.tasks.next(task(looks, reply));
    assert.deepEqual(await ask(), { parts });
    assert.equal(server.requests.length, 2 + looks.length);
  });

  it('ends with what the vendor says when the task fails', async () => {
    const outcomes: readonly (readonly [Look, Parameters<typeof providerError>[1]])[] = [
      ['FAIL', 'unavailable'],
      [{ type: 'error', code: '1301' }, 'content-filter'],
      [{ type: 'error', code: '1113' }, 'quota'],
      [{ ...reply, finishReason: 'network_error' }, 'unavailable'],
      [htmlPage(200), 'protocol'],
    ];
    for (const [outcome, kind] of outcomes) {
      server.tasks.next(task(1, outcome));
      providerError((await ask()).error, kind);
    }
    assert.equal(server.requests.length, 3 * outcomes.length);
  });

  it('has its unknown task refused, and says so', async () => {
    server.tasks.next({
      type: 'body',
      status: 200,
      headers: { 'Content-Type': 'application/json' },
      body: '{"id":"elsewhere","task_status":"PROCESSING"}',
    });
    assert.equal(providerError((await ask()).error, 'invalid-request').details.code, '1214');
  });

  it('leaves a question that was perhaps taken no second time', async () => {
    const submissions: readonly TaskScenario[] = [
      { type: 'task', outcome: reply, interruption: { type: 'cut', afterBytes: 20 } },
      { type: 'task', outcome: reply, interruption: { type: 'cut', afterBytes: 0, reset: true } },
      { type: 'error', code: '1234' },
    ];
    for (const submission of submissions) {
      server.tasks.next(submission);
      const { error } = await ask();
      assert.ok(error instanceof ProviderError && !error.details.retryable);
    }
    assert.deepEqual(seen(), Array(submissions.length).fill('async'));
  });

  it('asks with a fresh token when a task outlives the one before', async () => {
    server.tasks.next(task(40, reply));
    assert.deepEqual(await ask({ authMode: 'jwt' }), { parts });
    const tokens = server.requests.map(({ authentication }) =>
      authentication.type === 'jwt' ? authentication.token : authentication.type,
    );
    assert.equal(tokens.length, 42);
    assert.equal(new Set(tokens).size, 2);
    assert.ok(now - 1_767_323_045_000 > 210_000);
  });

  it('keeps to one question at a time on a Coding Plan, looks included', async () => {
    server.tasks.always(task(1, reply));
    const coding = { key: testKeys.coding, base: server.codingBase };
    const answers = await Promise.all([ask(coding), ask(coding)]);
    for (const answer of answers) assert.deepEqual(answer, { parts });
    const each = ['async', 'async-result', 'async-result'];
    assert.deepEqual(seen(), [...each, ...each]);
  });

  it('stops between two looks', async () => {
    server.tasks.next(task(0, reply));
    const timers = fakeTimers();
    const user = new AbortController();
    const answer = ask({ timer: timers.start, signal: user.signal });
    await until('the pause between two looks', () => timers.running > 0);
    user.abort();
    const { error, parts: none } = await answer;
    providerError(error, 'cancelled');
    assert.deepEqual([none, timers.running, seen()], [[], 0, ['async']]);
  });

  it('closes the connection when it is stopped in the middle of a look, or of leaving the question', async () => {
    const hold = { type: 'hold', after: 'request' } as const;
    const held: readonly (readonly [TaskScenario, number])[] = [
      [{ type: 'task', outcome: reply, interruption: hold }, 0],
      [{ type: 'task', outcome: reply, interruption: { ...hold, after: 'headers' } }, 0],
      [task(0, { ...reply, interruption: hold }), 1],
      [task(0, { ...reply, interruption: { ...hold, after: 'headers' } }), 1],
    ];
    for (const [scenario, index] of held) {
      server.reset();
      server.tasks.next(scenario);
      const user = new AbortController();
      const answer = ask({ signal: user.signal });
      const request = await server.received(index);
      user.abort();
      providerError((await answer).error, 'cancelled');
      assert.equal((await request.closed).by, 'client');
      assert.equal(server.requests.length, index + 1);
    }
  });

  interface Question {
    readonly authMode?: string;
    readonly key?: string;
    readonly base?: string;
    readonly options?: object;
    readonly timer?: StartTimer;
    readonly signal?: AbortSignal;
  }

  function ask({
    authMode = 'api-key',
    key = testKeys.payAsYouGo,
    base = server.payAsYouGoBase,
    options = { async: true },
    timer = pass,
    signal = new AbortController().signal,
  }: Question = {}) {
    const provider = createProvider(
      { credentials: { apiKey: key }, authMode, baseUrl: base, language: 'zh-cn' },
      transport,
      { timer, random: () => 0.5 },
    );
    const messages = [{ role: 'user', text: '你好' }] as const;
    return collect(provider.stream({ model: 'glm-4.7', messages, options }, signal));
  }

  function pass(...[delayMs, onEnd]: Parameters<StartTimer>): ReturnType<StartTimer> {
    now += Math.ceil(delayMs);
    setImmediate(onEnd);
    return { refresh: () => {}, stop: () => {} };
  }

  function seen(): readonly unknown[] {
    return server.requests.map(({ address }) => address?.call.type);
  }
});
