import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { Diagnosis } from '../../src/extension/diagnose/diagnosis.ts';
import { startDiagnosis } from '../../src/extension/diagnose/startDiagnosis.ts';
import { createTransport, type ExtensionTransport } from '../../src/extension/transport/createTransport.ts';
import { startProxy, type TestProxy } from '../unit/net/servers.ts';
import { type BigModelServer, startBigModelServer, testKeys } from '../vendors/zhipu/bigModelServer.ts';
import { activated, extensionId } from './support/hanlin.ts';

/*
 * Through VS Code's own network: its proxy settings, its certificates, its replacements of Node's modules. The extension
 * host has been started with NODE_EXTRA_CA_CERTS=test/fixtures/tls/ca.pem.
 */
describe('a diagnosis in the extension host', () => {
  const scope = { vendorId: 'zhipu', apiId: 'bigmodel' };
  const fixture = (name: string) => readFileSync(new URL(`../fixtures/tls/${name}`, import.meta.url), 'utf8');
  const password = 'canary-password-1';
  const changed = new Set<string>();
  let server: BigModelServer;
  let proxy: TestProxy;
  let transport: ExtensionTransport;

  beforeEach(async () => {
    server = await startBigModelServer({
      tls: { key: fixture('server.key.pem'), cert: fixture('server.pem') },
    });
    proxy = await startProxy(server.port);
    const { credentials, models } = await activated();
    await credentials.write(scope.vendorId, scope.apiId, {
      credentials: { apiKey: testKeys.payAsYouGo },
      authMode: 'api-key',
      baseUrl: 'https://glm.hanlin.test/api/paas/v4',
    });
    await models.refresh();
    await set('http.proxy', proxy.origin.replace('://', `://canary-user:${password}@`));
    transport = createTransport({ info: () => {} });
  });

  afterEach(async () => {
    transport.dispose();
    for (const key of changed) await set(key, undefined);
    changed.clear();
    await (await activated()).credentials.delete(scope.vendorId, scope.apiId);
    await proxy.close();
    await server.close();
  });

  it('sees the proxy, the certificate and the way that the request takes', async () => {
    const { view } = await diagnose();
    assert.equal(view.state, 'done');
    const rows = new Map(view.groups[0]?.rows.map((row) => [row.check, row]));
    const says = (check: string, state: string, text: RegExp) => {
      const row = rows.get(check as 'proxy');
      assert.match(row?.text ?? '', text);
      assert.equal(row?.state, state, check);
    };
    says('address', 'ok', /^glm\.hanlin\.test:443, not one of .*; entered with the key$/);
    says(
      'proxy',
      'ok',
      new RegExp(`^127\\.0\\.0\\.1:${proxy.port}, from http\\.proxy, connects in \\d+ ms$`),
    );
    says('dns', 'skipped', /proxy/);
    says('tls', 'ok', /^TLS 1\.3 in .*Hanlin test authority.*trusted by NODE_EXTRA_CA_CERTS/);
    says('sign-in', 'ok', /^Accepted; glm-4\.7-flash answered/);
    says('way', 'ok', /^Hanlin’s own, since VS Code’s did not get through$/);
    assert.match(view.intro, /^Zhipu is asked one short question/);
    assert.equal(server.requests.length, 1);
  });

  it('passes nothing on that is secret', async () => {
    const { view } = await diagnose();
    const shown = JSON.stringify(view);
    for (const secret of [testKeys.payAsYouGo, ...testKeys.payAsYouGo.split('.'), 'canary-user', password]) {
      assert.equal(shown.includes(secret), false, secret);
    }
  });

  it('sends nothing to an address that the user has not agreed to', async () => {
    await set('hanlin.endpoints', { 'zhipu/bigmodel': 'https://other.hanlin.test/v4' });
    const { view } = await diagnose();
    const [address, ...others] = view.groups[0]?.rows ?? [];
    assert.match(
      address?.text ?? '',
      /entered for https:\/\/glm\.hanlin\.test and is not sent to https:\/\/other\./,
    );
    assert.ok(others.length > 0 && others.every(({ state }) => state === 'skipped'));
    assert.deepEqual(proxy.targets, []);
  });

  async function diagnose(): Promise<Diagnosis> {
    const { models } = await activated();
    const extension = vscode.extensions.getExtension(extensionId);
    assert.ok(extension);
    const diagnosis = await startDiagnosis(models, transport, extension, scope, () => {});
    await diagnosis.over;
    return diagnosis;
  }

  async function set(key: string, value: unknown): Promise<void> {
    changed.add(key);
    await vscode.workspace.getConfiguration().update(key, value, vscode.ConfigurationTarget.Global);
  }
});
