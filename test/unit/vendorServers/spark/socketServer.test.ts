import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import net from 'node:net';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { certificate, privateKey } from '../../../vendors/loopbackCertificate.ts';
import { errorTable } from '../../../vendors/spark/errorTable.ts';
import type { SocketReply, SocketScenario } from '../../../vendors/spark/socketScenario.ts';
import { type SparkSocketServer, startSparkSocketServer } from '../../../vendors/spark/socketServer.ts';
import { sparkVersions } from '../../../vendors/spark/versions.ts';
import {
  converse,
  type Frame,
  open,
  parseFrames,
  question,
  refusal,
  signedUrl,
  type Transcript,
} from './socketClient.ts';

const now = 1_767_323_045_000;
const path = '/v3.5/chat';
const reply: SocketReply = { type: 'reply', text: ['你好', '🌏', '!'] };

let server: SparkSocketServer;

function url(socketPath = path): string {
  return signedUrl(server.origin, { path: socketPath, at: now });
}

function ask(asked = question(), socketPath?: string): Promise<Transcript> {
  return converse(url(socketPath), asked);
}

function play(scenario: SocketScenario): Promise<Transcript> {
  server.next(scenario);
  return ask();
}

function entries(frames: readonly Frame[]): readonly unknown[] {
  return frames.flatMap(({ payload }) => payload?.choices?.text ?? []);
}

function contents(transcript: Transcript): string {
  return parseFrames(transcript)
    .flatMap(({ payload }) => payload?.choices?.text ?? [])
    .map(({ content }) => content ?? '')
    .join('');
}

describe('Spark WebSocket server', () => {
  beforeEach(async () => {
    server = await startSparkSocketServer({ now: () => now });
  });
  afterEach(() => server.close());

  it('answers in frames with status 0, 1 and 2, text and usage in the last one, then closes with 1000', async () => {
    const transcript = await play(reply);
    const frames = parseFrames(transcript);
    const sid = 'cht00000001@dx19b7ca98c88b8f550';
    assert.deepEqual(frames[0], {
      header: { code: 0, message: 'Success', sid, status: 0 },
      payload: {
        choices: { status: 0, seq: 0, text: [{ content: '你好', role: 'assistant', index: 0 }] },
      },
    });
    assert.deepEqual(frames[2], {
      header: { code: 0, message: 'Success', sid, status: 2 },
      payload: {
        choices: { status: 2, seq: 2, text: [{ content: '!', role: 'assistant', index: 0 }] },
        usage: {
          text: { question_tokens: 2, prompt_tokens: 2, completion_tokens: 3, total_tokens: 5 },
        },
      },
    });
    assert.deepEqual(
      frames.map(({ header, payload }) => [header.status, payload?.choices?.status, payload?.choices?.seq]),
      [
        [0, 0, 0],
        [1, 1, 1],
        [2, 2, 2],
      ],
    );
    assert.deepEqual([transcript.code, transcript.reason], [1000, '']);
    assert.equal((await server.received(0)).refusal, undefined);
  });

  it('answers at every path with the domain that belongs to it', async () => {
    for (const { socketPath, domains } of sparkVersions) {
      if (socketPath === undefined) continue;
      const transcript = await ask(question({ chat: { domain: domains[0] } }), socketPath);
      assert.equal(contents(transcript), 'Hello from the loopback server.', socketPath);
    }
  });

  it('sends a one-frame answer with status 2 at once', async () => {
    const [frame, ...more] = parseFrames(await play({ type: 'reply', text: 'Yes' }));
    assert.deepEqual([frame?.header.status, frame?.payload?.choices?.seq, more.length], [2, 0, 0]);
  });

  it('can end with an empty text, without an entry and without usage', async () => {
    const empty = parseFrames(await play({ ...reply, lastFrame: 'empty text' }));
    assert.deepEqual(empty.at(-1)?.payload?.choices?.text, [{ content: '', role: 'assistant', index: 0 }]);
    assert.equal(empty.length, 4);
    const none = parseFrames(await play({ ...reply, lastFrame: 'no entry', usage: 'none' }));
    assert.deepEqual(none.at(-1)?.payload, { choices: { status: 2, seq: 3, text: [] } });
  });

  it('sends sources, then reasoning, then text', async () => {
    const source = { index: 1, url: 'https://example.com/a', title: '甲' };
    const frames = parseFrames(
      await play({ type: 'reply', search: [source], reasoning: ['Hm', '.'], text: ['Well', '!'] }),
    );
    const plugin = frames[0]?.payload?.plugins?.text[0];
    assert.equal(plugin?.['name'], 'ifly_search');
    assert.deepEqual(JSON.parse(String(plugin?.['content'])), [source]);
    assert.equal(frames[0]?.payload?.choices, undefined);
    assert.deepEqual(entries(frames), [
      { content: '', reasoning_content: 'Hm', role: 'assistant', index: 0 },
      { reasoning_content: '.', role: 'assistant', index: 0 },
      { content: 'Well', role: 'assistant', index: 0 },
      { content: '!', role: 'assistant', index: 0 },
    ]);
    assert.deepEqual(
      frames.map(({ header }) => header.status),
      [1, 0, 1, 1, 2],
    );
  });

  it('calls a function in the only frame', async () => {
    const functionCall = { name: '天气查询', arguments: '{"location":"合肥"}' };
    const frames = parseFrames(await play({ type: 'reply', functionCall }));
    assert.equal(frames.length, 1);
    assert.deepEqual(frames[0]?.payload?.choices, {
      status: 2,
      seq: 0,
      text: [{ content: '', role: 'assistant', content_type: 'text', function_call: functionCall, index: 0 }],
    });
  });

  it('answers every code of the table in one frame without payload', async () => {
    for (const [code, message] of Object.entries(errorTable)) {
      const transcript = await play({ type: 'error', code });
      const [frame] = parseFrames(transcript);
      assert.deepEqual([frame?.header.code, frame?.header.message], [Number(code), message]);
      assert.deepEqual([frame?.header.status, frame?.payload], [2, undefined]);
      assert.match(frame?.header.sid ?? '', /^cht[0-9a-f]+@dx[0-9a-f]+$/);
      assert.deepEqual([transcript.messages.length, transcript.code], [1, 1000]);
    }
  });

  it('fails after some text, after the whole text and after the last frame', async () => {
    const midway = parseFrames(
      await play({ ...reply, interruption: { type: 'error', afterFrames: 1, code: '10014' } }),
    );
    assert.deepEqual(
      midway.map(({ header }) => [header.code, header.status]),
      [
        [0, 0],
        [10014, 2],
      ],
    );
    const whole = parseFrames(
      await play({ ...reply, interruption: { type: 'error', afterFrames: 3, code: '10019', message: 'm' } }),
    );
    assert.deepEqual(
      whole.map(({ header, payload }) => [header.code, header.status, payload?.usage !== undefined]),
      [
        [0, 0, false],
        [0, 1, false],
        [0, 1, false],
        [10019, 2, false],
      ],
    );
    assert.equal(whole.at(-1)?.header.message, 'm');
    const after = parseFrames(
      await play({ ...reply, interruption: { type: 'error-after-last', code: '10019' } }),
    );
    assert.deepEqual(
      after.map(({ header }) => [header.code, header.status]),
      [
        [0, 0],
        [0, 1],
        [0, 2],
        [10019, 2],
      ],
    );
  });

  it('closes with any code before the last frame', async () => {
    for (const code of [1000, 1001, 1005, 1011, 4000]) {
      const interruption = {
        type: 'close',
        afterFrames: 2,
        code,
        reason: code === 1011 ? 'oops' : '',
      } as const;
      const transcript = await play({ ...reply, interruption });
      assert.deepEqual([transcript.messages.length, transcript.code], [2, code]);
      assert.equal(transcript.reason, code === 1011 ? 'oops' : '');
    }
  });

  it('cuts the connection between frames and inside one, with FIN and with RST', async () => {
    for (const inFrame of [false, true]) {
      for (const reset of [false, true]) {
        const interruption = { type: 'cut', afterFrames: 1, inFrame, reset } as const;
        const transcript = await play({ ...reply, interruption });
        assert.deepEqual([transcript.messages.length, transcript.code], [1, 1006]);
      }
    }
    assert.equal((await (await server.received(0)).closed).by, 'server');
  });

  it('is silent until released', async () => {
    for (const afterFrames of [0, 2]) {
      server.next({ ...reply, interruption: { type: 'hold', afterFrames } });
      const { socket, transcript } = await open(url());
      let seen = 0;
      const enough = new Promise<void>((resolve) => {
        if (afterFrames === 0) resolve();
        socket.on('message', () => {
          seen += 1;
          if (seen === afterFrames) resolve();
        });
      });
      socket.send(JSON.stringify(question()));
      await server.received(server.requests.length);
      await enough;
      server.release();
      assert.equal(contents(await transcript), '你好🌏!');
    }
  });

  it('fragments messages inside characters, pings between them, and packs them into TCP chunks', async () => {
    for (const wire of [
      { fragments: 50, pings: true },
      { chunks: { type: 'messages', perChunk: 10 } },
      { chunks: { type: 'bytes', size: 7 }, fragments: 3, pings: true },
    ] as const) {
      const transcript = await play({ ...reply, wire });
      assert.equal(contents(transcript), '你好🌏!', JSON.stringify(wire));
      assert.equal(transcript.pings, 'pings' in wire ? 3 : 0);
      assert.deepEqual([transcript.error, transcript.code], [undefined, 1000]);
    }
  });

  it('sends frames as recorded, and frames nobody should send', async () => {
    const lines = ['{"header":{"code":0}}', 'not JSON', ''];
    assert.deepEqual((await play({ type: 'frames', frames: lines })).messages, lines);
    const binary = await play({ type: 'frames', frames: [Buffer.from('{}')] });
    assert.deepEqual([binary.binary.map(String), binary.messages], [['{}'], []]);
    const large = await play({ type: 'frames', frames: ['x'.repeat(200_000)] });
    assert.equal(large.messages[0]?.length, 200_000);
    for (const [frame, complaint] of [
      [{ opcode: 1, payload: Buffer.from([0xe4, 0xbd]) }, /UTF-8/],
      [{ opcode: 1, payload: '{}', masked: true }, /MASK/],
      [{ opcode: 1, payload: '{}', reserved: 4 }, /RSV1/],
      [{ opcode: 3, payload: '' }, /opcode/],
      [{ opcode: 1, payload: '', announcedLength: 2 ** 40 }, /size|payload/i],
    ] as const) {
      const transcript = await play({ type: 'frames', frames: [frame], ending: 'hold' });
      assert.match(transcript.error?.message ?? '', complaint);
    }
  });

  it('plays every recorded frame log as it is', async () => {
    const folder = new URL('../../../fixtures/spark/', import.meta.url);
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.jsonl'))) {
      const frames = readFileSync(new URL(name, folder), 'utf8').trimEnd().split('\n');
      const transcript = await play({ type: 'frames', frames, wire: { fragments: 2 } });
      assert.deepEqual(transcript.messages, frames, name);
      assert.equal(transcript.code, 1000, name);
    }
  });

  it('goes on for ever until the client closes', async () => {
    server.next({ type: 'endless', piece: 'more ' });
    const { socket, transcript } = await open(url());
    let count = 0;
    socket.on('message', () => {
      count += 1;
      if (count === 50) socket.close(1000, 'stop');
    });
    socket.send(JSON.stringify(question()));
    await transcript;
    const { by, code, reason } = await (await server.received(0)).closed;
    assert.deepEqual([by, code, reason], ['client', 1000, 'stop']);
    assert.equal(server.openStreams, 0);
  });

  it('leaves the connection to the client if told so, and frees the user all the same', async () => {
    server.always({ ...reply, ending: 'wait' });
    const asked = JSON.stringify(question({ header: { uid: 'u-1' } }));
    const sockets = [];
    for (let count = 0; count < 2; count += 1) {
      const { socket } = await open(url());
      const last = new Promise<void>((resolve) => {
        socket.on('message', (data: Buffer) => {
          if ((JSON.parse(data.toString('utf8')) as Frame).header.status === 2) resolve();
        });
      });
      socket.send(asked);
      await last;
      sockets.push(socket);
    }
    assert.deepEqual(
      server.requests.map(({ refusal }) => refusal),
      [undefined, undefined],
    );
    for (const socket of sockets) socket.close(1000);
    const { by, code } = await (await server.received(0)).closed;
    assert.deepEqual([by, code], ['client', 1000]);
  });

  it('refuses a user’s second connection with 10006 until the first is answered or gone', async () => {
    const asked = question({ header: { uid: 'u-1' } });
    for (const end of ['answer', 'leave'] as const) {
      server.reset();
      server.next({ ...reply, interruption: { type: 'hold', afterFrames: 1 } });
      const first = await open(url());
      first.socket.send(JSON.stringify(asked));
      await server.received(0);
      assert.equal(parseFrames(await ask(asked))[0]?.header.code, 10006);
      assert.equal(
        contents(await ask(question({ header: { uid: 'u-2' } }))),
        'Hello from the loopback server.',
      );
      if (end === 'answer') server.release();
      else first.socket.terminate();
      await (await server.received(0)).closed;
      assert.equal(parseFrames(await ask(asked))[0]?.header.code, 0);
    }
  });

  it('refuses a second question on a connection with 10007', async () => {
    server.next({ ...reply, interruption: { type: 'hold', afterFrames: 1 } });
    const { socket, transcript } = await open(url());
    socket.send(JSON.stringify(question()));
    socket.send(JSON.stringify(question()));
    const codes = parseFrames(await transcript).map(({ header }) => header.code);
    assert.deepEqual(codes, [0, 10007]);
    assert.equal((await server.received(1)).refusal?.code, '10007');
  });

  it('answers 10003 to JSON that is none, and to a binary frame', async () => {
    for (const data of ['{"header":', Buffer.from(JSON.stringify(question()))]) {
      const { socket, transcript } = await open(url());
      socket.send(data);
      assert.equal(parseFrames(await transcript)[0]?.header.code, 10003);
    }
    assert.deepEqual(
      server.requests.map(({ isBinary }) => isBinary),
      [false, true],
    );
  });

  it('closes a connection on which nothing is asked', async () => {
    await server.close();
    server = await startSparkSocketServer({ now: () => now, questionTimeoutMs: 1 });
    const { transcript } = await open(url());
    assert.equal((await transcript).code, 1000);
    assert.equal((await (await server.receivedHandshake(0)).closed).by, 'server');
  });

  it('refuses handshakes with status, JSON and the server’s Date', async () => {
    for (const [refused, status, message] of [
      [
        signedUrl(server.origin, { path, at: now, apiKey: 'f'.repeat(32) }),
        401,
        /fail to retrieve credential/,
      ],
      [signedUrl(server.origin, { path, at: now, apiSecret: 'wrong' }), 401, /does not match/],
      [
        signedUrl(server.origin, { path, at: now - 301_000 }),
        403,
        /a valid date or x-date header is required/,
      ],
      [`${server.origin}${path}`, 401, /^Unauthorized$/],
      [signedUrl(server.origin, { path: '/v3.6/chat', at: now }), 404, /no Route/],
    ] as const) {
      const { body, headers, ...rest } = await refusal(refused);
      assert.equal(rest.status, status);
      assert.match((JSON.parse(body) as { message: string }).message, message);
      assert.match(headers['content-type'] ?? '', /^application\/json/);
      assert.equal(headers.date, new Date(now).toUTCString());
    }
    assert.equal(server.handshakes.length, 5);
    assert.equal(server.requests.length, 0);
    const { authentication, closed } = await server.receivedHandshake(1);
    assert.equal(authentication.type, 'refused');
    assert.equal((await closed).by, 'server');
  });

  it('fails handshakes on command', async () => {
    server.nextHandshake(
      { type: 'refuse', status: 503, message: 'busy', headers: { 'Retry-After': '3' } },
      { type: 'body', status: 502, headers: { 'Content-Type': 'text/html' }, body: '<h1>Bad Gateway</h1>' },
      { type: 'redirect', location: 'https://example.com/' },
    );
    const busy = await refusal(url());
    assert.deepEqual([busy.status, busy.body, busy.headers['retry-after']], [503, '{"message":"busy"}', '3']);
    const html = await refusal(url());
    assert.deepEqual([html.status, html.body], [502, '<h1>Bad Gateway</h1>']);
    const moved = await refusal(url());
    assert.deepEqual([moved.status, moved.headers.location], [307, 'https://example.com/']);

    server.nextHandshake({ type: 'cut' }, { type: 'cut', reset: true }, { type: 'wrong accept' });
    await assert.rejects(open(url()), /socket hang up/);
    await assert.rejects(open(url()), /ECONNRESET|socket hang up/);
    await assert.rejects(open(url()), /Sec-WebSocket-Accept/);

    server.nextHandshake({ type: 'hold' });
    const held = open(url());
    await server.receivedHandshake(6);
    server.release();
    const { socket, transcript } = await held;
    socket.send(JSON.stringify(question()));
    assert.equal(contents(await transcript), 'Hello from the loopback server.');
  });

  it('makes scenarios from questions, and forgets everything on reset', async () => {
    server.always(({ messages }) => ({ type: 'reply', text: `You said ${messages.at(-1)?.text}.` }));
    assert.equal(contents(await ask()), 'You said Hello.');
    server.next({ type: 'error', code: '10008' });
    server.reset();
    assert.equal(server.requests.length, 0);
    assert.equal(contents(await ask()), 'Hello from the loopback server.');
  });

  it('cuts the short reply to max_tokens', async () => {
    const transcript = await ask(question({ chat: { max_tokens: 1 } }));
    assert.equal(parseFrames(transcript).at(-1)?.payload?.usage?.text['completion_tokens'], 1);
  });

  it('speaks TLS', async () => {
    await server.close();
    server = await startSparkSocketServer({ now: () => now, tls: { key: privateKey, cert: certificate } });
    assert.match(server.origin, /^wss:/);
    const { socket, transcript } = await open(url(), { ca: certificate });
    socket.send(JSON.stringify(question()));
    assert.equal(contents(await transcript), 'Hello from the loopback server.');
  });

  it('answers 404 without an upgrade, rejects a taken port, and closes with connections open', async () => {
    const response = await fetch(url().replace('ws:', 'http:'));
    assert.equal(response.status, 404);
    await assert.rejects(startSparkSocketServer({ port: server.port }), { code: 'EADDRINUSE' });
    const idle = await open(url());
    const stray = net.connect(server.port, '127.0.0.1');
    await new Promise((resolve) => stray.once('connect', resolve));
    stray.on('error', () => undefined);
    await server.close();
    assert.equal((await idle.transcript).code, 1006);
    assert.equal((await (await server.receivedHandshake(0)).closed).by, 'server');
  });
});
