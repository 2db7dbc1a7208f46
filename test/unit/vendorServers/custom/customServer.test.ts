import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { customErrors } from '../../../vendors/custom/customErrors.ts';
import type { CustomScenario } from '../../../vendors/custom/customPlan.ts';
import { checkCustom } from '../../../vendors/custom/customRules.ts';
import {
  type CustomServer,
  type CustomServerOptions,
  customModels,
  startCustomServer,
} from '../../../vendors/custom/customServer.ts';
import { plain, servers } from '../../../vendors/custom/peculiarities.ts';

interface Chunk {
  readonly choices: readonly {
    readonly delta: Readonly<Record<string, unknown>>;
    readonly finish_reason?: string | null;
    readonly usage?: object;
  }[];
  readonly usage?: object;
}

const [model] = customModels;
const user = { role: 'user', content: 'Hello' };
const toolCalls = [{ id: 'call_1', name: 'read', arguments: ['{"path"', ':"a"}'] }];
const includeUsage = { stream_options: { include_usage: true } };

let server: CustomServer;

async function start(options: CustomServerOptions = {}): Promise<void> {
  server = await startCustomServer(options);
}

function post(
  body: object = {},
  headers: Readonly<Record<string, string>> = {},
  url = `${server.base}/chat/completions`,
): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify({ model, stream: true, messages: [user], ...body }),
  });
}

async function stream(scenario: CustomScenario, body?: object): Promise<{ text: string; chunks: Chunk[] }> {
  server.next(scenario);
  const text = await (await post(body)).text();
  const chunks = [...text.matchAll(/^data: ?(\{.*\})$/gm)].map(([, json]) => JSON.parse(json ?? '') as Chunk);
  return { text, chunks };
}

function deltas(chunks: readonly Chunk[]): unknown[] {
  return chunks.map(({ choices }) => choices[0]?.delta);
}

describe('custom server', () => {
  afterEach(() => server.close());

  it('streams like OpenAI without peculiarities', async () => {
    await start();
    const { text, chunks } = await stream({ type: 'reply', reasoning: 'Hm', text: ['a', 'b'] }, includeUsage);
    assert.deepEqual(deltas(chunks), [
      { role: 'assistant', content: '', reasoning_content: 'Hm' },
      { content: 'a' },
      { content: 'b' },
      {},
      undefined,
    ]);
    assert.deepEqual(
      chunks.map(({ choices }) => choices[0]?.finish_reason),
      [null, null, null, 'stop', undefined],
    );
    assert.deepEqual(
      chunks.map(({ usage }) => usage !== undefined),
      [false, false, false, false, true],
    );
    assert.ok(text.endsWith('data: [DONE]\n\n'));
    assert.equal((await stream({ type: 'reply', text: 'a' })).chunks.at(-1)?.usage, undefined);
  });

  it('streams fragments of calls, or whole ones, as its kind does', async () => {
    const calls = async (options: CustomServerOptions): Promise<unknown[]> => {
      await start(options);
      const { chunks } = await stream({ type: 'reply', toolCalls });
      assert.equal(chunks.at(-1)?.choices[0]?.finish_reason, 'tool_calls');
      return chunks.flatMap(({ choices }) => choices[0]?.delta['tool_calls'] ?? []);
    };
    assert.deepEqual(await calls({}), [
      { index: 0, id: 'call_1', type: 'function', function: { name: 'read', arguments: '' } },
      { index: 0, function: { arguments: '{"path"' } },
      { index: 0, function: { arguments: ':"a"}' } },
    ]);
    await server.close();
    const whole = { id: 'call_1', type: 'function', function: { name: 'read', arguments: '{"path":"a"}' } };
    assert.deepEqual(await calls({ peculiarities: servers.ollama }), [{ ...whole, index: 0 }]);
    await server.close();
    assert.deepEqual(await calls({ peculiarities: servers.homemade }), [whole]);
  });

  it('is Ollama: reasoning, the role in every chunk, and tags', async () => {
    await start({ peculiarities: servers.ollama });
    const { chunks } = await stream({ type: 'reply', reasoning: 'Hm', text: 'a' });
    assert.deepEqual(deltas(chunks), [
      { role: 'assistant', content: '', reasoning: 'Hm' },
      { role: 'assistant', content: 'a' },
      { role: 'assistant', content: '' },
    ]);
    const tags = (await (await fetch(`${server.origin}/api/tags`)).json()) as { models: { name: string }[] };
    assert.deepEqual(
      tags.models.map(({ name }) => name),
      customModels,
    );
  });

  it('is LM Studio: an unknown address is answered with 200', async () => {
    await start({ peculiarities: servers.lmStudio });
    const response = await post({}, {}, `${server.origin}/chat/completions`);
    assert.equal(response.status, 200);
    assert.deepEqual(await response.json(), {
      error: 'Unexpected endpoint or method. (POST /chat/completions)',
    });
    assert.equal((await post({ model: 'other' })).status, 404);
  });

  it('is DeepSeek: keeps alive with comments and empty lines', async () => {
    await start({ peculiarities: servers.deepSeek });
    assert.match((await stream({ type: 'reply', text: 'a' })).text, /^: connected\n\n: still here\ndata: /);
    server.next({ type: 'reply', text: 'a' });
    assert.match(await (await post({ stream: false })).text(), /^\n\n\{.*\}$/);
  });

  it('tells usage where its kind does', async () => {
    await start({ peculiarities: servers.kimi });
    const { chunks } = await stream({ type: 'reply', text: 'a' });
    assert.deepEqual(chunks.at(-1)?.choices[0]?.usage, {
      prompt_tokens: 6,
      completion_tokens: 1,
      total_tokens: 7,
    });
    assert.equal(chunks.at(-1)?.usage, undefined);
    for (const [usage, expected] of [
      ['with-finish', [false, true]],
      ['every-chunk', [true, true]],
      ['never', [false, false]],
    ] as const) {
      await server.close();
      await start({ peculiarities: { ...plain, usage } });
      const told = (await stream({ type: 'reply', text: 'a' }, includeUsage)).chunks;
      assert.deepEqual(
        told.map((chunk) => chunk.usage !== undefined),
        expected,
      );
    }
  });

  it('is homemade: no end mark, no finish reason before the end, no models, no space', async () => {
    await start({ peculiarities: servers.homemade });
    const { text, chunks } = await stream({ type: 'reply', text: ['a', 'b'] });
    assert.deepEqual(
      chunks.map(({ choices }) => choices[0]?.finish_reason),
      [undefined, undefined, 'stop'],
    );
    assert.match(text, /^data:\{/);
    assert.doesNotMatch(text, /DONE/);
    assert.equal((await post(includeUsage)).status, 400);
    const models = await fetch(`${server.base}/models`);
    assert.equal(models.status, 404);
    assert.deepEqual(await models.json(), { detail: 'Unexpected endpoint or method. (GET /v1/models)' });
  });

  it('demands key and headers, and lists models with them only', async () => {
    const headers = { 'X-Team': 'editors' };
    await start({ key: 'secret', headers });
    const key = { Authorization: 'Bearer secret' };
    assert.equal((await post({}, { ...headers, ...key })).status, 200);
    assert.equal((await post({}, headers)).status, 401);
    assert.equal((await post({}, { ...headers, Authorization: 'Bearer other' })).status, 401);
    assert.equal((await post({}, key)).status, 403);
    assert.equal((await fetch(`${server.base}/models`, { headers: { ...headers, ...key } })).status, 200);
    assert.equal((await fetch(`${server.base}/models`)).status, 403);
  });

  it('knows no address but its own', async () => {
    for (const basePath of ['/v1', '', '/proxy/openai']) {
      await start({ basePath });
      assert.equal((await post()).status, 200);
      assert.equal((await post({}, {}, `${server.base}/v1/chat/completions`)).status, 404);
      assert.equal((await post({}, {}, `${server.base}//chat/completions`)).status, 404);
      await server.close();
    }
    await start();
  });

  it('speaks every error in every shape', async () => {
    await start();
    for (const [code, { status, message }] of Object.entries(customErrors)) {
      for (const shape of ['openai', 'text', 'flat', 'detail'] as const) {
        server.next({ type: 'error', code, shape });
        const response = await post();
        assert.equal(response.status, status);
        assert.ok((await response.text()).includes(JSON.stringify(message)));
      }
    }
    const interruption = { type: 'error-object', afterPieces: 1, code: 'overloaded' } as const;
    const { text } = await stream({ type: 'reply', text: ['a', 'b'], interruption });
    assert.match(text, /data: \{"error":\{"message":"The server is busy.*\}\}\n\n$/);
  });
});

describe('custom server: rules for a request', () => {
  function judge(body: object, peculiarities = plain): string {
    const checked = checkCustom({ model, messages: [user], ...body }, customModels, peculiarities);
    return 'code' in checked ? checked.code : 'ok';
  }

  it('checks model, messages and parameters', () => {
    assert.equal(judge({}), 'ok');
    assert.equal(judge({ temperature: 2, top_p: 1, max_tokens: 1, stop: ['a'], unknown: 1 }), 'ok');
    assert.equal(judge({ model: 'other' }), 'model_not_found');
    for (const body of [
      { model: '' },
      { messages: [] },
      { temperature: 2.1 },
      { top_p: 0 },
      { max_tokens: 0 },
      { max_completion_tokens: 1.5 },
      { stop: ['a', 'b', 'c', 'd', 'e'] },
      { stream: 'yes' },
      { stream_options: { include_usage: true } },
      { tools: [] },
      { tool_choice: 'required' },
      { frequency_penalty: 3 },
    ]) {
      assert.equal(judge(body), 'invalid_request', JSON.stringify(body));
    }
  });

  it('can be strict about turns', () => {
    const strict = { ...plain, strictTurns: true };
    const system = { role: 'system', content: 'Be brief.' };
    const assistant = { role: 'assistant', content: 'Hi.' };
    const call = { id: '1', type: 'function', function: { name: 'read', arguments: '{}' } };
    const calling = { role: 'assistant', tool_calls: [call] };
    const answer = { role: 'tool', tool_call_id: '1', content: 'done' };
    const sound = [[user], [system, user, assistant, user], [user, calling, answer, assistant, user]];
    const refused = [
      [user, user],
      [assistant, user],
      [user, assistant, system, user],
      [system, system, user],
    ];
    for (const messages of sound) assert.equal(judge({ messages }, strict), 'ok', JSON.stringify(messages));
    for (const messages of refused) {
      assert.equal(judge({ messages }), 'ok');
      assert.equal(judge({ messages }, strict), 'invalid_request', JSON.stringify(messages));
    }
    assert.equal(judge({ messages: [system, user] }, { ...plain, refusesSystem: true }), 'invalid_request');
  });
});
