import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import tls from 'node:tls';
import { after, before, describe, it } from 'mocha';
import type { Frame } from 'playwright-core';
import { repository } from '../../../scripts/vscode/paths.ts';
import { vendors } from '../../../src/vendors/registry.ts';
import { describeAttempt } from '../../connections/attempts.ts';
import { startListener } from '../../connections/listener.ts';
import { type RecordingProxy, startRecordingProxy } from '../../connections/recordingProxy.ts';
import { gatherCandidates } from '../../connections/waysOut.ts';
import { type DemoServers, startDemoServers } from '../../vendors/demo.ts';
import { newChat } from '../harness/chat.ts';
import { useWindow } from '../harness/useWindow.ts';
import { waitFor } from '../harness/waitFor.ts';

describe('the record of connections', () => {
  const current = useWindow({
    extensions: [join(import.meta.dirname, '../wanderer')],
    mayGoElsewhere: true,
  });

  it('has every way out of the extension host, of its workers and of its children', async () => {
    await current().runCommand('Wanderer: Wander');
    await current().toast('Wandered.');
    const expected = [
      ...['1', '2', '3', '4', '6', '7', '8'].map((last) => `connection 192.0.2.${last}:443`),
      'datagram 192.0.2.5:53',
      'name resolved.invalid:',
      'name fetched.invalid:',
    ].sort();
    await waitFor('everything to be recorded', async () => {
      const { attempts } = await current().recorded();
      const elsewhere = attempts.filter(
        ({ process, verdict }) => process !== 'browser' && verdict === 'elsewhere',
      );
      const found = new Set(elsewhere.map(({ kind, host, port }) => `${kind} ${host}:${port ?? ''}`));
      assert.deepEqual([...found].sort(), expected);
      return true;
    });
  });

  // Which ways there are, and that they are seen whatever the browser, is shown in waysOut.test.ts.
  it('has the ways out of the page', async () => {
    const { page } = current();
    await page.evaluate(() => {
      void fetch('https://192.0.2.11/', { mode: 'no-cors' }).catch(() => {});
      new WebSocket('wss://192.0.2.12/').addEventListener('error', () => {});
      const source = new EventSource('https://192.0.2.13/');
      source.addEventListener('error', () => source.close());
      navigator.sendBeacon('https://beacon.invalid/', 'hello');
    });
    await gatherCandidates(page, 'turn:192.0.2.14:443?transport=tcp');
    await waitFor('everything to be recorded', async () => {
      const { attempts } = await current().recorded();
      const targets = attempts
        .filter(({ process, verdict }) => process === 'browser' && verdict === 'elsewhere')
        .map(({ host }) => host);
      const expected = ['192.0.2.11', '192.0.2.12', '192.0.2.13', '192.0.2.14', 'beacon.invalid'];
      assert.deepEqual([...new Set(targets)].sort(), expected);
      return true;
    });
  });

  it('needs none of datagrams from the page, for there is no way for them', async () => {
    const { page } = current();
    const listener = await startListener();
    try {
      assert.deepEqual(await gatherCandidates(page, `stun:127.0.0.1:${listener.port}`), []);
      assert.deepEqual(await gatherCandidates(page, `turn:127.0.0.1:${listener.port}`), []);
      assert.deepEqual(listener.arrived, []);
    } finally {
      listener.close();
    }
  });

  it('has nothing that went past the proxy', async () => {
    const { attempts } = await current().recorded();
    const past = attempts.filter(({ process }) => process.startsWith('browser,'));
    assert.deepEqual(past.map(describeAttempt), []);
  });
});

/*
 * Loopback addresses never go through a proxy, so here the vendors have their own names, and the proxy takes loopback
 * servers for them.
 */
describe('with a proxy in the settings', () => {
  const fixture = (name: string) => join(repository, 'test', 'fixtures', 'tls', name);
  /** Where an API lets tokens be had, which is not the host of its first address. */
  const identityHosts: Readonly<Record<string, string>> = {
    'qianfan/v2': 'iam.bj.baidubce.com',
    'alibaba/beebot': 'chatbot.cn-shanghai.aliyuncs.com',
  };
  /** For the API without an address of its own. */
  const customAddress = 'https://api.deepseek.com/v1';
  const servers = new Map<string, number>();
  const expected = new Set<string>();
  /** What arrived: host, method and path. */
  const arrived: string[] = [];
  let demo: DemoServers;
  let far: tls.Server;
  let proxy: RecordingProxy;

  before(async () => {
    demo = await startDemoServers({ paceMs: 1 });
    for (const { id, api } of apis()) {
      const address = demoAddress(id);
      servers.set(id === 'custom/openai' ? new URL(customAddress).host : hostOf(api), address);
      const identityHost = identityHosts[id];
      if (identityHost !== undefined) servers.set(identityHost, address);
    }
    far = tls.createServer({
      key: readFileSync(fixture('vendors.key.pem')),
      cert: readFileSync(fixture('vendors.pem')),
    });
    far.on('secureConnection', (socket: tls.TLSSocket) => {
      const port = servers.get(socket.servername || '');
      if (port === undefined) {
        socket.destroy();
        return;
      }
      socket.on('data', (bytes: Buffer) => {
        const [, line] = /^((?:GET|POST) \S+) HTTP/.exec(bytes.toString('latin1', 0, 1000)) ?? [];
        if (line !== undefined) arrived.push(`${socket.servername} ${line}`);
      });
      const near = net.connect(port, '127.0.0.1');
      near.pipe(socket).pipe(near);
      near.on('error', () => socket.destroy());
      socket.on('error', () => near.destroy());
    });
    far.listen(0, '127.0.0.1');
    await once(far, 'listening');
    proxy = await startRecordingProxy((target) => {
      const [host = '', port] = target.split(':');
      return servers.has(host) && port === '443' ? (far.address() as AddressInfo).port : undefined;
    });
  });

  after(async () => {
    await proxy.close();
    far.close();
    await demo.close();
  });

  const current = useWindow(() => ({
    environment: {
      ...demo.environment,
      // So that Qianfan's token is made from an access key.
      QIANFAN_BEARER_TOKEN: '',
      OPENAI_BASE_URL: customAddress,
      NODE_EXTRA_CA_CERTS: fixture('vendors.pem'),
    },
    settings: { 'http.proxy': proxy.origin, 'http.systemCertificates': false },
  }));

  it('asks nothing of any vendor before it is asked, but a server of one’s own for the names of its models', async () => {
    const panel = await current().openPanel();
    await panel.getByRole('textbox', { name: 'Your message' }).waitFor();
    assert.deepEqual(
      proxy.targets.filter((target) => target !== `${new URL(customAddress).host}:443`),
      [],
    );
  });

  for (const { id, vendor, api } of apis()) {
    it(`${id} is reached through it, and nobody else is`, async () => {
      const { quickInput, runCommand, page } = current();
      const panel = await newChat(current());
      await runCommand('Hanlin: Choose Model');
      const named = `${vendor.label} · ${api.label}`;
      await quickInput.type(named);
      // APIs may have models of the same name.
      await quickInput.pick(new RegExp(`^\\s*${escaped(api.models[0]?.label ?? '')}$`), 20_000, named);
      await panel.locator('.model-pill', { hasText: api.models[0]?.label ?? '' }).waitFor();
      const earlier = { targets: proxy.targets.length, arrived: arrived.length };
      await panel.getByRole('textbox', { name: 'Your message' }).fill('Which colour has the sky?');
      await page.keyboard.press('Enter');
      if (id === 'custom/openai') await agreeToAddress(panel);
      await panel.locator('.answer .markdown', { hasText: /demonstration/i }).waitFor();
      await panel.locator('.answer .footer').waitFor();
      const host = id === 'custom/openai' ? new URL(customAddress).host : hostOf(api);
      const hosts = [host, identityHosts[id] ?? host];
      // The list of models that was open before may still be asking for more of them.
      const lists = arrived.filter(isList).map((line) => line.split(' ')[0] ?? '');
      const targets = proxy.targets.slice(earlier.targets);
      assert.deepEqual(
        targets.filter((target) => ![...hosts, ...lists].some((name) => target === `${name}:443`)),
        [],
      );
      assert.deepEqual(
        arrived
          .slice(earlier.arrived)
          .filter((line) => !isList(line) && !hosts.some((name) => line.startsWith(`${name} `))),
        [],
      );
      for (const name of hosts) expected.add(`${name}:443`);
    });
  }

  it('the extension host connects to nothing else, and all that were asked are reached', async () => {
    assert.deepEqual([...new Set(proxy.targets)].sort(), [...expected].sort());
    const { attempts } = await current().recorded();
    const ofHost = attempts.filter(({ process }) => process === 'extensionHost');
    assert.deepEqual(
      [...new Set(ofHost.map(({ kind, host, port }) => `${kind} ${host}:${port ?? ''}`))],
      [`connection 127.0.0.1:${proxy.port}`],
    );
  });

  /** The environment names it, which is no agreement. */
  async function agreeToAddress(panel: Frame): Promise<void> {
    await panel.locator('.notice').getByRole('button', { name: 'Check the address' }).click();
    const dialog = current().page.locator('.monaco-dialog-box');
    await dialog.getByText(`Send the key to ${new URL(customAddress).origin}?`).waitFor();
    await dialog.getByRole('button', { name: 'Send the key there' }).click();
  }

  function isList(line: string): boolean {
    return /^\S+ (?:GET \S*\/models|POST \/wenxinworkshop\/service\/list)$/.test(line);
  }

  function apis() {
    return vendors.flatMap((vendor) =>
      vendor.apis.map((api) => ({ id: `${vendor.id}/${api.id}`, vendor, api })),
    );
  }

  function hostOf(api: (typeof vendors)[number]['apis'][number]): string {
    return new URL(api.endpoints[0]?.baseUrl ?? '').host;
  }

  /** The port of the demonstration server of an API. */
  function demoAddress(id: string): number {
    const endpoints = demo.settings['hanlin.endpoints'] as Readonly<Record<string, string>>;
    return Number(new URL(endpoints[id] ?? '').port);
  }
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
