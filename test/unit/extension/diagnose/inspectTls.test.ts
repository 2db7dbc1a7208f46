import assert from 'node:assert/strict';
import { getEventListeners, once } from 'node:events';
import { syncBuiltinESMExports } from 'node:module';
import net, { type AddressInfo, type Socket } from 'node:net';
import { mock } from 'node:test';
import tls from 'node:tls';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { inspectTls, type Trust } from '../../../../src/extension/diagnose/inspectTls.ts';
import { openConnection, portOf } from '../../../../src/extension/diagnose/openConnection.ts';
import { until } from '../../../until.ts';
import { closedPort, testAuthority, testCertificate } from '../../net/servers.ts';

describe('the look at a certificate', () => {
  let servers: net.Server[];
  /** Both ends of every connection that was made. */
  let theirs: Socket[];
  let ours: Socket[];

  beforeEach(() => {
    servers = [];
    theirs = [];
    ours = [];
  });

  afterEach(async () => {
    mock.timers.reset();
    mock.restoreAll();
    syncBuiltinESMExports();
    for (const socket of [...ours, ...theirs]) socket.destroy();
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  });

  async function listen(server: net.Server): Promise<URL> {
    servers.push(server);
    server.on('connection', (socket: Socket) => theirs.push(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new URL(`https://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }

  /** No TLS: what comes is not looked at. */
  const plain = (answer: (socket: Socket) => void) =>
    listen(net.createServer((socket) => answer(socket.on('error', () => {}).resume())));
  const secure = () => listen(tls.createServer({ ...testCertificate }).on('tlsClientError', () => {}));

  function trust(changes: Partial<Trust> = {}): Trust {
    return { everybody: () => tls.createSecureContext({ ca: [] }), extra: [], checksProxy: true, ...changes };
  }

  function inspect(url: URL, trusted = trust(), signal = new AbortController().signal) {
    const open = async () => {
      const socket = await openConnection(url, signal);
      ours.push(socket);
      return socket;
    };
    return inspectTls(url, open, trusted, false, () => 0, signal);
  }

  /** A connection that is still open is a leak for each diagnosis. */
  async function assertClosed(count: number): Promise<void> {
    assert.equal(ours.length, count);
    for (const socket of ours) {
      assert.equal(socket.destroyed, true, 'our end is open');
      assert.deepEqual([socket.listenerCount('data'), socket.listenerCount('readable')], [0, 0]);
    }
    const closed = theirs.map((socket) => socket.closed || once(socket, 'close'));
    const late = new Promise((resolve) => AbortSignal.timeout(2000).addEventListener('abort', resolve));
    const isLate = await Promise.race([Promise.all(closed), late.then(() => 'the other end is open')]);
    assert.notEqual(isLate, 'the other end is open');
  }

  it('finds the authority, and leaves no connection behind', async () => {
    const url = await secure();
    const timeouts = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const before = timeouts();
    for (let round = 0; round < 3; round++) {
      const everybody = () => tls.createSecureContext({ ca: [testAuthority] });
      const finding = await inspect(url, trust({ everybody, extra: [testAuthority] }));
      assert.deepEqual([finding.type, finding.type === 'trusted' && finding.root], ['trusted', 'extra']);
      const system = await inspect(url, trust({ everybody }));
      assert.deepEqual([system.type, system.type === 'trusted' && system.root], ['trusted', 'system']);
      await assertClosed(4 * (round + 1));
    }
    // What another test has left may end meanwhile.
    assert.ok(timeouts() <= before, `${timeouts()} timers run, ${before} before`);
  });

  it('says of one that nobody trusts that it is not trusted, whatever is said of proxies', async () => {
    const url = await secure();
    for (const checksProxy of [true, false]) {
      const finding = await inspect(url, trust({ checksProxy }));
      assert.ok(finding.type === 'untrusted', finding.type);
      assert.equal(finding.expiredAt, undefined);
      assert.match(finding.code, /^(UNABLE_TO|SELF_SIGNED)/);
    }
    await assertClosed(4);
  });

  it('takes what a public authority has signed for that, without asking the system', async () => {
    const url = await secure();
    const { createSecureContext } = tls;
    mock.method(tls, 'createSecureContext', () => createSecureContext({ ca: [testAuthority] }));
    syncBuiltinESMExports();
    const everybody = () => assert.fail('the system was asked');
    const finding = await inspect(url, trust({ everybody }));
    assert.deepEqual([finding.type, finding.type === 'trusted' && finding.root], ['trusted', 'public']);
    await assertClosed(1);
  });

  it('asks for the certificate of the host by its name', async () => {
    const asked = new Set<string>();
    const SNICallback: tls.TlsOptions['SNICallback'] = (name, answer) => {
      asked.add(name);
      answer(null);
    };
    const server = tls.createServer({ ...testCertificate, SNICallback }).on('tlsClientError', () => {});
    const url = await listen(server);
    const open = async () => {
      const socket = await openConnection(url, new AbortController().signal);
      ours.push(socket);
      return socket;
    };
    const signal = new AbortController().signal;
    await inspectTls(new URL('https://glm.hanlin.test'), open, trust(), false, () => 0, signal);
    assert.deepEqual([...asked], ['glm.hanlin.test']);
  });

  it('calls an authority by its organisation and its name, as far as it has them', async () => {
    const url = await secure();
    const names: readonly (readonly [issuer: object, name: string])[] = [
      [{ O: 'Company', CN: 'Root' }, 'Company (Root)'],
      [{ O: 'Company', CN: 'Company' }, 'Company'],
      [{ O: ['One', 'Other'], CN: 'Root' }, 'One, Other (Root)'],
      [{ O: 'Company' }, 'Company'],
      [{ CN: 'Root' }, 'Root'],
      [{}, '?'],
    ];
    let issuer = {};
    mock.method(tls.TLSSocket.prototype, 'getPeerCertificate', () => ({ issuer, valid_to: '' }));
    for (const [parts, name] of names) {
      issuer = parts;
      const finding = await inspect(url);
      assert.equal(finding.type === 'untrusted' && finding.issuer, name);
    }
  });

  it('ends when the connection is taken away from it', async () => {
    const url = await plain(() => {});
    const looking = inspect(url);
    while (ours.length === 0) await new Promise(setImmediate);
    await new Promise(setImmediate);
    ours[0]?.destroy();
    await assert.rejects(looking, { code: 'ECONNRESET' });
  });

  it('leaves no connection behind where the other side is no TLS, says nothing, or hangs up', async () => {
    const url = await plain((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await assert.rejects(inspect(url));
    const closing = await plain((socket) => socket.destroy());
    await assert.rejects(inspect(closing), { code: 'ECONNRESET' });
    await assertClosed(2);
  });

  it('gives up after ten seconds, and not before', async () => {
    const url = await plain(() => {});
    const socket = await openConnection(url, new AbortController().signal);
    ours.push(socket);
    mock.timers.enable({ apis: ['setTimeout'] });
    const signal = new AbortController().signal;
    let failed = false;
    const looking = inspectTls(
      url,
      async () => socket,
      trust(),
      false,
      () => 0,
      signal,
    );
    looking.catch(() => {
      failed = true;
    });
    await new Promise(setImmediate);
    mock.timers.tick(9_999);
    await new Promise(setImmediate);
    assert.equal(failed, false);
    mock.timers.tick(1);
    await assert.rejects(looking, { code: 'ETIMEDOUT' });
    await assertClosed(1);
  });

  it('ends as soon as it is not wanted any more, before and in the handshake', async () => {
    const url = await plain(() => {});
    const user = new AbortController();
    const looking = inspect(url, trust(), user.signal);
    await until('the connection', () => ours.length > 0);
    await new Promise(setImmediate);
    user.abort(new Error('closed'));
    await assert.rejects(looking, { message: 'closed' });
    await assertClosed(1);

    const late = new AbortController();
    const open = async () => {
      const socket = await openConnection(url, new AbortController().signal);
      ours.push(socket);
      late.abort(new Error('closed'));
      return socket;
    };
    await assert.rejects(
      inspectTls(url, open, trust(), false, () => 0, late.signal),
      { message: 'closed' },
    );
    await assertClosed(2);
  });

  it('connects within its time or not at all', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    // Whatever becomes of a connection to this address, it is not made at once.
    const url = new URL('https://192.0.2.1');
    const user = new AbortController();
    const connecting = openConnection(url, user.signal, 3_000);
    mock.timers.tick(3_000);
    await assert.rejects(connecting, (error: NodeJS.ErrnoException) =>
      ['ETIMEDOUT', 'ENETUNREACH', 'EHOSTUNREACH', 'ECONNREFUSED'].includes(error.code ?? ''),
    );
  });

  it('leaves nothing to wait for where nobody listens', async () => {
    const { signal } = new AbortController();
    const timeouts = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const url = new URL(`https://127.0.0.1:${await closedPort()}`);
    const before = timeouts();
    await assert.rejects(openConnection(url, signal), { code: 'ECONNREFUSED' });
    assert.deepEqual(getEventListeners(signal, 'abort'), []);
    assert.ok(timeouts() <= before);
  });

  it('connects to the port that is named, or the usual one', () => {
    const port = (url: string) => portOf(new URL(url));
    assert.deepEqual(['https://a', 'http://a', 'https://a:8443'].map(port), ['443', '80', '8443']);
  });

  it('connects to an address of IPv6', async function () {
    const server = net.createServer().listen(0, '::1');
    const outcome = await Promise.race([once(server, 'listening'), once(server, 'error')]);
    if (outcome.length > 0) this.skip();
    servers.push(server);
    server.on('connection', (socket: Socket) => theirs.push(socket));
    const { port } = server.address() as AddressInfo;
    const socket = await openConnection(new URL(`https://[::1]:${port}`), new AbortController().signal);
    ours.push(socket);
    assert.equal(socket.remoteAddress, '::1');
  });

  it('does not go on connecting for somebody who has left', async () => {
    const url = await plain(() => {});
    const connections = () =>
      process.getActiveResourcesInfo().filter((kind) => /^TCP(?!Server)/.test(kind)).length;
    const before = connections();
    const user = new AbortController();
    const connecting = Array.from({ length: 3 }, () => openConnection(url, user.signal));
    user.abort(new Error('closed'));
    for (const each of connecting) await assert.rejects(each, { message: 'closed' });
    await assert.rejects(openConnection(url, user.signal), { message: 'closed' });
    await new Promise(setImmediate);
    assert.ok(connections() <= before, `${connections()} connections, ${before} before`);
  });
});
