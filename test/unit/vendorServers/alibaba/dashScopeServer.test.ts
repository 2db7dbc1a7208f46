import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { dashScopeErrors } from '../../../vendors/alibaba/dashScopeErrors.ts';
import type { DashScopeScenario } from '../../../vendors/alibaba/dashScopePlan.ts';
import {
  type DashScopeServer,
  type DashScopeServerOptions,
  startDashScopeServer,
  testDashScopeKeys,
} from '../../../vendors/alibaba/dashScopeServer.ts';

interface Chunk {
  readonly choices: readonly {
    readonly delta?: { readonly tool_calls?: readonly unknown[] };
    readonly finish_reason: string | null;
  }[];
  readonly usage: object | null;
}

const sound = { model: 'qwen-plus', stream: true, messages: [{ role: 'user', content: 'Hello' }] };
const toolCalls = [
  { id: 'call_1', name: 'read', arguments: ['{"path"', ':"a"}'] },
  { id: 'call_2', name: 'list', arguments: ['{}'] },
];

let server: DashScopeServer;

async function start(options: DashScopeServerOptions = {}): Promise<void> {
  server = await startDashScopeServer({ now: () => 1_767_323_045_000, ...options });
}

function post(
  body: object = {},
  { key = testDashScopeKeys.payAsYouGo as string, url = `${server.payAsYouGoBase}/chat/completions` } = {},
): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ ...sound, ...body }),
  });
}

async function stream(scenario: DashScopeScenario, body?: object): Promise<Chunk[]> {
  server.next(scenario);
  const text = await (await post(body)).text();
  return [...text.matchAll(/^data: (\{.*\})$/gm)].map(([, json]) => JSON.parse(json ?? '') as Chunk);
}

describe('DashScope server', () => {
  afterEach(() => server.close());

  it('streams in the vendor’s framing', async () => {
    await start();
    server.next({ type: 'reply', reasoning: ['Hm'], text: ['你', '好'] });
    const response = await post({ stream_options: { include_usage: true } });
    assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/);
    const id = 'chatcmpl-00000000-0000-4000-8000-000000000001';
    const rest = `"created":1767323045,"system_fingerprint":null,"model":"qwen-plus","id":"${id}"`;
    const event = (delta: string, finish = 'null') =>
      `data: {"choices":[{"delta":${delta},"finish_reason":${finish},"index":0,"logprobs":null}],"object":"chat.completion.chunk","usage":null,${rest}}\n\n`;
    assert.equal(
      await response.text(),
      [
        event('{"content":null,"reasoning_content":"Hm","role":"assistant"}'),
        event('{"content":"你","reasoning_content":null}'),
        event('{"content":"好","reasoning_content":null}'),
        event('{"content":""}', '"stop"'),
        `data: {"choices":[],"object":"chat.completion.chunk","usage":{"prompt_tokens":6,"completion_tokens":3,"total_tokens":9,"completion_tokens_details":{"reasoning_tokens":1},"prompt_tokens_details":{"cached_tokens":0}},${rest}}\n\n`,
        'data: [DONE]\n\n',
      ].join(''),
    );
  });

  it('tells the usage of a stream only if asked', async () => {
    await start();
    const chunks = await stream({ type: 'reply', text: 'x' });
    assert.ok(chunks.every(({ usage, choices }) => usage === null && choices.length === 1));
  });

  it('answers whole when no stream is asked for', async () => {
    await start();
    server.next({ type: 'reply', text: '好', toolCalls });
    const answer = (await (await post({ stream: undefined })).json()) as Chunk;
    assert.deepEqual(answer.choices, [
      {
        message: {
          role: 'assistant',
          content: '好',
          tool_calls: [
            {
              id: 'call_1',
              type: 'function',
              function: { name: 'read', arguments: '{"path":"a"}' },
              index: 0,
            },
            { id: 'call_2', type: 'function', function: { name: 'list', arguments: '{}' }, index: 1 },
          ],
        },
        finish_reason: 'tool_calls',
        index: 0,
        logprobs: null,
      },
    ]);
    assert.ok(answer.usage);
  });

  it('cuts calls into fragments with empty ids and no names, in turns if told', async () => {
    await start();
    const fragments = async (scenario: object): Promise<unknown[]> => {
      const chunks = await stream({ type: 'reply', toolCalls, ...scenario });
      assert.equal(chunks.at(-1)?.choices[0]?.finish_reason, 'tool_calls');
      return chunks.slice(0, -1).map(({ choices }) => choices[0]?.delta?.tool_calls?.[0]);
    };
    const later = (index: number, piece: string, name: object = { name: null }) => ({
      index,
      id: '',
      type: 'function',
      function: { ...name, arguments: piece },
    });
    const first = { index: 0, id: 'call_1', type: 'function', function: { name: 'read', arguments: '' } };
    const second = { index: 1, id: 'call_2', type: 'function', function: { name: 'list', arguments: '' } };
    assert.deepEqual(await fragments({}), [
      first,
      later(0, '{"path"'),
      later(0, ':"a"}'),
      second,
      later(1, '{}'),
    ]);
    assert.deepEqual(await fragments({ interleaved: true, laterNames: 'absent' }), [
      first,
      second,
      later(0, '{"path"', {}),
      later(1, '{}', {}),
      later(0, ':"a"}', {}),
    ]);
  });

  it('binds keys to region and plan', async () => {
    await start();
    const code = async (options: { key?: string; url?: string }, body = {}): Promise<unknown> => {
      const response = await post(body, options);
      const error = (await response.text()).match(/"code":"(\w+)"/)?.[1];
      return [response.status, error];
    };
    const coding = `${server.codingBase}/chat/completions`;
    const coder = { model: 'qwen3-coder-plus' };
    const refused = [401, 'invalid_api_key'];
    assert.deepEqual(await code({}), [200, undefined]);
    assert.deepEqual(await code({ key: testDashScopeKeys.coding, url: coding }, coder), [200, undefined]);
    assert.deepEqual(await code({ key: testDashScopeKeys.coding }), refused);
    assert.deepEqual(await code({ url: coding }, coder), refused);
    assert.deepEqual(await code({ key: testDashScopeKeys.singapore }), refused);
    assert.deepEqual(await code({ key: 'sk-unknown' }), refused);
    await server.close();
    await start({ region: 'singapore' });
    assert.deepEqual(await code({ key: testDashScopeKeys.singapore }), [200, undefined]);
    assert.deepEqual(await code({}), refused);
  });

  it('refuses a key as told, and requests that break the rules', async () => {
    await start({
      keys: [{ key: 'sk-poor', region: 'beijing', plan: 'pay-as-you-go', refusedWith: 'Arrearage' }],
    });
    assert.equal((await post({}, { key: 'sk-poor' })).status, 400);
    await server.close();
    await start();
    const response = await post({ temperature: 2 });
    assert.equal(response.status, 400);
    assert.deepEqual(await response.json(), {
      error: {
        message: 'Temperature should be in [0.0, 2.0)',
        type: 'invalid_request_error',
        param: null,
        code: 'invalid_parameter_error',
      },
      request_id: '00000000-0000-4000-8000-000000000001',
    });
    assert.equal(
      (await post({}, { url: `${server.origin}/compatible-mode/v1/v1/chat/completions` })).status,
      404,
    );
    assert.equal((await fetch(`${server.payAsYouGoBase}/chat/completions`)).status, 405);
    assert.equal((await post({ model: 'qwen-99' })).status, 404);
  });

  it('speaks every error of the table in both shapes', async () => {
    await start();
    for (const [code, documented] of Object.entries(dashScopeErrors)) {
      server.next({ type: 'error', code }, { type: 'error', code, shape: 'native' });
      const openAi = await post();
      assert.equal(openAi.status, documented.status, code);
      const { error } = (await openAi.json()) as { error: { code: string; message: string } };
      assert.deepEqual([error.code, error.message], [documented.code, documented.message]);
      const native = (await (await post()).json()) as { code: string; message: string };
      assert.deepEqual([native.code, native.message], [code, documented.message]);
    }
    server.next({ type: 'error', code: 'Throttling', headers: { 'Retry-After': '7' }, shape: 'empty' });
    const empty = await post();
    assert.deepEqual([empty.headers.get('retry-after'), await empty.text()], ['7', '']);
  });

  it('fails in the middle of a stream', async () => {
    await start();
    const interruption = { type: 'error-object', afterPieces: 1, code: 'DataInspectionFailed' } as const;
    const chunks = await stream({ type: 'reply', text: ['a', 'b'], interruption });
    assert.equal(chunks.length, 2);
    assert.match(JSON.stringify(chunks[1]), /"code":"data_inspection_failed"/);
    server.next({ type: 'reply', text: 'a', interruption: { type: 'cut', afterBytes: 10 } });
    await assert.rejects(async () => (await post()).text());
  });

  it('thinks no longer than the budget, and answers a probe with length', async () => {
    await start();
    const body = { enable_thinking: true, thinking_budget: 1, stream_options: { include_usage: true } };
    const text = await (await post(body)).text();
    assert.match(text, /"reasoning_tokens":1\}/);
    const probe = (await (await post({ stream: false, max_tokens: 1 })).json()) as Chunk;
    assert.equal(probe.choices[0]?.finish_reason, 'length');
  });

  it('completes text in Beijing, and lists its models', async () => {
    await start();
    const complete = (body: object): Promise<Response> =>
      post(
        { model: 'qwen-coder-turbo', prompt: 'def ', ...body },
        { url: `${server.payAsYouGoBase}/completions` },
      );
    server.next({ type: 'reply', text: ['add', '()'] }, { type: 'reply', text: ['add', '()'] });
    const answer = (await (await complete({ stream: false })).json()) as { choices: { text: string }[] };
    assert.equal(answer.choices[0]?.text, 'add()');
    const texts = [...(await (await complete({})).text()).matchAll(/"text":"(.*?)"/g)].map(
      ([, text]) => text,
    );
    assert.deepEqual(texts, ['add', '()', '']);
    const list = await fetch(`${server.payAsYouGoBase}/models`, {
      headers: { Authorization: `Bearer ${testDashScopeKeys.payAsYouGo}` },
    });
    assert.match(await list.text(), /"id":"qwen3-coder-plus".*"id":"qwen-coder-turbo"/);
    assert.equal((await fetch(`${server.payAsYouGoBase}/models`)).status, 401);
    await server.close();
    await start({ region: 'singapore' });
    assert.equal((await complete({})).status, 404);
  });
});
