import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { createSecureContext } from 'node:tls';
import type { HttpRequest, Transport } from '../../../src/core/transport.ts';
import { createFetchTransport } from '../../../src/net/fetchTransport.ts';
import {
  createUndiciTransport,
  directOptions,
  type UndiciTransport,
} from '../../../src/net/undiciTransport.ts';
import { until } from '../../until.ts';
import { fakeTimers, providerError } from './fakes.ts';
import { closedPort, startHttp, startHttps, startTcp, type TestServer, testAuthority } from './servers.ts';

const post: HttpRequest = { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'Grüße' };
const testTls = { secureContext: createSecureContext({ ca: testAuthority }), rejectUnauthorized: true };
const never = new AbortController().signal;

for (const name of ['undici', 'fetch'] as const) {
  describe(`transport on ${name}`, () => {
    let transport: Transport;
    let own: UndiciTransport | undefined;
    const servers: TestServer[] = [];

    function create(options: Parameters<typeof createUndiciTransport>[1] = {}): Transport {
      if (name === 'fetch')
        return createFetchTransport({ throughProxy: () => false, tls: () => testTls }, options);
      own = createUndiciTransport(directOptions, options);
      return own;
    }

    async function serve<T extends TestServer>(starting: Promise<T>): Promise<T> {
      const server = await starting;
      servers.push(server);
      return server;
    }

    beforeEach(() => {
      transport = create();
    });

    afterEach(async () => {
      await Promise.all(servers.splice(0).map((server) => server.close()));
      await own?.close();
      own = undefined;
    });

    it('sends a request and hands the response over', async () => {
      const server = await serve(
        startHttp(async (request, response) => {
          let body = '';
          for await (const chunk of request) body += chunk;
          response.writeHead(418, {
            'X-Seen': `${request.method} ${request.url} ${request.headers['content-type']}`,
          });
          response.end(body);
        }),
      );
      const response = await transport.fetch(`${server.origin}/v4/chat?a=b`, post, never);
      assert.equal(response.status, 418);
      assert.equal(response.header('x-seen'), 'POST /v4/chat?a=b text/plain');
      assert.equal(response.header('X-SEEN'), 'POST /v4/chat?a=b text/plain');
      assert.equal(response.header('x-missing'), undefined);
      assert.equal(await text(response), 'Grüße');
    });

    it('hands chunks over as they come', async () => {
      let stream: ServerResponse | undefined;
      const server = await serve(
        startHttp((_request, response) => {
          stream = response;
          response.write('one');
        }),
      );
      const response = await transport.fetch(server.origin, post, never);
      const chunks: string[] = [];
      await response.read((chunk) => {
        chunks.push(Buffer.from(chunk).toString());
        if (chunks.length === 1) stream?.write('two');
        if (chunks.length === 2) stream?.end();
      });
      assert.deepEqual(chunks, ['one', 'two']);
    });

    it('uses a connection again', async () => {
      const server = await serve(startHttp((_request, response) => response.end('ok')));
      for (let i = 0; i < 3; i += 1) {
        assert.equal(await text(await transport.fetch(server.origin, post, never)), 'ok');
        await new Promise(setImmediate);
      }
      assert.equal(server.connections, 1);
    });

    it('follows no redirect', async () => {
      let requests = 0;
      const server = await serve(
        startHttp((_request, response) => {
          requests += 1;
          response.writeHead(307, { location: '/elsewhere' }).end();
        }),
      );
      const response = await transport.fetch(server.origin, post, never);
      assert.equal(response.status, 307);
      await text(response);
      assert.equal(requests, 1);
    });

    it('closes the connection when it is aborted before the response', async () => {
      const server = await serve(startHttp(() => {}));
      const user = new AbortController();
      const fetching = assert.rejects(transport.fetch(server.origin, post, user.signal), isKind('cancelled'));
      await until('the connection', () => server.open === 1);
      user.abort();
      await fetching;
      await until('the end of the connection', () => server.open === 0);
    });

    it('closes the connection when it is aborted during the response', async () => {
      const server = await serve(startHttp((_request, response) => void response.write('a')));
      const user = new AbortController();
      const response = await transport.fetch(server.origin, post, user.signal);
      await assert.rejects(
        response.read(() => user.abort()),
        isKind('cancelled'),
      );
      await until('the end of the connection', () => server.open === 0);
    });

    it('connects to nothing when it was aborted before', async () => {
      const server = await serve(startHttp((_request, response) => response.end()));
      await assert.rejects(transport.fetch(server.origin, post, AbortSignal.abort()), isKind('cancelled'));
      assert.equal(server.connections, 0);
    });

    it('closes the connection when the receiver throws, and passes that error on', async () => {
      const server = await serve(startHttp((_request, response) => void response.write('a')));
      const response = await transport.fetch(server.origin, post, never);
      const enough = new Error('enough');
      await assert.rejects(
        response.read(() => {
          throw enough;
        }),
        (error) => error === enough,
      );
      await until('the end of the connection', () => server.open === 0);
    });

    it('says that a body was cut, after what came before', async () => {
      const server = await serve(
        startHttp((_request, response) => {
          response.write('half', () => setImmediate(() => response.destroy()));
        }),
      );
      const response = await transport.fetch(server.origin, post, never);
      let received = '';
      await assert.rejects(
        response.read((chunk) => {
          received += Buffer.from(chunk);
        }),
        (error) => providerError(error, 'network').details.retryable === true,
      );
      assert.equal(received, 'half');
    });

    it('says that the connection was lost before the response', async () => {
      const server = await serve(startTcp((socket) => socket.once('data', () => socket.destroy())));
      await assert.rejects(transport.fetch(server.origin, post, never), (error) => {
        const { details } = providerError(error, 'network');
        return details.retryable === true && details.advice === undefined;
      });
    });

    it('says that nobody listens, for an address and for a name with several', async () => {
      const port = await closedPort();
      for (const host of ['127.0.0.1', 'localhost']) {
        await assert.rejects(transport.fetch(`http://${host}:${port}/secret?key=1`, post, never), (error) => {
          const { details, message } = providerError(error, 'network');
          assert.equal(message, `The connection to ${host}:${port} failed (ECONNREFUSED)`);
          return details.advice === 'refused';
        });
      }
    });

    it('says that a host does not exist', async () => {
      await assert.rejects(
        transport.fetch('http://does-not-exist.invalid', post, never),
        (error) => providerError(error, 'network').details.advice === 'host-not-found',
      );
    });

    it('says that a certificate is not trusted', async () => {
      const server = await serve(startHttps((_request, response) => response.end()));
      await assert.rejects(
        transport.fetch(server.origin, post, never),
        (error) => providerError(error, 'network').details.advice === 'certificate',
      );
    });

    it('says that the other side does not speak HTTP', async () => {
      const server = await serve(startTcp((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n')));
      await assert.rejects(transport.fetch(server.origin, post, never), isKind('protocol'));
    });

    it('gives no secret away when a header is impossible', async () => {
      const headers = { authorization: 'Bearer line\nbreak-secret' };
      await assert.rejects(transport.fetch('http://127.0.0.1:1', { ...post, headers }, never), (error) => {
        const { message, cause, stack } = providerError(error, 'invalid-request');
        assert.doesNotMatch(`${message} ${stack}`, /secret/);
        return cause === undefined;
      });
    });

    it('gives up on silence and closes the connection', async () => {
      const server = await serve(
        startHttp((request, response) => {
          if (request.url === '/body') response.write('a');
        }),
      );
      const timers = fakeTimers();
      transport = create({ timer: timers.start });
      const head = assert.rejects(transport.fetch(server.origin, post, never), isKind('timeout'));
      await until('the connection', () => server.open === 1);
      timers.advance(300_000);
      await head;
      await until('the end of the connection', () => server.open === 0);

      const response = await transport.fetch(`${server.origin}/body`, post, never);
      const body = response.read(() => setImmediate(() => timers.advance(120_000)));
      await assert.rejects(body, isKind('timeout'));
      await until('the end of the connection', () => server.open === 0);
    });
  });
}

function isKind(kind: Parameters<typeof providerError>[1]) {
  return (error: unknown) => providerError(error, kind) !== undefined;
}

async function text(response: {
  read(onChunk: (chunk: Uint8Array) => void): Promise<void>;
}): Promise<string> {
  const chunks: Uint8Array[] = [];
  await response.read((chunk) => chunks.push(chunk));
  return Buffer.concat(chunks).toString();
}
