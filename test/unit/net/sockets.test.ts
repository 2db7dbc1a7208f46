import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import http from 'node:http';
import https from 'node:https';
import { createSecureContext } from 'node:tls';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Socket, Transport } from '../../../src/core/transport.ts';
import { createFetchTransport } from '../../../src/net/fetchTransport.ts';
import {
  createUndiciTransport,
  directOptions,
  type UndiciOptions,
  type UndiciTransport,
} from '../../../src/net/undiciTransport.ts';
import { until } from '../../until.ts';
import { providerError } from './fakes.ts';
import {
  closedPort,
  startProxy,
  startTcp,
  type TestServer,
  testAuthority,
  testCertificate,
  track,
} from './servers.ts';

const never = new AbortController().signal;

for (const name of ['undici', 'fetch'] as const) {
  describe(`WebSockets of the transport on ${name}`, () => {
    let transport: Transport;
    let own: UndiciTransport | undefined;
    const servers: TestServer[] = [];

    beforeEach(() => {
      own = name === 'undici' ? createUndiciTransport({ ...directOptions, ca: [testAuthority] }) : undefined;
      const tls = { secureContext: createSecureContext({ ca: testAuthority }), rejectUnauthorized: true };
      transport = own ?? createFetchTransport({ throughProxy: () => false, tls: () => tls });
    });

    afterEach(async () => {
      await Promise.all(servers.splice(0).map((server) => server.close()));
      await own?.close();
    });

    async function serve(
      onSocket: (socket: WebSocket, request: IncomingMessage) => void,
      secure = false,
    ): Promise<string> {
      const server = secure ? https.createServer(testCertificate) : http.createServer();
      new WebSocketServer({ server }).on('connection', onSocket);
      const started = await track(server, secure ? 'https' : 'http');
      servers.push(started);
      return started.origin.replace('http', 'ws');
    }

    async function serveRefusal(head: string, body: string): Promise<string> {
      const server = await startTcp((socket) =>
        socket.once('data', () => socket.end(`${head}\r\n\r\n${body}`)),
      );
      servers.push(server);
      return `ws://127.0.0.1:${server.port}`;
    }

    async function open(url: string, signal = never): Promise<Socket> {
      const handshake = await transport.connect(url, signal);
      if (handshake.type === 'refused') return assert.fail(`refused with ${handshake.response.status}`);
      return handshake.socket;
    }

    for (const secure of [false, true]) {
      it(`exchange texts and hear the close code${secure ? ', over TLS' : ''}`, async () => {
        let seen = '';
        const origin = await serve((socket, { url = '', headers }) => {
          seen = `${url} ${headers['sec-websocket-extensions']}`;
          socket.on('message', (data) => {
            socket.send(`You said ${data}`);
            socket.send(Buffer.from('世界 😀'));
            socket.close(4007, 'enough');
          });
        }, secure);
        const socket = await open(`${origin}/v1.1/chat?date=a%2Cb`);
        socket.send('Grüße');
        const received: string[] = [];
        assert.equal(await socket.read((text) => received.push(text)), 4007);
        assert.deepEqual(received, ['You said Grüße', '世界 😀']);
        assert.equal(seen, '/v1.1/chat?date=a%2Cb undefined');
      });
    }

    it('keep what comes before anybody reads, in order, even if the server leaves at once', async () => {
      const left = Promise.withResolvers<void>();
      const origin = await serve((socket) => {
        for (const text of ['a', 'b', 'c']) socket.send(text);
        socket.close(1000);
        socket.once('close', () => left.resolve());
      });
      const socket = await open(origin);
      // The client has answered the goodbye, which came last.
      await left.promise;
      const received: string[] = [];
      assert.equal(await socket.read((text) => received.push(text)), 1000);
      assert.deepEqual(received, ['a', 'b', 'c']);
    });

    it('hand the answer to a refused handshake over', async () => {
      const body = '{"message":"HMAC signature does not match"}';
      const origin = await serveRefusal(
        `HTTP/1.1 401 Unauthorized\r\nDate: Fri, 05 May 2023 10:43:39 GMT\r\nContent-Length: ${body.length}`,
        body,
      );
      const handshake = await transport.connect(`${origin}/v1.1/chat`, never);
      assert.equal(handshake.type, 'refused');
      if (handshake.type !== 'refused') return;
      const { response } = handshake;
      assert.equal(response.status, 401);
      assert.equal(response.header('DATE'), 'Fri, 05 May 2023 10:43:39 GMT');
      assert.equal(response.header('x-none'), undefined);
      let text = '';
      await response.read((chunk) => {
        text += Buffer.from(chunk);
      });
      assert.equal(text, body);
    });

    it('do not follow a redirect', async () => {
      const origin = await serveRefusal('HTTP/1.1 302 Found\r\nLocation: ws://127.0.0.1:1/', '');
      const handshake = await transport.connect(origin, never);
      assert.equal(handshake.type === 'refused' && handshake.response.status, 302);
    });

    it('say that the answer to a refusal was cut', async () => {
      const origin = await serveRefusal('HTTP/1.1 500 No\r\nContent-Length: 100', 'half');
      const handshake = await transport.connect(origin, never);
      if (handshake.type !== 'refused') return assert.fail();
      await assert.rejects(
        handshake.response.read(() => {}),
        (error) => providerError(error, 'network') !== undefined,
      );
    });

    it('say that a refusal was given up whose answer nobody had read yet', async () => {
      const given = Promise.withResolvers<void>();
      const server = await startTcp((socket) => {
        socket.once('data', () => socket.write('HTTP/1.1 500 No\r\nContent-Length: 100\r\n\r\nhalf'));
        socket.once('close', () => given.resolve());
      });
      servers.push(server);
      const user = new AbortController();
      const handshake = await transport.connect(`ws://127.0.0.1:${server.port}`, user.signal);
      if (handshake.type !== 'refused') return assert.fail();
      user.abort();
      await given.promise;
      await assert.rejects(
        handshake.response.read(() => {}),
        (error) => providerError(error, 'cancelled') !== undefined,
      );
    });

    it('name what keeps them from opening', async () => {
      const refused = `ws://127.0.0.1:${await closedPort()}/?authorization=secret`;
      await assert.rejects(transport.connect(refused, never), (error) => {
        const { details, message } = providerError(error, 'network');
        assert.doesNotMatch(message, /secret/);
        return details.advice === 'refused';
      });
      await assert.rejects(
        transport.connect('ws://no-such-name.invalid/', never),
        (error) => providerError(error, 'network').details.advice === 'host-not-found',
      );
      const noUpgrade = await serveRefusal(
        'HTTP/1.1 101 Switching Protocols\r\nUpgrade: other\r\nConnection: Upgrade',
        '',
      );
      await assert.rejects(
        transport.connect(noUpgrade, never),
        (error) => providerError(error, 'protocol') !== undefined,
      );
      const silent = await serveRefusal('', '');
      await assert.rejects(
        transport.connect(silent, never),
        (error) => providerError(error, 'network').details.retryable === true,
      );
    });

    it('do not trust a certificate of an unknown authority', async () => {
      const origin = await serve(() => {}, true);
      const stranger = createUndiciTransport(directOptions);
      try {
        await assert.rejects(
          stranger.connect(origin, never),
          (error) => providerError(error, 'network').details.advice === 'certificate',
        );
      } finally {
        await stranger.close();
      }
    });

    it('reject when the connection breaks without a goodbye', async () => {
      const origin = await serve((socket) => {
        socket.send('half', () => socket.terminate());
      });
      const received: string[] = [];
      await assert.rejects(
        (await open(origin)).read((text) => received.push(text)),
        (error) => providerError(error, 'network').details.retryable === true,
      );
      assert.deepEqual(received, ['half']);
    });

    it('reject a message that is too large', async () => {
      const origin = await serve((socket) => socket.send('x'.repeat(4_000_001)));
      await assert.rejects(
        (await open(origin)).read(() => assert.fail()),
        (error) => providerError(error, 'protocol') !== undefined,
      );
    });

    it('close at once when they are aborted: before, during and after the handshake', async () => {
      const closed = Promise.withResolvers<number>();
      const origin = await serve((socket) => {
        socket.on('close', closed.resolve);
        socket.send('hello');
      });
      const cancelled = (error: unknown) => providerError(error, 'cancelled') !== undefined;
      await assert.rejects(transport.connect(origin, AbortSignal.abort()), cancelled);

      const hanging = await startTcp((connection) => connection.resume());
      servers.push(hanging);
      const during = new AbortController();
      const opening = assert.rejects(
        transport.connect(`ws://127.0.0.1:${hanging.port}`, during.signal),
        cancelled,
      );
      await until('the connection', () => hanging.open > 0);
      during.abort();
      await opening;
      await until('the end of the connection', () => hanging.open === 0);

      const after = new AbortController();
      const socket = await open(origin, after.signal);
      await assert.rejects(
        socket.read(() => after.abort()),
        cancelled,
      );
      assert.equal(await closed.promise, 1005);
    });

    it('close with the error that the reader throws, and read no further', async () => {
      const closed = Promise.withResolvers<number>();
      const origin = await serve((socket) => {
        socket.on('close', closed.resolve);
        socket.send('a');
        socket.send('b');
      });
      const fault = new Error('no');
      let calls = 0;
      await assert.rejects(
        (await open(origin)).read(() => {
          calls += 1;
          throw fault;
        }),
        fault,
      );
      await closed.promise;
      assert.equal(calls, 1);
    });

    it('say goodbye when they are closed, and do not wait for the answer', async () => {
      const closed = Promise.withResolvers<number>();
      const origin = await serve((socket) => {
        socket.on('close', closed.resolve);
        socket.send('last');
        socket.send('late');
      });
      const socket = await open(origin);
      const received: string[] = [];
      const code = await socket.read((text) => {
        received.push(text);
        socket.close();
      });
      assert.equal(code, 1000);
      assert.deepEqual(received, ['last']);
      assert.equal(await closed.promise, 1000);
    });

    it('are over at once when they are closed, though the server does not say goodbye', async () => {
      const origin = await serve((socket) => {
        socket.send('last');
        socket.pause();
      });
      const socket = await open(origin);
      assert.equal(await socket.read(() => socket.close()), 1000);
    });

    it('answer pings', async () => {
      const origin = await serve((socket) => {
        socket.once('pong', (data) => socket.close(4000, data));
        socket.ping('are you there');
      });
      assert.equal(await (await open(origin)).read(() => {}), 4000);
    });
  });
}

describe('WebSockets through a proxy', () => {
  const servers: TestServer[] = [];
  let origin: string;
  let port: number;

  beforeEach(async () => {
    const server = https.createServer(testCertificate);
    new WebSocketServer({ server }).on('connection', (socket) => {
      socket.send('from far away');
      socket.close(1000);
    });
    const started = await track(server, 'https');
    servers.push(started);
    ({ port } = started);
    origin = 'wss://glm.hanlin.test/chat';
  });

  afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

  async function connect(options: Partial<UndiciOptions>, url = origin): Promise<string> {
    const transport = createUndiciTransport({ ...directOptions, ca: [testAuthority], ...options });
    try {
      const handshake = await transport.connect(url, never);
      if (handshake.type === 'refused') return `refused ${handshake.response.status}`;
      let all = '';
      await handshake.socket.read((text) => {
        all += text;
      });
      return all;
    } finally {
      await transport.close();
    }
  }

  async function proxyTo(authorization?: string) {
    const proxy = await startProxy(port, authorization);
    servers.push(proxy);
    return proxy;
  }

  it('go through it, with the server’s certificate checked', async () => {
    const proxy = await proxyTo();
    assert.equal(await connect({ httpsProxy: proxy.origin }), 'from far away');
    assert.deepEqual(proxy.targets, ['glm.hanlin.test:443']);
    await assert.rejects(
      connect({ httpsProxy: proxy.origin }, 'wss://other.hanlin.test/'),
      (error) => providerError(error, 'network').details.advice === 'certificate',
    );
    await assert.rejects(
      connect({ httpsProxy: proxy.origin, ca: [] }),
      (error) => providerError(error, 'network').details.advice === 'certificate',
    );
    await assert.rejects(
      connect({ httpsProxy: proxy.origin, ca: [], strictSSL: false }),
      (error) => providerError(error, 'network').details.advice === 'certificate',
    );
  });

  it('use the proxy for http where the address is ws', async () => {
    const plain = http.createServer();
    new WebSocketServer({ server: plain }).on('connection', (socket) => socket.close(1000));
    const started = await track(plain, 'http');
    servers.push(started);
    const proxy = await startProxy(started.port);
    servers.push(proxy);
    assert.equal(await connect({ httpProxy: proxy.origin }, 'ws://spark.hanlin.test/'), '');
    assert.deepEqual(proxy.targets, ['spark.hanlin.test:80']);
  });

  it('sign in at it, from the setting or from its address', async () => {
    const authorization = `Basic ${Buffer.from('ann:p@ss').toString('base64')}`;
    const proxy = await proxyTo(authorization);
    const withUser = proxy.origin.replace('//', '//ann:p%40ss@');
    assert.equal(await connect({ httpsProxy: withUser }), 'from far away');
    assert.equal(
      await connect({ httpsProxy: proxy.origin, proxyAuthorization: authorization }),
      'from far away',
    );
    await assert.rejects(connect({ httpsProxy: proxy.origin.replace('//', '//ann:wrong@') }), (error) => {
      const { details, message } = providerError(error, 'network');
      assert.doesNotMatch(message, /wrong|Basic/);
      return details.advice === 'proxy' && /407/.test(message);
    });
  });

  it('say that it is the proxy that cannot be reached, or is of the wrong kind', async () => {
    const nobody = `http://127.0.0.1:${await closedPort()}`;
    for (const httpsProxy of [nobody, 'socks5://127.0.0.1:1080']) {
      await assert.rejects(
        connect({ httpsProxy }),
        (error) => providerError(error, 'network').details.advice === 'proxy',
      );
    }
  });

  it('leave it out for loopback addresses', async () => {
    const proxy = await proxyTo();
    assert.equal(await connect({ httpsProxy: proxy.origin }, `wss://127.0.0.1:${port}/`), 'from far away');
    assert.deepEqual(proxy.targets, []);
  });

  it('stop while the proxy is being asked', async () => {
    const hanging = await startTcp((connection) => connection.resume());
    servers.push(hanging);
    const transport = createUndiciTransport({
      ...directOptions,
      httpsProxy: `http://127.0.0.1:${hanging.port}`,
    });
    const user = new AbortController();
    const opening = assert.rejects(
      transport.connect(origin, user.signal),
      (error) => providerError(error, 'cancelled') !== undefined,
    );
    await until('the connection', () => hanging.open > 0);
    user.abort();
    await opening;
    await transport.close();
  });
});
