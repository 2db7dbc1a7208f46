import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { AuthenticationError, BadRequestError, OpenAI } from 'openai';
import { WebSocket as WsClient } from 'ws';
import { testAccount } from '../vendors/spark/accounts.ts';
import { type SparkCompletionServer, startSparkCompletionServer } from '../vendors/spark/completionServer.ts';
import type { SocketReply } from '../vendors/spark/socketScenario.ts';
import { type SparkSocketServer, startSparkSocketServer } from '../vendors/spark/socketServer.ts';

interface Vector {
  readonly name: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly host: string;
  readonly date: string;
  readonly path: string;
  readonly signature: string;
  readonly authorization: string;
  readonly url: string;
}

const vectors = JSON.parse(
  readFileSync(new URL('../fixtures/spark/vectors.json', import.meta.url), 'utf8'),
) as readonly Vector[];

/** The domain that belongs to a vector's path. */
const domains: Readonly<Record<string, string>> = {
  '/v1.1/chat': 'lite',
  '/chat/pro-128k': 'pro-128k',
  '/v3.5/chat': 'generalv3.5',
  '/v4.0/chat': '4.0Ultra',
  '/v1/x1': 'spark-x',
};

const reply: SocketReply = { type: 'reply', reasoning: ['嗯', '。'], text: ['你', '好🌏', '!'] };

function question(path: string): string {
  return JSON.stringify({
    header: { app_id: testAccount.appId, uid: 'conformance' },
    parameter: { chat: { domain: domains[path] } },
    payload: { message: { text: [{ role: 'user', content: '你好' }] } },
  });
}

/** What a plain client hears to one question. */
function listen(url: string, path: string): Promise<{ text: string; closeCode: number }> {
  const socket = new WsClient(url);
  let text = '';
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('open', () => socket.send(question(path)));
    socket.on('message', (data: Buffer) => {
      for (const entry of JSON.parse(data.toString('utf8')).payload.choices.text) text += entry.content ?? '';
    });
    socket.on('close', (closeCode) => resolve({ text, closeCode }));
  });
}

/** A URL signed by the `openssl` command. */
function signWithOpenssl(signing: Omit<Vector, 'name' | 'signature' | 'authorization' | 'url'>): string {
  const signed = `host: ${signing.host}\ndate: ${signing.date}\nGET ${signing.path} HTTP/1.1`;
  const digest = execFileSync('openssl', ['dgst', '-sha256', '-hmac', signing.apiSecret, '-binary'], {
    input: signed,
  });
  const base64 = (input: string | Buffer) =>
    execFileSync('openssl', ['base64', '-A'], { input, encoding: 'utf8' });
  const line = `api_key="${signing.apiKey}", algorithm="hmac-sha256", headers="host date request-line", signature="${base64(digest)}"`;
  return `authorization=${encodeURIComponent(base64(line))}&date=${encodeURIComponent(signing.date)}&host=${encodeURIComponent(signing.host)}`;
}

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

describe('Spark WebSocket server and other people’s clients', () => {
  let server: SparkSocketServer;
  afterEach(() => server.close());

  for (const vector of vectors.filter(({ host }) => !host.startsWith('127.'))) {
    it(`takes the printed URL: ${vector.name}`, async () => {
      const account = { ...testAccount, apiKey: vector.apiKey, apiSecret: vector.apiSecret };
      server = await startSparkSocketServer({ accounts: [account], now: () => Date.parse(vector.date) });
      server.next(reply);
      const url = vector.url.replace(`wss://${vector.host}`, server.origin);
      assert.deepEqual(await listen(url, vector.path), { text: '你好🌏!', closeCode: 1000 });
    });
  }

  it('takes what openssl signs now', async function () {
    if (!hasOpenssl) this.skip();
    server = await startSparkSocketServer();
    const date = new Date().toUTCString();
    const { host } = new URL(server.origin);
    const { apiKey, apiSecret } = testAccount;
    for (const path of Object.keys(domains)) {
      server.next(reply);
      const query = signWithOpenssl({ apiKey, apiSecret, host, date, path });
      const heard = await listen(`${server.origin}${path}?${query}`, path);
      assert.deepEqual(heard, { text: '你好🌏!', closeCode: 1000 }, path);
    }
  });

  it('is understood by the WebSocket of the platform', async () => {
    const vector = vectors.find(({ path }) => path === '/v3.5/chat');
    assert.ok(vector);
    server = await startSparkSocketServer({ now: () => Date.parse(vector.date) });
    server.next({ ...reply, wire: { fragments: 4, pings: true } });
    const socket = new WebSocket(vector.url.replace(`wss://${vector.host}`, server.origin));
    let text = '';
    socket.onopen = () => socket.send(question(vector.path));
    socket.onmessage = ({ data }) => {
      for (const entry of JSON.parse(String(data)).payload.choices.text) text += entry.content ?? '';
    };
    const code = await new Promise<number>((resolve) => {
      socket.onclose = (event) => resolve(event.code);
    });
    assert.deepEqual([text, code], ['你好🌏!', 1000]);
  });
});

describe('Spark golden vectors', () => {
  for (const vector of vectors) {
    it(`are reproduced by openssl: ${vector.name}`, function () {
      if (!hasOpenssl) this.skip();
      const query = new URLSearchParams(signWithOpenssl(vector));
      assert.deepEqual(Object.fromEntries(query), {
        authorization: vector.authorization,
        date: vector.date,
        host: vector.host,
      });
      assert.equal(vector.url.slice(vector.url.indexOf('?') + 1), query.toString());
      const line = Buffer.from(vector.authorization, 'base64').toString('utf8');
      assert.ok(line.endsWith(`signature="${vector.signature}"`));
    });
  }
});

describe('Spark HTTP server and the openai client', () => {
  const messages = [{ role: 'user', content: '你好' }] as const;
  const [{ password }] = testAccount.passwords;
  let server: SparkCompletionServer;
  const client = (baseURL: string, apiKey: string = password) =>
    new OpenAI({ baseURL, apiKey, maxRetries: 0 });

  beforeEach(async () => {
    server = await startSparkCompletionServer();
  });
  afterEach(() => server.close());

  it('completes and streams on /v1 with either credential', async () => {
    for (const key of [password, `${testAccount.apiKey}:${testAccount.apiSecret}`]) {
      const { completions } = client(server.v1Base, key).chat;
      server.next({ type: 'reply', text: ['你', '好'] }, { type: 'reply', text: ['你', '好🌏'] });
      const whole = await completions.create({ model: '4.0Ultra', messages: [...messages] });
      assert.equal(whole.choices[0]?.message.content, '你好');
      assert.equal(whole.usage?.total_tokens, 4);
      let text = '';
      let usage = 0;
      for await (const chunk of await completions.create({
        model: 'lite',
        messages: [...messages],
        stream: true,
      })) {
        text += chunk.choices[0]?.delta.content ?? '';
        usage += chunk.usage?.total_tokens ?? 0;
        assert.equal(chunk.choices[0]?.finish_reason ?? undefined, undefined);
      }
      assert.deepEqual([text, usage], ['你好🌏', 4]);
    }
  });

  it('streams reasoning on /v2 through the client’s accumulator', async () => {
    server.next({ type: 'reply', reasoning: '嗯', text: ['你', '好'] });
    const stream = client(server.v2Base).chat.completions.stream({
      model: 'spark-x',
      messages: [...messages],
    });
    const final = await stream.finalChatCompletion();
    assert.equal(final.choices[0]?.message.content, '你好');
    assert.equal(final.choices[0]?.finish_reason, 'stop');
  });

  it('is incomplete on /v1 for that accumulator: no finish_reason', async () => {
    const stream = client(server.v1Base).chat.completions.stream({ model: 'lite', messages: [...messages] });
    await assert.rejects(stream.finalChatCompletion(), /finish_reason/);
  });

  it('calls tools in the shape the client knows, if asked for', async () => {
    const tools = [
      {
        type: 'function' as const,
        function: { name: 'get_weather', description: 'weather', parameters: { type: 'object' } },
      },
    ];
    server.always({
      type: 'reply',
      toolCalls: [{ id: 'call_1', name: 'get_weather', arguments: '{"city":"合肥"}' }],
    });
    const body = { model: 'max-32k', messages: [...messages], tools, tool_calls_switch: true };
    const whole = await client(server.v1Base).chat.completions.create(body);
    const [call] = whole.choices[0]?.message.tool_calls ?? [];
    assert.ok(call?.type === 'function');
    assert.deepEqual(JSON.parse(call.function.arguments), { city: '合肥' });
    const answered = await client(server.v1Base).chat.completions.create({
      ...body,
      messages: [
        ...messages,
        { role: 'assistant', content: '', tool_calls: [call] },
        { role: 'tool', tool_call_id: 'call_1', content: '{"sky":"clear"}' },
      ],
    });
    assert.ok(answered.id.startsWith('cha'));
  });

  it('raises what comes with a status and overlooks a code inside 200', async () => {
    await assert.rejects(
      client(server.v1Base, 'wrong').chat.completions.create({ model: 'lite', messages: [...messages] }),
      (error: unknown) => error instanceof AuthenticationError && error.status === 401,
    );
    await assert.rejects(
      client(server.v1Base).chat.completions.create({ model: 'general3', messages: [...messages] }),
      (error: unknown) => error instanceof BadRequestError && error.code === '10005',
    );
    server.next({ type: 'error', code: '11200' });
    const overlooked = await client(server.v1Base).chat.completions.create({
      model: 'lite',
      messages: [...messages],
    });
    assert.equal((overlooked as unknown as { code: number }).code, 11200);
  });
});
