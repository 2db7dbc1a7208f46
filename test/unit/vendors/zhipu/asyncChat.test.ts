import assert from 'node:assert/strict';
import { ProviderError } from '../../../../src/core/error.ts';
import type { StreamPart } from '../../../../src/core/streamPart.ts';
import type { Connection } from '../../../../src/core/vendor.ts';
import { createProvider } from '../../../../src/vendors/zhipu/provider.ts';
import { until } from '../../../until.ts';
import {
  type Answer,
  collect,
  type FakeTransport,
  fakeTimers,
  fakeTransport,
  providerError,
} from '../../net/fakes.ts';

describe('Zhipu async completion', () => {
  const baseUrl = 'https://open.bigmodel.cn/api/paas/v4';
  const key = '0123456789abcdef0123456789abcdef.AbCdEfGhIjKlMnOp';
  const task = { model: 'glm-4.7', id: '2026/7', request_id: 'r-1' };
  const processing = json({ ...task, task_status: 'PROCESSING' });
  const success = (model = 'GLM-4.7') =>
    json({
      ...task,
      model,
      task_status: 'SUCCESS',
      choices: [
        {
          index: 0,
          finish_reason: 'stop',
          message: { role: 'assistant', content: 'Hi', reasoning_content: 'Hm' },
        },
      ],
      usage: { prompt_tokens: 1, completion_tokens: 2 },
    });
  const parts: readonly StreamPart[] = [
    { type: 'reasoning-delta', text: 'Hm' },
    { type: 'text-delta', text: 'Hi' },
    { type: 'finish', reason: 'stop', rawReason: 'stop', usage: { inputTokens: 1, outputTokens: 2 } },
  ];
  let now: number;
  let waited: number[];

  beforeEach(() => {
    now = 1_767_323_045_000;
    waited = [];
  });

  it('leaves the question, looks again and again, and gives the reply', async () => {
    const transport = fakeTransport([processing, processing, processing, success()], () => now);
    assert.deepEqual(await ask(transport), { parts });
    const [submitted, ...looks] = transport.sent;
    assert.deepEqual(
      [submitted?.method, submitted?.url, submitted?.headers['authorization']],
      ['POST', `${baseUrl}/async/chat/completions`, `Bearer ${key}`],
    );
    assert.deepEqual(JSON.parse(submitted?.body ?? ''), {
      model: 'glm-4.7',
      messages: [{ role: 'user', content: 'Hi?' }],
    });
    assert.deepEqual(
      looks.map(({ method, url }) => `${method} ${url}`),
      Array(3).fill(`GET ${baseUrl}/async-result/2026%2F7`),
    );
    assert.ok(looks.every(({ headers }) => headers['authorization'] === `Bearer ${key}`));
    assert.equal(submitted?.headers['content-type'], 'application/json');
    assert.ok(transport.sent.every(({ headers }) => headers['accept-language'] === 'en-US,en'));
  });

  it('looks less and less often, with jitter', async () => {
    const answers = [...Array<Answer>(8).fill(processing), success()];
    await ask(fakeTransport(answers, () => now));
    assert.deepEqual(waited, [1500, 2250, 3375, 5062.5, 7593.75, 8000, 8000, 8000]);
    waited = [];
    await ask(
      fakeTransport([processing, success()], () => now),
      { random: () => 0 },
    );
    await ask(
      fakeTransport([processing, success()], () => now),
      { random: () => 1 },
    );
    assert.deepEqual(waited.map(Math.round), [1200, 1800]);
  });

  it('says so when another model has answered', async () => {
    const { parts: answer } = await ask(fakeTransport([processing, success('glm-4.6')], () => now));
    assert.deepEqual(answer.at(-1), { ...parts.at(-1), model: 'glm-4.6' });
    for (const model of ['glm-4.7', '']) {
      assert.deepEqual(await ask(fakeTransport([processing, success(model)], () => now)), { parts });
    }
    const lastModel = async (asked: string) =>
      (
        await ask(
          fakeTransport([processing, success('GLM-4.7')], () => now),
          { model: asked },
        )
      ).parts.at(-1);
    assert.deepEqual(await lastModel('GLM-4.7'), parts.at(-1));
    assert.deepEqual(await lastModel('GLM-4.6'), { ...parts.at(-1), model: 'glm-4.7' });
  });

  it('gives calls ids where they have none, and tells the limits', async () => {
    const choices = [
      {
        finish_reason: 'tool_calls',
        message: { tool_calls: [{ function: { name: 'ls', arguments: '{}' } }] },
      },
    ];
    const answer = json({ task_status: 'SUCCESS', choices });
    const headers = {
      ...answer.headers,
      'x-ratelimit-limit-requests': '60',
      'x-ratelimit-remaining-requests': '59',
    };
    const { parts: got } = await ask(fakeTransport([processing, { ...answer, headers }], () => now));
    assert.deepEqual(got, [
      { type: 'tool-call', id: 'call_00000000-0000-4000-8000-000000000001', name: 'ls', input: '{}' },
      {
        type: 'finish',
        reason: 'tool-calls',
        rawReason: 'tool_calls',
        rateLimit: { requestLimit: 60, requestsLeft: 59 },
      },
    ]);
  });

  it('bears with passing failures while it looks, and with no others', async () => {
    const busy = fakeTransport(
      [
        processing,
        failure(429, '1302'),
        failure(500, '1234'),
        { ending: new ProviderError('network', 'reset', { retryable: true }) },
        success(),
      ],
      () => now,
    );
    assert.deepEqual(await ask(busy), { parts });
    for (const [answer, kind] of [
      [failure(429, '1113'), 'quota'],
      [failure(400, '1214'), 'invalid-request'],
      [failure(404, '1222'), 'invalid-request'],
      [json({ ...task, task_status: 'FAIL' }), 'unavailable'],
      [json({ ...task, task_status: 'SUCCESS', video_result: [] }), 'protocol'],
      [json({ error: { code: '1301', message: 'no' } }), 'content-filter'],
      [json('text'), 'protocol'],
    ] as const) {
      const transport = fakeTransport([processing, answer], () => now);
      const { error, parts: none } = await ask(transport);
      assert.notEqual(providerError(error, kind).details.retryable, true);
      assert.equal(none.length, 0);
      assert.equal(transport.sent.length, 2);
    }
  });

  it('gives the vendor’s id of a request that failed, from wherever it is', async () => {
    const error = { error: { code: '1214', message: 'no' } };
    const failed = { ...task, task_status: 'FAIL' };
    for (const [answers, id] of [
      [[json(failed)], 'r-1'],
      [[json({ ...failed, request_id: undefined })], '2026/7'],
      [[json({ ...failed, request_id: undefined, id: undefined })], undefined],
      [[{ ...json({ ...error, request_id: 'r-2' }), status: 400 }], 'r-2'],
      [[json({ ...error, request_id: 'r-3' })], 'r-3'],
    ] as const) {
      const { error: thrown } = await ask(fakeTransport([processing, ...answers], () => now));
      assert.ok(thrown instanceof ProviderError);
      assert.equal(thrown.details.requestId, id);
    }
    const refused = { ...json({ ...error, request_id: 'r-4' }), status: 400 };
    const { error: thrown } = await ask(fakeTransport([refused], () => now));
    assert.ok(thrown instanceof ProviderError && thrown.details.requestId === 'r-4');
  });

  it('leaves no question twice: only a refusal may be repeated', async () => {
    for (const [answer, kind, retryable] of [
      [failure(429, '1302'), 'rate-limit', true],
      [failure(500, '1234'), 'unavailable', false],
      [failure(429, '1113'), 'quota', false],
      [json({ task_status: 'PROCESSING' }), 'protocol', false],
      [json({ id: '7', error: { code: '1301', message: 'no' } }), 'content-filter', false],
      [{ ...json(task), status: 201 }, 'protocol', false],
    ] as const) {
      const transport = fakeTransport([answer], () => now);
      const { error } = await ask(transport);
      assert.equal(providerError(error, kind).details.retryable, retryable);
      assert.equal(transport.sent.length, 1);
    }
  });

  it('gives up after ten minutes', async () => {
    const transport = fakeTransport([processing], () => now);
    const { error } = await ask(transport);
    assert.notEqual(providerError(error, 'timeout').details.retryable, true);
    const total = waited.reduce((sum, ms) => sum + ms, 0);
    assert.ok(total > 600_000 && total < 610_000, String(total));
  });

  it('looks once more when the ten minutes are just over', async () => {
    for (const [passedMs, looks] of [
      [600_000, 1],
      [600_001, 0],
    ] as const) {
      const transport = fakeTransport([processing, success()], () => now);
      const { error } = await ask(transport, { passes: () => passedMs });
      assert.equal(error === undefined, looks === 1);
      assert.equal(transport.sent.length, 1 + looks);
    }
  });

  it('stops waiting as soon as it is stopped', async () => {
    const timers = fakeTimers();
    const transport = fakeTransport([processing], () => now);
    const provider = createProvider(connection(), transport, { timer: timers.start });
    const user = new AbortController();
    const answer = collect(provider.stream(request(), user.signal));
    await until('the pause between two looks', () => timers.running > 0);
    user.abort();
    providerError((await answer).error, 'cancelled');
    await new Promise(setImmediate);
    assert.equal(timers.running, 0);
    assert.equal(transport.sent.length, 1);
  });

  it('signs a token for each request, and another one when it is refused', async () => {
    const transport = fakeTransport([processing, failure(401, '1003'), processing, success()], () => now);
    const { error } = await ask(transport, { authMode: 'jwt' });
    assert.equal(error, undefined);
    const tokens = transport.sent.map(({ headers }) => headers['authorization']);
    assert.equal(tokens[1], tokens[0]);
    assert.notEqual(tokens[2], tokens[1]);
    assert.ok(tokens.every((token) => token?.split('.').length === 3));
  });

  function ask(
    transport: FakeTransport,
    {
      random = (): number => 0.5,
      authMode = 'api-key',
      model = 'glm-4.7',
      passes = (delayMs: number) => delayMs,
    } = {},
  ) {
    const provider = createProvider(connection(authMode), transport, {
      random,
      // Time passes as fast as it is waited for.
      timer(delayMs, onEnd) {
        waited.push(delayMs);
        now += passes(delayMs);
        setImmediate(onEnd);
        return { refresh: () => {}, stop: () => {} };
      },
    });
    return collect(provider.stream({ ...request(), model }, new AbortController().signal));
  }

  function connection(authMode = 'api-key'): Connection {
    return { credentials: { apiKey: key }, authMode, baseUrl, language: 'en' };
  }

  function request() {
    return { model: 'glm-4.7', messages: [{ role: 'user', text: 'Hi?' }], options: { async: true } } as const;
  }
});

function json(value: unknown): Answer {
  return { headers: { 'content-type': 'application/json' }, chunks: [JSON.stringify(value)] };
}

function failure(status: number, code: string): Answer {
  return { ...json({ error: { code, message: 'no' } }), status };
}
