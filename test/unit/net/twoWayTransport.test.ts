import assert from 'node:assert/strict';
import { type Advice, type ErrorKind, ProviderError } from '../../../src/core/error.ts';
import type { Transport } from '../../../src/core/transport.ts';
import { createTwoWayTransport, type WayPolicy } from '../../../src/net/twoWayTransport.ts';

describe('two ways out', () => {
  const url = 'https://open.bigmodel.cn/api/paas/v4/chat/completions';
  const origin = 'https://open.bigmodel.cn';
  let policy: WayPolicy;
  let ways: string[];
  let switches: string[];
  let firstError: ProviderError | undefined;
  let secondError: ProviderError | undefined;
  const user = new AbortController();
  const way = (name: string, failure: () => ProviderError | undefined): Transport => ({
    now: () => 7,
    randomUUID: () => name,
    connect: async () => {
      ways.push(`${name} socket`);
      return { type: 'refused', response: { status: 404, header: () => undefined, read: async () => {} } };
    },
    async fetch() {
      ways.push(name);
      const error = failure();
      if (error) throw error;
      return { status: 200, header: () => name, read: async () => {} };
    },
  });
  const blocked = (advice: Advice, kind: ErrorKind = 'network') =>
    new ProviderError(kind, advice, { advice });
  let transport: ReturnType<typeof createTwoWayTransport>;
  const send = (signal = user.signal, address = url) =>
    transport.fetch(address, { method: 'POST', headers: {}, body: '' }, signal);

  beforeEach(() => {
    policy = 'both';
    ways = [];
    switches = [];
    firstError = secondError = undefined;
    transport = createTwoWayTransport(
      way('first', () => firstError),
      way('second', () => secondError),
      () => policy,
      (moved, reason) => switches.push(`${moved} ${reason.message}`),
    );
  });

  it('takes the first', async () => {
    await send();
    assert.deepEqual(ways, ['first']);
    assert.equal(transport.usesSecond(origin), false);
  });

  for (const advice of ['proxy', 'host-not-found', 'certificate'] as const) {
    it(`takes the second when the first fails with ${advice}, and keeps to it for this origin`, async () => {
      firstError = blocked(advice);
      assert.equal((await send()).header(''), 'second');
      await send();
      assert.deepEqual(ways, ['first', 'second', 'second']);
      assert.deepEqual(switches, [`${origin} ${advice}`]);
      assert.equal(transport.usesSecond(origin), true);
      firstError = undefined;
      await send(user.signal, 'https://api.z.ai/');
      assert.deepEqual(ways.at(-1), 'first');
      transport.forget();
      await send();
      assert.deepEqual(ways.at(-1), 'first');
    });
  }

  it('does not send again what may have arrived', async () => {
    for (const error of [
      new ProviderError('network', 'reset', { retryable: true }),
      new ProviderError('timeout', 'silent'),
      blocked('refused'),
    ]) {
      firstError = error;
      await assert.rejects(send(), error);
    }
    assert.deepEqual(ways, ['first', 'first', 'first']);
  });

  it('gives the first way’s reason when the second fails too, and tries both next time', async () => {
    firstError = blocked('certificate');
    secondError = blocked('host-not-found');
    await assert.rejects(send(), firstError);
    assert.equal(transport.usesSecond(origin), false);
    await assert.rejects(send(), firstError);
    assert.deepEqual(ways, ['first', 'second', 'first', 'second']);
  });

  it('stops with the user', async () => {
    firstError = blocked('proxy');
    await assert.rejects(send(AbortSignal.abort()), firstError);
    assert.deepEqual(ways, ['first']);
  });

  it('does as the setting says', async () => {
    firstError = blocked('proxy');
    policy = 'first';
    await assert.rejects(send(), firstError);
    policy = 'second';
    await send();
    assert.deepEqual(ways, ['first', 'second']);
  });

  it('has one way for sockets, whatever the setting', async () => {
    for (policy of ['both', 'first', 'second'] as const) await transport.connect('ws://x.test', user.signal);
    assert.deepEqual(ways, ['first socket', 'first socket', 'first socket']);
  });
});
