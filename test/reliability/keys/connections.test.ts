import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { ProviderError } from '../../../src/core/error.ts';
import type { Transport } from '../../../src/core/transport.ts';
import { createFetchTransport } from '../../../src/net/fetchTransport.ts';
import { createTrust } from '../../../src/net/trustedCertificates.ts';
import {
  createUndiciTransport,
  directOptions,
  type UndiciTransport,
} from '../../../src/net/undiciTransport.ts';
import { reportFigure } from '../../figures.ts';
import {
  closedPort,
  startHttps,
  startProxy,
  type TestProxy,
  type TestServer,
} from '../../unit/net/servers.ts';
import { type Canary, canary, makeTokens, plantCanaries } from './canaries.ts';
import { type EchoServer, startEchoServer } from './echoServer.ts';
import { search, type Tally, type Way, ways } from './search.ts';

const tokens = makeTokens();
const tokenCanaries = Object.entries(tokens).map(([name, value]) => canary(name, value));
const fixtures = join(import.meta.dirname, '..', '..', 'fixtures');
const fixture = (path: string) => readFileSync(join(fixtures, path), 'utf8');

/** A whole reply of each API. */
const replies: Readonly<Record<string, string>> = {
  'qianfan/v2': fixture('qianfan/v2-text.sse'),
  'qianfan/v1-oauth': fixture('qianfan/v1-text.sse'),
  'qianfan/v1-iam': fixture('qianfan/v1-text.sse'),
  'spark/websocket': fixture('spark/text.jsonl'),
  'spark/http': fixture('spark/http-text.sse'),
  'alibaba/dashscope': fixture('alibaba/dashscope-text.sse'),
  'alibaba/beebot': fixture('alibaba/beebot-published.sse'),
  'zhipu/bigmodel': fixture('zhipu/text.sse'),
  'custom/openai': fixture('custom/plain.sse'),
};

const proxyPassword = canary('the proxy’s password', 'proxy-Pa55word-of-this-test');
const addressPassword = canary('a password in the address', 'address-Pa55word-of-this-test');

/* What libraries throw may keep the request with it, or quote what they could not take. */
describe('a key is in nothing that is thrown or given', () => {
  const tally: Tally = { requests: 0, texts: 0, found: 0 };
  let server: EchoServer;
  let secure: TestServer;
  let proxy: TestProxy;
  let nobody: number;
  let transports: readonly (readonly [string, Transport])[];
  const open: UndiciTransport[] = [];

  before(async () => {
    server = await startEchoServer(tokens);
    secure = await startHttps((_request, response) => void response.end());
    proxy = await startProxy(secure.port, 'Basic of-somebody-else');
    nobody = await closedPort();
    const trust = { secureContext: createTrust(false, []), rejectUnauthorized: true };
    transports = [
      ['undici', undici(directOptions)],
      ['fetch', createFetchTransport({ throughProxy: () => false, tls: () => trust })],
    ];
  });

  after(async () => {
    await Promise.all(open.map((transport) => transport.close()));
    await Promise.all([server.close(), secure.close(), proxy.close()]);
    const { requests, texts, found } = tally;
    reportFigure(`keys given or thrown otherwise: ${found} in ${texts} texts of ${requests} requests`);
  });

  function undici(...settings: Parameters<typeof createUndiciTransport>): UndiciTransport {
    const transport = createUndiciTransport(...settings);
    open.push(transport);
    return transport;
  }

  /** Asks once by each transport, and finds nothing. */
  async function ask(
    way: Way,
    address: (scheme: 'ws' | 'http') => string,
    {
      by = transports,
      more = [],
      spoil = (value: string) => value,
      signal = new AbortController().signal,
    } = {} as {
      by?: readonly (readonly [string, Transport])[];
      more?: readonly Canary[];
      spoil?: (value: string) => string;
      signal?: AbortSignal;
    },
  ): Promise<unknown[]> {
    const { api, mode } = way;
    const scheme = api.endpoints[0]?.baseUrl.startsWith('ws') ? 'ws' : 'http';
    const results: unknown[] = [];
    for (const [name, transport] of by) {
      const { credentials, canaries } = plantCanaries(api, mode);
      const spoiled = Object.fromEntries(
        Object.entries(credentials).map(([id, value]) => [id, spoil(value)]),
      );
      const connection = {
        credentials: spoiled,
        authMode: mode.id,
        baseUrl: address(scheme),
        language: 'en',
      };
      const provider = await api.create(connection, transport);
      const all = [...canaries, ...tokenCanaries, ...more];
      const outcome = await search(way, provider, all, tally, signal);
      assert.deepEqual(outcome.found, [], name);
      results.push(...outcome.results);
    }
    return results;
  }

  for (const way of ways) {
    const { vendor, api, mode } = way;
    const failed = (results: readonly unknown[]) =>
      assert.ok(results.every((result) => result instanceof ProviderError || Array.isArray(result)));
    const here = (scheme: string) => `${scheme}://127.0.0.1:${server.port}`;

    describe(`${vendor.id}, ${api.id}, ${mode.id}`, () => {
      it('by an answer', async () => {
        const reply = replies[`${vendor.id}/${api.id}`] ?? '';
        server.plan = {
          answer: (_, response) =>
            response.writeHead(200, { 'content-type': 'text/event-stream' }).end(reply),
          onSocket: (_, socket) => {
            for (const frame of reply.split('\n')) if (frame !== '') socket.send(frame);
          },
        };
        const [parts] = await ask(way, here);
        assert.ok(Array.isArray(parts) && parts.some((part) => part.type === 'finish'), String(parts));
      });

      it('by a WebSocket that repeats it in a frame, and by one that breaks', async () => {
        const plans = [
          undefined,
          (
            request: string,
            socket: { send(text: string): void; close(code: number, reason: string): void },
          ) => {
            socket.send(`{"${request}`);
            socket.close(1011, request.slice(0, 100));
          },
        ];
        for (const plan of plans) {
          server.plan = {
            answer: (_, response) => void response.end(),
            ...(plan && { onSocket: ({ request }, socket) => plan(request, socket) }),
          };
          failed(await ask(way, here));
        }
      });

      it('by a connection that is refused, has a wrong certificate, or is cut', async () => {
        failed(await ask(way, (scheme) => `${scheme}://127.0.0.1:${nobody}`));
        failed(await ask(way, (scheme) => `${scheme}s://127.0.0.1:${secure.port}`));
        failed(await ask(way, (scheme) => `${scheme}://127.0.0.1:${secure.port}`));
        failed(await ask(way, (scheme) => `${scheme}://nobody.invalid`));
        server.plan = {
          tokensToo: true,
          refuseHandshake: true,
          answer: (_, response) => void response.destroy(),
        };
        failed(await ask(way, here));
      });

      it('by a redirect, which is not followed', async () => {
        const other = await startEchoServer(tokens);
        server.plan = {
          tokensToo: true,
          refuseHandshake: true,
          answer: ({ request }, response) => {
            const location = `${other.origin}/?${encodeURIComponent(request)}`;
            response.writeHead(307, { location }).end();
          },
        };
        try {
          failed(await ask(way, here));
          assert.equal(other.overheard.length, 0);
        } finally {
          await other.close();
        }
      });

      it('by silence, and by a stop', async () => {
        server.plan = { tokensToo: true, refuseHandshake: true, answer: () => {} };
        const timeouts = { headMs: 20, handshakeMs: 20, idleMs: 20 };
        failed(await ask(way, here, { by: [['undici', undici(directOptions, { timeouts })]] }));
        failed(await ask(way, here, { signal: AbortSignal.timeout(10) }));
        failed(await ask(way, here, { signal: AbortSignal.abort() }));
      });

      it('by a proxy that lets nothing through, whose own password stays secret as well', async () => {
        const proxies = [
          `http://someone:${addressPassword.value}@127.0.0.1:${proxy.port}`,
          `http://someone:${addressPassword.value}@127.0.0.1:${nobody}`,
          `http://someone:${addressPassword.value}@127.0.0.1:99999`,
          `http://someone:${addressPassword.value}@`,
          `socks5://someone:${addressPassword.value}@127.0.0.1:${proxy.port}`,
        ];
        for (const httpsProxy of proxies) {
          const proxyAuthorization = `Basic ${proxyPassword.value}`;
          const settings = { ...directOptions, httpProxy: httpsProxy, httpsProxy, proxyAuthorization };
          failed(
            await ask(way, (scheme) => `${scheme}s://gateway.invalid`, {
              by: [['undici', undici(settings)]],
              more: [proxyPassword, addressPassword],
            }),
          );
        }
      });

      it('by an address with a password in it, which gets past no check of ours', async () => {
        const more = [addressPassword];
        server.plan = { refuseHandshake: true, answer: (_, response) => void response.end() };
        const { port } = server;
        for (const address of [
          (scheme: string) => `${scheme}://someone:${addressPassword.value}@127.0.0.1:${port}`,
          (scheme: string) => `${scheme}://:${addressPassword.value}@127.0.0.1:${nobody}`,
        ]) {
          failed(await ask(way, address, { more }));
        }
      });

      it('by characters that cannot be in a header', async () => {
        for (const spoil of [
          (value: string) => `${value}\n`,
          (value: string) => `${value}\r\nx: y`,
          (value: string) => `${value}密`,
          (value: string) => `\0${value}`,
        ]) {
          server.plan = {
            tokensToo: true,
            refuseHandshake: true,
            answer: (_, response) => void response.end(),
          };
          failed(await ask(way, here, { spoil }));
        }
      });
    });
  }
});
