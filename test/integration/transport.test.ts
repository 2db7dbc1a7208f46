import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import https from 'node:https';
import * as tls from 'node:tls';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { WebSocketServer } from 'ws';
import { ProviderError } from '../../src/core/error.ts';
import { createTransport, type ExtensionTransport } from '../../src/extension/transport/createTransport.ts';
import { createProvider } from '../../src/vendors/zhipu/provider.ts';
import { startProxy, type TestProxy, testAuthority, testCertificate, track } from '../unit/net/servers.ts';
import { type BigModelServer, startBigModelServer, testKeys } from '../vendors/zhipu/bigModelServer.ts';

/*
 * The extension host has to be started with NODE_EXTRA_CA_CERTS=test/fixtures/tls/ca.pem. VS Code's fetch leaves that
 * authority out as long as it trusts the system's store, and takes it once http.systemCertificates is off: with one
 * setting it can be made to fail and to succeed.
 */
describe('ways out of the extension host', () => {
  const origin = 'https://glm.hanlin.test';
  const never = new AbortController().signal;
  const fixture = (name: string) => readFileSync(new URL(`../fixtures/tls/${name}`, import.meta.url), 'utf8');
  const changed = new Set<string>();
  const log: string[] = [];
  let server: BigModelServer;
  let proxy: TestProxy;
  let transport: ExtensionTransport;

  before(() => {
    assert.ok(
      tls.getCACertificates('extra').some((certificate) => certificate.trim() === testAuthority.trim()),
      'NODE_EXTRA_CA_CERTS does not name test/fixtures/tls/ca.pem',
    );
  });

  beforeEach(async () => {
    server = await startBigModelServer({
      tls: { key: fixture('server.key.pem'), cert: fixture('server.pem') },
    });
    server.always({ type: 'reply', text: 'Hello from far away' });
    proxy = await startProxy(server.port);
    await set('http.proxy', proxy.origin);
    transport = createTransport({ info: (message) => log.push(message) });
  });

  afterEach(async () => {
    transport.dispose();
    for (const key of changed) await set(key, undefined);
    changed.clear();
    log.length = 0;
    await proxy.close();
    await server.close();
  });

  for (const way of ['vscode', 'undici'] as const) {
    it(`${way} goes through the user’s proxy and trusts the private authority`, async () => {
      await set('hanlin.network', way);
      await set('http.systemCertificates', false);
      assert.equal(await ask(), 'Hello from far away');
      assert.deepEqual(proxy.targets, ['glm.hanlin.test:443']);
      assert.equal(server.requests[0]?.headers.authorization, `Bearer ${testKeys.payAsYouGo}`);
      assert.equal(transport.wayOf(origin), way);
    });

    it(`${way} names a proxy that does not answer`, async () => {
      await set('hanlin.network', way);
      await proxy.close();
      await assert.rejects(
        ask(),
        (error) => error instanceof ProviderError && error.details.advice === 'proxy',
      );
    });
  }

  it('takes undici where VS Code’s fetch does not trust the certificate, and stays with it', async () => {
    assert.equal(transport.wayOf(origin), 'vscode');
    assert.equal(await ask(), 'Hello from far away');
    assert.equal(transport.wayOf(origin), 'undici');
    assert.equal(await ask(), 'Hello from far away');
    assert.equal(log.length, 1);
    assert.match(log[0] ?? '', /^Requests to https:\/\/glm\.hanlin\.test go through undici/);
    await set('http.systemCertificates', false);
    assert.equal(transport.wayOf(origin), 'vscode', 'changed settings deserve a new try');
  });

  it('signs in at the proxy by the user’s setting', async () => {
    const authorization = `Basic ${Buffer.from('ann:secret').toString('base64')}`;
    const strict = await startProxy(server.port, authorization);
    try {
      await set('http.proxy', strict.origin);
      await set('http.proxyAuthorization', authorization);
      await set('hanlin.network', 'undici');
      assert.equal(await ask(), 'Hello from far away');
      assert.deepEqual(strict.authorizations, [authorization]);
    } finally {
      await strict.close();
    }
  });

  for (const way of ['vscode', 'undici'] as const) {
    it(`${way} checks the server’s certificate although http.proxyStrictSSL is off`, async () => {
      await set('http.proxyStrictSSL', false);
      await set('http.systemCertificates', false);
      await set('hanlin.network', way);
      const other = createTransport({ info: () => {} });
      try {
        await assert.rejects(
          ask(other, 'https://no-such-name.hanlin.test'),
          (error) => error instanceof ProviderError && error.details.advice === 'certificate',
        );
        assert.equal(server.requests.length, 0);
      } finally {
        other.dispose();
      }
    });
  }

  it('checks it although the environment switches the checks off', async () => {
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    const other = createTransport({ info: () => {} });
    try {
      assert.equal(other.wayOf(origin), 'undici');
      await assert.rejects(
        ask(other, 'https://no-such-name.hanlin.test'),
        (error) => error instanceof ProviderError && error.details.advice === 'certificate',
      );
      assert.equal(server.requests.length, 0);
    } finally {
      delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
      other.dispose();
    }
  });

  it('leaves out the hosts that the user excepts from the proxy', async () => {
    await set('http.noProxy', ['hanlin.test']);
    await set('hanlin.network', 'undici');
    await assert.rejects(
      ask(),
      (error) => error instanceof ProviderError && error.details.advice === 'host-not-found',
    );
    assert.deepEqual(proxy.targets, []);
  });

  it('does not let a workspace choose the proxy', async () => {
    const workspaceProxy = await startProxy(server.port);
    const configuration = vscode.workspace.getConfiguration('http');
    try {
      await set('hanlin.network', 'undici');
      // VS Code may refuse to write it there; what counts is where the request goes.
      await Promise.resolve(
        configuration.update('proxy', workspaceProxy.origin, vscode.ConfigurationTarget.Workspace),
      ).catch(() => {});
      assert.equal(await ask(), 'Hello from far away');
      assert.deepEqual(workspaceProxy.targets, []);
      assert.equal(proxy.targets.length, 1);
    } finally {
      await Promise.resolve(
        configuration.update('proxy', undefined, vscode.ConfigurationTarget.Workspace),
      ).catch(() => {});
      await workspaceProxy.close();
    }
  });

  it('signs a token in the host as anywhere else', async () => {
    await set('hanlin.network', 'undici');
    assert.equal(await ask(transport, origin, 'jwt'), 'Hello from far away');
    const token = server.requests[0]?.headers.authorization?.replace('Bearer ', '') ?? '';
    const [header, payload, signature] = token.split('.');
    const secret = testKeys.payAsYouGo.split('.')[1] ?? '';
    assert.equal(signature, createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url'));
  });

  it('opens WebSockets through the user’s proxy, with the certificate checked', async () => {
    const secure = https.createServer(testCertificate);
    new WebSocketServer({ server: secure }).on('connection', (socket, { headers }) => {
      socket.send(`Hello to ${headers.host}`);
      socket.close(1000);
    });
    const target = await track(secure, 'https');
    const socketProxy = await startProxy(target.port);
    try {
      await set('http.proxy', socketProxy.origin);
      assert.equal(await listen(), 'Hello to glm.hanlin.test');
      assert.deepEqual(socketProxy.targets, ['glm.hanlin.test:443']);
      await assert.rejects(
        listen('wss://no-such-name.hanlin.test/'),
        (error) => error instanceof ProviderError && error.details.advice === 'certificate',
      );
      await set('http.proxyStrictSSL', false);
      await assert.rejects(
        listen('wss://no-such-name.hanlin.test/'),
        (error) => error instanceof ProviderError && error.details.advice === 'certificate',
      );
    } finally {
      await socketProxy.close();
      await target.close();
    }
  });

  it('hands over what a server answers that refuses a WebSocket', async () => {
    const handshake = await transport.connect(`wss://${new URL(origin).host}/v1.1/chat`, never);
    assert.equal(handshake.type === 'refused' && handshake.response.status, 404);
  });

  async function listen(url = 'wss://glm.hanlin.test/'): Promise<string> {
    const handshake = await transport.connect(url, never);
    if (handshake.type === 'refused') return assert.fail(`refused with ${handshake.response.status}`);
    let all = '';
    await handshake.socket.read((text) => {
      all += text;
    });
    return all;
  }

  async function ask(through = transport, base = origin, authMode = 'api-key'): Promise<string> {
    const provider = createProvider(
      {
        credentials: { apiKey: testKeys.payAsYouGo },
        authMode,
        baseUrl: `${base}/api/paas/v4`,
        language: 'en',
      },
      through,
    );
    const request = { model: 'glm-4.7', messages: [{ role: 'user', text: 'Hello?' }] } as const;
    let answer = '';
    for await (const part of provider.stream(request, new AbortController().signal)) {
      if (part.type === 'text-delta') answer += part.text;
    }
    return answer;
  }

  async function set(key: string, value: unknown): Promise<void> {
    changed.add(key);
    await vscode.workspace.getConfiguration().update(key, value, vscode.ConfigurationTarget.Global);
  }
});
