import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { gzipGarbage, htmlPage } from '../../../vendors/loopback/scenario.ts';
import { testAccount } from '../../../vendors/spark/accounts.ts';
import type { CompletionReply, CompletionScenario } from '../../../vendors/spark/completionScenario.ts';
import {
  type SparkCompletionServer,
  startSparkCompletionServer,
} from '../../../vendors/spark/completionServer.ts';
import { errorTable, httpCodes } from '../../../vendors/spark/errorTable.ts';

const now = 1_767_323_045_000;
const [{ password }] = testAccount.passwords;
const user = { role: 'user', content: 'Hello' };
const sound = { model: 'generalv3.5', stream: true, messages: [user] };
const reply: CompletionReply = { type: 'reply', text: ['你好', '🌏', '!'] };
const call = { id: 'call_1', name: 'get_weather', arguments: '{"city":"合肥"}' };
const tools = [
  { type: 'function', function: { name: 'get_weather', description: 'weather', parameters: {} } },
];

let server: SparkCompletionServer;

function post(body: unknown = sound, base = server.v1Base, token: string = password): Promise<Response> {
  return fetch(`${base}/chat/completions`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

async function play(scenario: CompletionScenario, body?: object, base?: string): Promise<string> {
  server.next(scenario);
  return (await post(body, base)).text();
}

type Chunk = Readonly<Record<string, unknown>> & {
  readonly choices: readonly {
    readonly delta: Record<string, unknown>;
    readonly finish_reason?: string | null;
  }[];
};

function parse(stream: string): readonly Chunk[] {
  return [...stream.matchAll(/^data:\s?(\{.*\})$/gm)].map(([, json]) => JSON.parse(json ?? '') as Chunk);
}

/** The code with which a request is refused, whatever shape that has. */
async function code(changes: object, base?: string): Promise<string> {
  const text = await (await post({ ...sound, ...changes }, base)).text();
  const first = (text.startsWith('data:') ? parse(text)[0] : JSON.parse(text)) as Record<string, unknown>;
  const error = first['error'] as { code: string } | undefined;
  return error?.code ?? String(first['code']);
}

describe('Spark HTTP server', () => {
  beforeEach(async () => {
    server = await startSparkCompletionServer({ now: () => now });
  });
  afterEach(() => server.close());

  it('streams on /v1 without a space, model or finish_reason, usage beside the last piece', async () => {
    server.next(reply);
    const response = await post();
    assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/);
    const stream = await response.text();
    const id = 'cha00000001@dx19b7ca98c88b8f550';
    const start = { code: 0, message: 'Success', sid: id, id, created: 1_767_323_045 };
    const lines = [
      { ...start, choices: [{ delta: { role: 'assistant', content: '你好' }, index: 0 }] },
      { ...start, choices: [{ delta: { role: 'assistant', content: '🌏' }, index: 0 }] },
      {
        ...start,
        choices: [{ delta: { role: 'assistant', content: '!' }, index: 0 }],
        usage: { prompt_tokens: 2, completion_tokens: 3, total_tokens: 5 },
      },
    ].map((chunk) => `data:${JSON.stringify(chunk)}\n\n`);
    assert.equal(stream, `${lines.join('')}data:[DONE]\n\n`);
  });

  it('streams on /v2 with reasoning, model, finish_reason and usage in a chunk of its own', async () => {
    const stream = await play(
      { type: 'reply', reasoning: 'Hm', text: 'Yes' },
      { ...sound, model: 'spark-x' },
      server.v2Base,
    );
    const chunks = parse(stream);
    assert.deepEqual(
      chunks.map(({ choices, model, object, usage }) => [
        choices[0]?.delta['reasoning_content'] ?? choices[0]?.delta['content'],
        choices[0]?.finish_reason,
        model,
        object,
        usage !== undefined,
      ]),
      [
        ['Hm', null, 'spark-x', 'chat.completion.chunk', false],
        ['Yes', 'stop', 'spark-x', 'chat.completion.chunk', false],
        [undefined, undefined, 'spark-x', 'chat.completion.chunk', true],
      ],
    );
    assert.ok(stream.endsWith('data:[DONE]\n\n'));
  });

  it('puts the space of X2.5', async () => {
    const stream = await play(reply, { ...sound, model: 'spark-x2.5' }, server.x2Base);
    assert.ok(stream.startsWith('data: {') && stream.endsWith('data: [DONE]\n\n'));
  });

  it('answers whole, with blank lines first if the connection is to be kept alive', async () => {
    const body = { ...sound, stream: false };
    const answer = JSON.parse(await play(reply, body)) as Record<string, unknown>;
    assert.equal(answer['code'], 0);
    assert.deepEqual(answer['choices'], [{ message: { role: 'assistant', content: '你好🌏!' }, index: 0 }]);
    assert.deepEqual(answer['usage'], { prompt_tokens: 2, completion_tokens: 3, total_tokens: 5 });
    const kept = await play(reply, { ...body, model: 'spark-x', keep_alive: true }, server.v2Base);
    assert.match(kept, /^\n+\{.*"finish_reason":"stop".*\}$/s);
  });

  it('sends tool calls as an object, or as a list if asked', async () => {
    const scenario: CompletionReply = { type: 'reply', toolCalls: [call] };
    const sent = {
      id: 'call_1',
      type: 'function',
      function: { arguments: call.arguments, name: call.name },
      index: 0,
    };
    const [single] = parse(await play(scenario, { ...sound, tools }));
    assert.deepEqual(single?.choices[0]?.delta['tool_calls'], sent);
    const [list] = parse(await play(scenario, { ...sound, tools, tool_calls_switch: true }));
    assert.deepEqual(list?.choices[0]?.delta['tool_calls'], [sent]);
    const whole = JSON.parse(await play(scenario, { ...sound, stream: false, tools })) as {
      choices: { message: { tool_calls: object } }[];
    };
    assert.deepEqual(whole.choices[0]?.message.tool_calls, sent);
    const nameless = { type: 'reply', toolCalls: [{ name: 'f', arguments: '{}' }] } as const;
    const [without] = parse(await play({ ...nameless, toolCallShape: 'list' }, { ...sound, tools }));
    assert.deepEqual(without?.choices[0]?.delta['tool_calls'], [
      { type: 'function', function: { arguments: '{}', name: 'f' }, index: 0 },
    ]);
  });

  it('answers the codes of its table inside 200 and the others as a 400 with an error object', async () => {
    for (const [each, message] of Object.entries(errorTable)) {
      server.next({ type: 'error', code: each });
      const response = await post();
      const body = (await response.json()) as Record<string, unknown>;
      if (httpCodes.includes(each)) {
        assert.deepEqual([response.status, body['code'], body['message']], [200, Number(each), message]);
        assert.match(String(body['sid']), /^cha/);
      } else {
        const error = body['error'] as Record<string, unknown>;
        assert.deepEqual([response.status, error['code']], [400, each]);
        assert.match(String(error['message']), /\(sid: cha.*\)$/);
      }
    }
  });

  it('gives an error any shape and status', async () => {
    const error = { type: 'error', code: '11202', message: 'm', status: 429 } as const;
    const headers = { 'Retry-After': '1' };
    server.next({ ...error, headers, shape: 'text' });
    const text = await post();
    assert.deepEqual([text.status, text.headers.get('retry-after'), await text.text()], [429, '1', 'm']);
    assert.equal(await play({ ...error, shape: 'gateway' }), '{"message":"m"}');
    assert.equal(await play({ ...error, shape: 'empty' }), '');
    assert.match(await play({ ...error, shape: 'event' }), /^data:\{"code":11202,"message":"m","sid":"cha/);
    assert.match(await play({ ...error, shape: 'error' }), /^\{"error":\{"message":"m \(sid: cha/);
  });

  it('fails inside the stream', async () => {
    const stream = await play({
      ...reply,
      interruption: { type: 'error-object', afterPieces: 2, code: '10014' },
    });
    const chunks = parse(stream);
    assert.deepEqual(
      chunks.map((chunk) => chunk['code']),
      [0, 0, 10014],
    );
    assert.ok(!stream.includes('[DONE]'));
    const ended = await play({ ...reply, interruption: { type: 'no-done' } });
    assert.ok(ended.includes('"usage"') && !ended.includes('[DONE]'));
    await assert.rejects(play({ ...reply, interruption: { type: 'cut-in-character' } }), /terminated/);
  });

  it('plays what knows nothing of any vendor', async () => {
    assert.match(await play(htmlPage(200)), /^<!DOCTYPE html>/);
    await assert.rejects(play(gzipGarbage()), /terminated/);
    assert.equal(await play({ type: 'transcript', bytes: 'data:[DONE]\n\n' }), 'data:[DONE]\n\n');
  });

  it('accepts the password and the key with its secret, and refuses in the gateway’s words', async () => {
    const { apiKey, apiSecret } = testAccount;
    assert.equal((await post(sound, server.v1Base, `${apiKey}:${apiSecret}`)).status, 200);
    for (const [token, message] of [
      ['wrong', 'HMAC signature cannot be verified: fail to retrieve credential'],
      [`${apiSecret}:${apiKey}`, 'HMAC signature cannot be verified: fail to retrieve credential'],
      [`${apiKey}:wrong`, 'HMAC signature does not match'],
      ['', 'Unauthorized'],
    ] as const) {
      const response = await post(sound, server.v1Base, token);
      assert.deepEqual([response.status, await response.json()], [401, { message }]);
      assert.equal(response.headers.get('date'), new Date(now).toUTCString());
    }
    assert.equal((await server.received(0)).authentication.type, 'bearer');
  });

  it('answers 11200 to a password of another version and to a version without licence', async () => {
    await server.close();
    const passwords = [{ password: 'lite-only', versions: ['Lite'] }];
    server = await startSparkCompletionServer({
      accounts: [{ ...testAccount, passwords, activated: ['Lite', 'Max'] }],
    });
    const answer = async (model: string, token: string) =>
      (await (await post({ ...sound, stream: false, model }, server.v1Base, token)).json()) as {
        code: number;
        message: string;
      };
    assert.equal((await answer('lite', 'lite-only')).code, 0);
    assert.equal((await answer('generalv3.5', 'lite-only')).code, 11200);
    const keyAndSecret = `${testAccount.apiKey}:${testAccount.apiSecret}`;
    assert.equal((await answer('generalv3.5', keyAndSecret)).code, 0);
    assert.match((await answer('4.0Ultra', keyAndSecret)).message, /AppIdNoAuthError:.*domain\.4\.0Ultra/);
  });

  it('answers 404 to a doubled /v1, a GET and other addresses', async () => {
    assert.equal((await post(sound, `${server.v1Base}/v1`)).status, 404);
    assert.equal((await post(sound, server.origin)).status, 404);
    assert.equal((await fetch(`${server.v1Base}/chat/completions`)).status, 404);
  });

  it('keeps the models of the three addresses apart', async () => {
    for (const [model, base, expected] of [
      ['lite', server.v1Base, '0'],
      ['general', server.v1Base, '0'],
      ['4.0Ultra', server.v1Base, '0'],
      ['spark-x', server.v1Base, '10005'],
      ['general3', server.v1Base, '10005'],
      ['x1', server.v2Base, '0'],
      ['spark-x', server.x2Base, '0'],
      ['lite', server.v2Base, '10005'],
      [undefined, server.v1Base, '10005'],
    ] as const) {
      assert.equal(await code({ model }, base), expected, `${model}`);
    }
  });

  it('checks parameters, tools and turns', async () => {
    const bad = { type: 'function', function: { name: 'get-weather', description: '', parameters: {} } };
    const results = [
      {
        role: 'assistant',
        content: '',
        tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } }],
      },
      { role: 'tool', tool_call_id: 'a', content: '{}' },
    ];
    for (const [changes, expected] of [
      [{ temperature: 2, top_p: 1, top_k: 6, presence_penalty: -2, max_tokens: 8192 }, '0'],
      [{ temperature: 0 }, '10005'],
      [{ temperature: 2.1 }, '10005'],
      [{ max_tokens: 8193 }, '10005'],
      [{ frequency_penalty: 2.1 }, '10005'],
      [{ response_format: { type: 'json_object' } }, '0'],
      [{ response_format: { type: 'json_schema' } }, '10005'],
      [{ stream: 'yes' }, '10005'],
      [{ tools, tool_choice: 'required' }, '0'],
      [{ tool_choice: 'auto' }, '10005'],
      [{ tools: [bad] }, '10005'],
      [{ tools: [{ type: 'web_search', web_search: { enable: true } }] }, '0'],
      [{ model: 'lite', tools }, '10163'],
      [{ thinking: { type: 'enabled' } }, '10163'],
      [{ messages: [user, user] }, '10004'],
      [{ messages: [user, ...results] }, '0'],
      [{ messages: [user, ...results, { role: 'assistant', content: 'x' }, user] }, '0'],
      [{ messages: [user, results[0], user] }, '10004'],
      [{ messages: [user, results[1]] }, '10004'],
      [{ messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }] }, '10004'],
      [{ messages: [{ role: 'user', content: '字'.repeat(14_000) }] }, '10907'],
    ] as const) {
      assert.equal(await code(changes), expected, JSON.stringify(changes).slice(0, 100));
    }
    for (const [changes, expected] of [
      [{ temperature: 1, top_p: 0.95, max_completion_tokens: 200_000 }, '0'],
      [{ temperature: 0.5 }, '10005'],
      [{ top_p: 0.9 }, '10005'],
      [{ user: 'u'.repeat(513) }, '10005'],
      [{ tools: [bad] }, '0'],
      [{ messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }] }, '0'],
    ] as const) {
      assert.equal(
        await code({ ...changes, model: 'spark-x2.5' }, server.x2Base),
        expected,
        JSON.stringify(changes),
      );
    }
    assert.match(await (await post('{"model":')).text(), /"code":"10004"/);
  });

  it('refuses a user’s second request with 10007 until the first is answered', async () => {
    server.next({ ...reply, interruption: { type: 'hold', after: 1 } });
    const first = await post({ ...sound, user: 'u-1' });
    assert.equal(await code({ user: 'u-1' }), '10007');
    assert.equal(await code({ user: 'u-2' }), '0');
    server.release();
    await first.text();
    assert.equal(await code({ user: 'u-1' }), '0');
  });

  it('records what it accepted and what it refused, and forgets it on reset', async () => {
    await post({ ...sound, max_tokens: 1 });
    await post({ ...sound, top_k: 9 });
    const [accepted, refused] = server.requests;
    assert.deepEqual([accepted?.accepted?.maxTokens, accepted?.refusal], [1, undefined]);
    assert.equal(refused?.refusal?.message, "param validate error: '$.top_k' is out of its range");
    server.next({ type: 'error', code: '11203' });
    server.reset();
    assert.equal(server.requests.length, 0);
    assert.equal(await code({}), '0');
  });
});
