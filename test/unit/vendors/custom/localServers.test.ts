import assert from 'node:assert/strict';
import type { Endpoint } from '../../../../src/core/vendor.ts';
import {
  createUndiciTransport,
  directOptions,
  type UndiciTransport,
} from '../../../../src/net/undiciTransport.ts';
import { custom } from '../../../../src/vendors/custom/descriptor.ts';
import { findLocalServers } from '../../../../src/vendors/custom/localServers.ts';
import {
  type CustomServer,
  type CustomServerOptions,
  startCustomServer,
} from '../../../vendors/custom/customServer.ts';
import { servers } from '../../../vendors/custom/peculiarities.ts';
import { fakeTimers, fakeTransport, providerError } from '../../net/fakes.ts';
import { closedPort } from '../../net/servers.ts';

describe('custom servers on this computer', () => {
  let transport: UndiciTransport;
  let running: CustomServer[];

  beforeEach(() => {
    transport = createUndiciTransport(directOptions);
    running = [];
  });

  afterEach(async () => {
    await transport.close();
    await Promise.all(running.map((server) => server.close()));
  });

  it('are found with their models, and nothing else is', async () => {
    const ollama = await start({ peculiarities: servers.ollama });
    const lmStudio = await start({ peculiarities: servers.lmStudio, models: [] });
    const other = await start({ peculiarities: servers.lmStudio, basePath: '/elsewhere' });
    const found = await findLocalServers(transport, new AbortController().signal, [
      endpoint('ollama', ollama.base),
      endpoint('lm-studio', lmStudio.base),
      endpoint('other', `${other.origin}/v1`),
      endpoint('nobody', `http://127.0.0.1:${await closedPort()}/v1`),
    ]);
    assert.deepEqual(
      found.map(({ endpoint: { id }, models }) => [id, models]),
      [
        ['ollama', ['qwen2.5-coder:7b', 'deepseek-r1:8b']],
        ['lm-studio', []],
      ],
    );
  });

  it('are looked for at their usual addresses only, without a key', async () => {
    const fake = fakeTransport([{ status: 404, chunks: ['{"error":"no"}'] }]);
    assert.deepEqual(await custom.apis[0]?.findLocalServers?.(fake, new AbortController().signal), []);
    assert.deepEqual(
      fake.sent.map(({ url, headers }) => [url, headers]),
      ['http://localhost:11434/v1/models', 'http://localhost:1234/v1/models'].map((url) => [
        url,
        { accept: 'application/json' },
      ]),
    );
  });

  it('are not waited for longer than a second and a half', async () => {
    const hanging = fakeTransport([{ headers: {}, ending: 'hold' }]);
    const timers = fakeTimers();
    const looking = findLocalServers(hanging, new AbortController().signal, undefined, timers.start);
    await new Promise(setImmediate);
    timers.advance(1_499);
    assert.equal(hanging.sent[0]?.signal.aborted, false);
    timers.advance(1);
    assert.deepEqual(await looking, []);
  });

  it('are not waited for after the user has stopped', async () => {
    const hanging = fakeTransport([{ headers: {}, ending: 'hold' }]);
    const controller = new AbortController();
    const stopped = findLocalServers(hanging, controller.signal).catch((error: unknown) => error);
    await new Promise(setImmediate);
    controller.abort();
    providerError(await stopped, 'cancelled');
    for (const { signal } of hanging.sent) assert.equal(signal.aborted, true);
  });

  it('are not asked when the user has stopped before', async () => {
    const fake = fakeTransport([{ headers: {}, chunks: ['{'] }]);
    const stopped = findLocalServers(fake, AbortSignal.abort()).catch((error: unknown) => error);
    providerError(await stopped, 'cancelled');
    for (const { signal } of fake.sent) assert.equal(signal.aborted, true);
  });

  it('leave no countdown behind, nor anything that waits for the user to stop', async () => {
    const fake = fakeTransport([{ headers: {}, chunks: ['{"data":[{"id":"m"}]}'] }]);
    const timers = fakeTimers();
    const controller = new AbortController();
    const found = await findLocalServers(fake, controller.signal, undefined, timers.start);
    assert.deepEqual(
      found.map(({ endpoint: { id }, models }) => [id, models]),
      [
        ['ollama', ['m']],
        ['lm-studio', ['m']],
      ],
    );
    assert.equal(timers.running, 0);
    controller.abort();
    for (const { signal } of fake.sent) assert.equal(signal.aborted, false);
  });

  function endpoint(id: string, baseUrl: string): Endpoint {
    return { id, label: id, detail: '', baseUrl };
  }

  async function start(options: CustomServerOptions): Promise<CustomServer> {
    const server = await startCustomServer(options);
    running.push(server);
    return server;
  }
});
