import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { after, before, describe, it } from 'mocha';
import {
  createUndiciTransport,
  directOptions,
  type UndiciTransport,
} from '../../../src/net/undiciTransport.ts';
import { reportFigure } from '../../figures.ts';
import { makeTokens, plantCanaries } from './canaries.ts';
import { type EchoServer, startEchoServer } from './echoServer.ts';
import { formsOf } from './replies.ts';
import { search, type Tally, type Way, ways } from './search.ts';

/** How many characters of a reply come in one event. */
const pieceLengths = [1, 7, 10_000];

/* The APIs that speak the chat dialect; how the others are decoded makes no difference to what is passed on. */
const chatWays = ways.filter(({ vendor, api }) =>
  ['zhipu/bigmodel', 'custom/openai', 'alibaba/dashscope'].includes(`${vendor.id}/${api.id}`),
);

/* A gateway that writes what it was sent into its replies, by mistake or to have it in a file. */
describe('a key that the server repeats is in no reply that succeeds', () => {
  const tally: Tally = { requests: 0, texts: 0, found: 0 };
  let server: EchoServer;
  let transport: UndiciTransport;

  before(async () => {
    server = await startEchoServer(makeTokens());
    transport = createUndiciTransport(directOptions);
  });

  after(async () => {
    await transport.close();
    await server.close();
    reportFigure(`keys in replies of servers that repeat them: ${tally.found} in ${tally.requests} requests`);
  });

  for (const way of chatWays) {
    it(`of ${way.vendor.id}, ${way.api.id}, ${way.mode.id}`, async () => {
      for (const length of pieceLengths) {
        for (const form of formsOf('').keys()) await askEchoing(way, length, form);
      }
    });
  }

  async function askEchoing(way: Way, length: number, form: number): Promise<void> {
    const { credentials, canaries } = plantCanaries(way.api, way.mode);
    const secret = new Set(way.mode.fields.filter((field) => field.secret).map(({ id }) => id));
    const keys = canaries.filter(({ name }) => secret.has(name) || name.startsWith('a header’s'));
    assert.ok(keys.length > 0);
    const baseUrl = `http://127.0.0.1:${server.port}`;
    const connection = { credentials, authMode: way.mode.id, baseUrl, language: 'en' };
    const provider = await way.api.create(connection, transport);
    server.plan = {
      answer: ({ request }, response) => {
        const said = keys.map(({ value }) => formsOf(value)[form] ?? '').join(' ');
        if (/^GET /.test(request)) list(said, response);
        else stream(said, length, response);
      },
    };
    const { results, found } = await search(way, provider, keys, tally);
    const [reply] = results;
    assert.ok(Array.isArray(reply), String(reply));
    assert.ok(JSON.stringify(reply).includes('[API key]'), JSON.stringify(reply));
    assert.deepEqual(found, [], JSON.stringify(results));
  }
});

function list(said: string, response: ServerResponse): void {
  const data = ['a-model', said, `m ${said}`].map((id) => ({ id, object: 'model' }));
  response
    .writeHead(200, { 'content-type': 'application/json' })
    .end(JSON.stringify({ object: 'list', data }));
}

function stream(said: string, length: number, response: ServerResponse): void {
  const event = (delta: object, rest: object = {}) =>
    response.write(
      `data: ${JSON.stringify({ id: said, model: said, choices: [{ index: 0, delta, ...rest }] })}\n\n`,
    );
  response.writeHead(200, { 'content-type': 'text/event-stream', 'x-request-id': 'r' });
  for (let at = 0; at < said.length; at += length) {
    event({ reasoning_content: said.slice(at, at + length) });
  }
  for (let at = 0; at < said.length; at += length) {
    event({ content: said.slice(at, at + length) });
  }
  event({}, { finish_reason: 'stop' });
  response.end('data: [DONE]\n\n');
}
