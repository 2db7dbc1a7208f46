import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { afterEach, describe, it } from 'mocha';
import type { Reply } from '../../vendors/loopback/reply.ts';
import { gzipGarbage, htmlPage, wrongContentType } from '../../vendors/loopback/scenario.ts';
import { certificate, privateKey } from '../../vendors/loopbackCertificate.ts';
import {
  type BigModelServer,
  type BigModelServerOptions,
  startBigModelServer,
  testKeys,
} from '../../vendors/zhipu/bigModelServer.ts';
import { errorTable } from '../../vendors/zhipu/errorTable.ts';
import type { Scenario } from '../../vendors/zhipu/scenario.ts';

interface Chunk {
  readonly choices: readonly { readonly delta: object; readonly finish_reason?: string }[];
  readonly usage?: object;
}

const sound = { model: 'glm-4.6', stream: true, messages: [{ role: 'user', content: 'Hello' }] };
const fixture = readFileSync(new URL('../../fixtures/zhipu/chinese-emoji.sse', import.meta.url));

let server: BigModelServer;

async function start(options?: BigModelServerOptions): Promise<void> {
  server = await startBigModelServer(options);
}

function post(body: object = sound, init: RequestInit & { url?: string } = {}): Promise<Response> {
  return fetch(init.url ?? `${server.payAsYouGoBase}/chat/completions`, {
    method: 'POST',
    body: JSON.stringify(body),
    ...init,
    headers: {
      Authorization: `Bearer ${testKeys.payAsYouGo}`,
      'Content-Type': 'application/json',
      ...init.headers,
    },
  });
}

async function body(scenario: Scenario): Promise<string> {
  server.next(scenario);
  return (await post()).text();
}

/** The HTTP chunks as they come, and whether the stream ended as it should. */
async function rawChunks(
  scenario: Scenario,
): Promise<{ status: number; chunks: readonly Buffer[]; whole: boolean }> {
  server.next(scenario);
  return new Promise((resolve, reject) => {
    const request = http.request(
      `${server.payAsYouGoBase}/chat/completions`,
      {
        method: 'POST',
        agent: false,
        headers: {
          Authorization: `Bearer ${testKeys.payAsYouGo}`,
          'Content-Type': 'application/json',
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', () => undefined);
        response.on('close', () =>
          resolve({ status: response.statusCode ?? 0, chunks, whole: response.complete }),
        );
      },
    );
    request.on('error', reject);
    request.end(JSON.stringify(sound));
  });
}

/** The JSON of every event, without the vendor's `[DONE]`. */
function parse(stream: string): Chunk[] {
  return [...stream.matchAll(/^data: (\{.*\})$/gm)].map(([, json]) => JSON.parse(json ?? '') as Chunk);
}

const reply: Reply = { type: 'reply', reasoning: ['Hm', '.'], text: ['你好', '🌏', '!'] };

describe('BigModel server', () => {
  afterEach(() => server.close());

  it('streams in the vendor’s framing', async () => {
    await start({ now: () => 1_767_323_045_000 });
    server.next(reply);
    const response = await post();
    assert.equal(response.status, 200);
    assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/);
    const stream = await response.text();
    assert.ok(stream.endsWith('\n\ndata: [DONE]\n\n'));
    const chunks = parse(stream);
    assert.deepEqual(
      chunks.map(({ choices }) => choices[0]?.delta),
      [
        { role: 'assistant', reasoning_content: 'Hm' },
        { role: 'assistant', reasoning_content: '.' },
        { role: 'assistant', content: '你好' },
        { role: 'assistant', content: '🌏' },
        { role: 'assistant', content: '!' },
        { role: 'assistant', content: '' },
      ],
    );
    assert.deepEqual(
      chunks.map(({ usage, choices }) => [usage !== undefined, choices[0]?.finish_reason]),
      [...Array(5).fill([false, undefined]), [true, 'stop']],
    );
    assert.deepEqual(chunks.at(-1), {
      id: '20260102030405000000000000000001',
      created: 1_767_323_045,
      model: 'glm-4.6',
      choices: [{ index: 0, finish_reason: 'stop', delta: { role: 'assistant', content: '' } }],
      usage: {
        prompt_tokens: 6,
        completion_tokens: 4,
        total_tokens: 10,
        prompt_tokens_details: { cached_tokens: 0 },
        completion_tokens_details: { reasoning_tokens: 1 },
      },
    });
  });

  it('answers whole when no stream is asked for', async () => {
    await start();
    server.next({ ...reply, finishReason: 'sensitive', model: 'GLM-4.6' });
    const response = await post({ ...sound, stream: undefined, request_id: 'request-1' });
    const answer = (await response.json()) as Record<string, unknown>;
    assert.equal(answer['request_id'], 'request-1');
    assert.equal(answer['model'], 'GLM-4.6');
    assert.deepEqual(answer['choices'], [
      {
        index: 0,
        finish_reason: 'sensitive',
        message: { role: 'assistant', content: '你好🌏!', reasoning_content: 'Hm.' },
      },
    ]);
  });

  it('spends a tiny max_tokens on thinking first, as thinking models do', async () => {
    await start();
    const finish = async (request: object): Promise<unknown> => {
      const chunks = parse(await (await post({ ...sound, max_tokens: 2, ...request })).text());
      return chunks.map(({ choices }) => choices[0]?.finish_reason ?? choices[0]?.delta);
    };
    assert.deepEqual(await finish({}), [{ role: 'assistant', reasoning_content: 'A short ' }, 'length']);
    assert.deepEqual(await finish({ thinking: { type: 'disabled' } }), [
      { role: 'assistant', content: 'Hello fr' },
      'length',
    ]);
  });

  it('serves both bases and tells their plans apart', async () => {
    await start();
    const ask = async (base: string, key: string): Promise<unknown> => {
      const headers = { Authorization: `Bearer ${key}` };
      const response = await post(sound, { url: `${base}/chat/completions`, headers });
      return [response.status, /"code":"(\d+)"/.exec(await response.text())?.[1]];
    };
    assert.deepEqual(await ask(server.payAsYouGoBase, testKeys.payAsYouGo), [200, undefined]);
    assert.deepEqual(await ask(server.codingBase, testKeys.coding), [200, undefined]);
    assert.deepEqual(await ask(server.payAsYouGoBase, testKeys.coding), [429, '1113']);
    assert.deepEqual(await ask(server.codingBase, testKeys.payAsYouGo), [429, '1113']);
    assert.deepEqual(await ask(`${server.payAsYouGoBase}/v1`, testKeys.payAsYouGo), [404, undefined]);
  });

  it('refuses credentials and bodies with the documented envelope, in the language asked for', async () => {
    await start();
    const none = await post(sound, { headers: { Authorization: '', 'Accept-Language': 'en-US,en' } });
    assert.equal(none.status, 401);
    assert.deepEqual(await none.json(), {
      error: { code: '1001', message: 'No authentication parameter in the header.' },
    });
    const wrong = await post(sound, { headers: { Authorization: 'Bearer wrong.key' } });
    assert.deepEqual(
      [wrong.status, await wrong.json()],
      [401, { error: { code: '1000', message: '身份验证失败。' } }],
    );
    assert.equal((await post({ ...sound, model: 'glm-0' })).status, 400);
    assert.equal((await post(sound, { body: '{' })).status, 400);
    assert.equal((await post(sound, { headers: { 'Content-Type': 'text/plain' } })).status, 400);
    assert.equal((await post(sound, { method: 'PUT' })).status, 405);
    assert.deepEqual(
      server.requests.map(({ refusal }) => refusal?.code),
      ['1001', '1000', '1211', '1210', '1210', '405'],
    );
  });

  it('keeps queued scenarios for requests that pass the checks, in order', async () => {
    await start();
    server.always({ type: 'reply', text: 'always' });
    server.next({ type: 'reply', text: 'first' }, ({ model }) => ({ type: 'reply', text: model }));
    await post(sound, { headers: { Authorization: 'Bearer wrong.key' } });
    const texts: string[] = [];
    for (let count = 0; count < 3; count += 1) texts.push(await (await post()).text());
    assert.match(texts[0] ?? '', /"content":"first"/);
    assert.match(texts[1] ?? '', /"content":"glm-4.6"/);
    assert.match(texts[2] ?? '', /"content":"always"/);
    server.reset();
    assert.equal(server.requests.length, 0);
    assert.match(await (await post()).text(), /loopback/);
  });

  it('answers every code of the table on its status', async () => {
    await start();
    for (const [code, { status, zh }] of Object.entries(errorTable)) {
      server.next({ type: 'error', code });
      const response = await post();
      assert.deepEqual([response.status, await response.json()], [status, { error: { code, message: zh } }]);
    }
  });

  it('varies status, headers and shape of an error', async () => {
    await start();
    const shapes = {
      documented: '{"error":{"code":"1302","message":"m"}}',
      'numeric-code': '{"error":{"code":1302,"message":"m"}}',
      flat: '{"code":1302,"msg":"m","success":false}',
      anthropic: '{"type":"error","error":{"type":"1302","message":"m"}}',
      text: 'm',
      empty: '',
    } as const;
    for (const [shape, expected] of Object.entries(shapes)) {
      server.next({
        type: 'error',
        code: '1302',
        status: 200,
        message: 'm',
        headers: { 'Retry-After': '7' },
        shape: shape as keyof typeof shapes,
      });
      const response = await post();
      assert.deepEqual(
        [response.status, response.headers.get('retry-after'), await response.text()],
        [200, '7', expected],
      );
    }
  });

  it('breaks a stream off with an error object, an error event, a polite end or a missing [DONE]', async () => {
    await start();
    const broken = (interruption: NonNullable<Reply['interruption']>) =>
      body({ type: 'reply', text: ['a', 'b', 'c'], interruption });
    const error = '{"error":{"code":"1234","message":"m"}}';
    const inBand = await broken({ type: 'error-object', afterPieces: 2, code: '1234', message: 'm' });
    assert.ok(inBand.endsWith(`"content":"b"}}]}\n\ndata: ${error}\n\n`));
    const event = await broken({ type: 'error-event', afterPieces: 1, code: '1234', message: 'm' });
    assert.ok(event.endsWith(`"content":"a"}}]}\n\nevent: error\ndata: ${error}\n\n`));
    const ended = await broken({ type: 'end', afterPieces: 2 });
    assert.ok(ended.endsWith('"content":"b"}}]}\n\n'));
    const undone = await broken({ type: 'no-done' });
    assert.ok(undone.includes('"finish_reason":"stop"') && !undone.includes('[DONE]'));
  });

  it('destroys the socket after the bytes asked for', async () => {
    await start();
    const cut = await rawChunks({ ...reply, interruption: { type: 'cut', afterBytes: 100 } });
    assert.deepEqual([Buffer.concat(cut.chunks).length, cut.whole], [100, false]);
    const inside = await rawChunks({ ...reply, interruption: { type: 'cut-in-character' } });
    assert.equal(inside.whole, false);
    assert.ok(Buffer.concat(inside.chunks).toString('latin1').endsWith('"content":"\u00e4'));
    const [first] = server.requests;
    assert.equal((await first?.closed)?.by, 'server');
    server.next({ ...reply, interruption: { type: 'cut', afterBytes: 0, reset: true } });
    await assert.rejects(async () => (await post()).text());
  });

  it('writes the same bytes in any chunks', async () => {
    await start();
    const usual = Buffer.concat((await rawChunks(reply)).chunks).toString();
    const withoutId = (stream: string) => stream.replaceAll(/"id":"\d+[0-9a-f]*","created":\d+/g, '');
    const sizes = async (wire: NonNullable<Reply['wire']>): Promise<readonly number[]> => {
      const { chunks, whole } = await rawChunks({ ...reply, wire });
      assert.equal(whole, true);
      assert.equal(withoutId(Buffer.concat(chunks).toString()), withoutId(usual));
      return chunks.map(({ length }) => length);
    };
    const drip = await sizes({ chunks: { type: 'bytes', size: 1 } });
    assert.ok(drip.every((size) => size === 1));
    assert.equal((await sizes({ chunks: { type: 'events', perChunk: 3 } })).length, 3);
    assert.deepEqual((await sizes({ chunks: { type: 'cuts', at: [3, 50] } })).slice(0, 2), [3, 47]);
  });

  it('writes CR LF, lone CR, a byte order mark and comments', async () => {
    await start();
    const wire = { lineEnding: '\r\n', byteOrderMark: true, comments: true } as const;
    const { chunks } = await rawChunks({ ...reply, wire });
    const stream = Buffer.concat(chunks).toString();
    assert.ok(stream.startsWith('\uFEFF: connected\r\n\r\n: still here\r\ndata: {'));
    assert.ok(stream.endsWith('\r\n\r\n: still here\r\ndata: [DONE]\r\n\r\n'));
    assert.equal(stream.replaceAll('\r\n', '').match(/[\r\n]/), null);
    const lone = await body({ ...reply, wire: { lineEnding: '\r' } });
    assert.ok(lone.endsWith('\r\rdata: [DONE]\r\r') && !lone.includes('\n'));
  });

  it('plays a transcript byte for byte, cut anywhere', async () => {
    await start();
    const { chunks, whole } = await rawChunks({ type: 'transcript', bytes: fixture, cuts: [1, 700, 701] });
    assert.ok(whole && Buffer.concat(chunks).equals(fixture));
    assert.deepEqual(
      chunks.map(({ length }) => length),
      [1, 699, 1, fixture.length - 701],
    );
    const cut = await rawChunks({ type: 'transcript', bytes: fixture, ending: 'destroy' });
    assert.ok(!cut.whole && Buffer.concat(cut.chunks).equals(fixture));
  });

  it('holds before the headers, after them, and between pieces, until released', async () => {
    await start();
    for (const after of ['request', 'headers', 3] as const) {
      server.next({ ...reply, interruption: { type: 'hold', after } });
      const index = server.requests.length;
      const responding = post();
      await server.received(index);
      if (after !== 'request') {
        const reader = (await responding).clone().body?.getReader();
        if (after === 3) await reader?.read();
        reader?.releaseLock();
      }
      assert.equal(server.openStreams, 1);
      server.release();
      assert.ok((await (await responding).text()).endsWith('data: [DONE]\n\n'), String(after));
    }
  });

  it('tells when the client leaves, and has no open stream then', async () => {
    await start();
    server.next({ type: 'endless', piece: 'on and on ' });
    const abort = new AbortController();
    const response = await post(sound, { signal: abort.signal });
    await response.body?.getReader().read();
    assert.equal(server.openStreams, 1);
    abort.abort();
    const closed = await server.requests[0]?.closed;
    assert.equal(closed?.by, 'client');
    assert.ok(closed.afterMs >= 0 && closed.afterMs < 5000);
    assert.equal(server.openStreams, 0);
  });

  it('records what came in', async () => {
    await start({ now: () => 42 });
    await (await post()).text();
    const [request] = server.requests;
    assert.equal(request?.method, 'POST');
    assert.equal(request.path, '/api/paas/v4/chat/completions');
    assert.deepEqual(request.body, sound);
    assert.equal(request.rawBody, JSON.stringify(sound));
    assert.equal(request.headers['content-type'], 'application/json');
    assert.equal(request.authentication.type, 'key');
    assert.equal(request.at, 42);
    assert.ok(request.remotePort > 0);
    assert.equal((await request.closed).by, 'server');
    assert.equal(await server.received(0), request);
  });

  it('answers with pages, wrong types, false gzip and redirects', async () => {
    await start();
    server.next(htmlPage(502), htmlPage(200), wrongContentType(fixture.toString()));
    const page = await post();
    assert.deepEqual([page.status, page.headers.get('content-type')], [502, 'text/html; charset=utf-8']);
    assert.match(await (await post()).text(), /^<!DOCTYPE html>/);
    assert.equal((await post()).headers.get('content-type'), 'text/plain');
    server.next(gzipGarbage());
    await assert.rejects(async () => (await post()).text());
    server.next({ type: 'redirect', location: 'http://127.0.0.1:9/elsewhere' });
    const redirect = await post(sound, { redirect: 'manual' });
    assert.deepEqual(
      [redirect.status, redirect.headers.get('location')],
      [307, 'http://127.0.0.1:9/elsewhere'],
    );
  });

  it('answers 1231 while a request with the same id is in flight', async () => {
    await start();
    const request = { ...sound, request_id: 'request-1' };
    server.next({ ...reply, interruption: { type: 'hold', after: 'headers' } });
    const first = await post(request);
    assert.equal((await post(request)).status, 400);
    server.release();
    await first.text();
    await server.requests[0]?.closed;
    assert.equal((await post(request)).status, 200);
  });

  it('speaks https with the certificate given', async () => {
    await start({ tls: { key: privateKey, cert: certificate } });
    assert.ok(server.origin.startsWith('https://127.0.0.1:'));
    const status = await new Promise((resolve, reject) => {
      const request = https.request(
        `${server.payAsYouGoBase}/chat/completions`,
        { method: 'POST', ca: certificate, agent: false },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      );
      request.on('error', reject);
      request.end('{}');
    });
    assert.equal(status, 401);
  });

  it('closes with streams open', async () => {
    await start();
    server.next({ ...reply, interruption: { type: 'hold', after: 'headers' } });
    const response = await post();
    await server.close();
    await assert.rejects(response.text());
    assert.equal((await server.requests[0]?.closed)?.by, 'server');
  });

  it('rejects when its port is taken', async () => {
    await start();
    await assert.rejects(startBigModelServer({ port: server.port }), { code: 'EADDRINUSE' });
  });
});
