import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import {
  createUndiciTransport,
  directOptions,
  type UndiciOptions,
} from '../../../src/net/undiciTransport.ts';
import { until } from '../../until.ts';
import { providerError } from './fakes.ts';
import {
  closedPort,
  startHttps,
  startProxy,
  startTcp,
  startTlsProxy,
  type TestServer,
  testAuthority,
} from './servers.ts';

describe('undici transport and the user’s network settings', () => {
  const address = 'https://glm.hanlin.test/v4';
  const opened: { close(): Promise<void> }[] = [];
  let server: TestServer;

  beforeEach(async () => {
    server = await startHttps((_request, response) => response.end('hello'));
    opened.push(server);
  });

  afterEach(async () => {
    await Promise.all(opened.splice(0).map((each) => each.close()));
  });

  it('trusts the authorities it is given, beside Node’s own', async () => {
    assert.equal(await get(server.origin, { ca: [testAuthority] }), 'hello');
  });

  it('says that a body is compressed, and closes the connection', async () => {
    const compressed = await startHttps((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).write(gzipSync('hello'));
    });
    opened.push(compressed);
    await assert.rejects(get(compressed.origin, { ca: [testAuthority] }), (error) =>
      /gzip/.test(providerError(error, 'protocol').message),
    );
    await until('the end of the connection', () => compressed.open === 0);
  });

  it('checks a server’s certificate whatever is said of proxies, and whatever the environment says', async () => {
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      await rejects(get(server.origin, { strictSSL: false }), 'certificate');
      await rejects(get(server.origin, {}), 'certificate');
    } finally {
      delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    }
  });

  it('checks the certificate of a proxy over TLS unless the user says otherwise, and the server’s all the same', async () => {
    const proxy = await startTlsProxy(server.port);
    opened.push(proxy);
    const through = { httpsProxy: proxy.origin, ca: [testAuthority] };
    await rejects(get(address, through), 'certificate');
    assert.deepEqual(proxy.targets, []);
    assert.equal(await get(address, { ...through, strictSSL: false }), 'hello');
    await rejects(get('https://other.hanlin.test/', { ...through, strictSSL: false }), 'certificate');
    await rejects(get(address, { ...through, ca: [], strictSSL: false }), 'certificate');
  });

  it('goes through the proxy', async () => {
    const proxy = await startProxy(server.port);
    opened.push(proxy);
    assert.equal(await get(address, { httpsProxy: proxy.origin, ca: [testAuthority] }), 'hello');
    assert.deepEqual(proxy.targets, ['glm.hanlin.test:443']);
  });

  it('checks the server’s certificate through the proxy as well', async () => {
    const proxy = await startProxy(server.port);
    opened.push(proxy);
    const failing = [
      get(address, { httpsProxy: proxy.origin }),
      get('https://other.hanlin.test/', { httpsProxy: proxy.origin, ca: [testAuthority] }),
    ];
    for (const each of failing) await rejects(each, 'certificate');
    await rejects(get(address, { httpsProxy: proxy.origin, strictSSL: false }), 'certificate');
  });

  it('uses one tunnel for several requests', async () => {
    const proxy = await startProxy(server.port);
    opened.push(proxy);
    const transport = create({ httpsProxy: proxy.origin, ca: [testAuthority] });
    for (let i = 0; i < 3; i += 1) {
      assert.equal(await getWith(transport, address), 'hello');
      await new Promise(setImmediate);
    }
    assert.equal(proxy.targets.length, 1);
  });

  it('signs in at the proxy, from the setting or from the proxy’s address', async () => {
    const authorization = `Basic ${Buffer.from('ann:p@ss').toString('base64')}`;
    const proxy = await startProxy(server.port, authorization);
    opened.push(proxy);
    const ca = [testAuthority];
    assert.equal(
      await get(address, { httpsProxy: proxy.origin, proxyAuthorization: authorization, ca }),
      'hello',
    );
    const withUser = proxy.origin.replace('//', '//ann:p%40ss@');
    assert.equal(await get(address, { httpsProxy: withUser, ca }), 'hello');
  });

  it('says that the proxy wants a password, and does not show the one it was given', async () => {
    const proxy = await startProxy(server.port, 'Basic other');
    opened.push(proxy);
    const error = await rejects(
      get(address, { httpsProxy: proxy.origin.replace('//', '//ann:hush@') }),
      'proxy',
    );
    assert.equal(error.message, 'The proxy answered 407 instead of connecting to glm.hanlin.test');
    assert.doesNotMatch(`${error.stack} ${error.cause}`, /hush/);
  });

  it('shows no password of a proxy whose address is none, at its end either', async () => {
    const transport = create({ httpsProxy: 'http://ann:hush@' });
    await assert.rejects(getWith(transport, address), (error) => {
      assert.doesNotMatch(inspect(error, { depth: 9, showHidden: true }), /hush/);
      return providerError(error, 'invalid-request') !== undefined;
    });
    await transport.close();
  });

  it('keeps a connection open, and closes it at the end', async () => {
    const transport = create({ ca: [testAuthority] });
    assert.equal(await getWith(transport, server.origin), 'hello');
    assert.equal(server.open, 1);
    await transport.close();
    await until('the end of the connection', () => server.open === 0);
  });

  it('says that it is the proxy that cannot be reached', async () => {
    await rejects(get(address, { httpsProxy: `http://127.0.0.1:${await closedPort()}` }), 'proxy');
    await rejects(get(address, { httpsProxy: 'http://does-not-exist.invalid:3128' }), 'proxy');
  });

  it('asks a proxy that hangs up only once', async () => {
    const proxy = await startTcp((socket) => socket.once('data', () => socket.end()));
    opened.push(proxy);
    for (const url of [address, address.replace('https:', 'http:')]) {
      const before = proxy.connections;
      await assert.rejects(
        get(url, { httpsProxy: proxy.origin, httpProxy: proxy.origin }),
        (error) => providerError(error, 'network').details.retryable === true,
      );
      assert.equal(proxy.connections - before, 1, url);
    }
  });

  it('leaves loopback addresses and the exceptions out', async () => {
    const proxy = await startProxy(server.port);
    opened.push(proxy);
    const settings = { httpsProxy: proxy.origin, ca: [testAuthority] };
    assert.equal(await get(server.origin, settings), 'hello');
    await rejects(
      get('https://does-not-exist.invalid/', { ...settings, noProxy: ['invalid'] }),
      'host-not-found',
    );
    assert.deepEqual(proxy.targets, []);
  });

  function create(options: Partial<UndiciOptions>) {
    const transport = createUndiciTransport({ ...directOptions, ...options });
    opened.unshift(transport);
    return transport;
  }

  function get(url: string, options: Partial<UndiciOptions>): Promise<string> {
    return getWith(create(options), url);
  }

  async function getWith(transport: ReturnType<typeof create>, url: string): Promise<string> {
    const response = await transport.fetch(url, { method: 'GET', headers: {} }, new AbortController().signal);
    let body = '';
    await response.read((chunk) => {
      body += Buffer.from(chunk);
    });
    return body;
  }

  async function rejects(promise: Promise<unknown>, advice: string) {
    const error = await promise.then(
      () => assert.fail('it worked'),
      (reason) => providerError(reason, 'network'),
    );
    assert.equal(error.details.advice, advice, error.message);
    return error;
  }
});
