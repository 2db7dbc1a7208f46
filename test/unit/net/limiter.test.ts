import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { createLimiter, limiterOf } from '../../../src/net/limiter.ts';
import { fakeTransport, providerError } from './fakes.ts';

describe('a limit of simultaneous requests', () => {
  const never = new AbortController().signal;
  const settled = () => new Promise(setImmediate);

  it('lets the others wait for their turn, in order, whether those before succeed or fail', async () => {
    const limiter = createLimiter(2);
    const log: string[] = [];
    const gates = ['a', 'b', 'c', 'd'].map((name) => ({ name, gate: Promise.withResolvers<string>() }));
    const results = gates.map(({ name, gate }) =>
      limiter.run(never, () => {
        log.push(name);
        return gate.promise;
      }),
    );
    await settled();
    assert.deepEqual(log, ['a', 'b']);
    gates[1]?.gate.reject(new Error('b failed'));
    await assert.rejects(results[1] ?? Promise.resolve(), /b failed/);
    await settled();
    assert.deepEqual(log, ['a', 'b', 'c']);
    gates[0]?.gate.resolve('A');
    assert.equal(await results[0], 'A');
    await settled();
    assert.deepEqual(log, ['a', 'b', 'c', 'd']);
    for (const { gate } of gates) gate.resolve('done');
    assert.deepEqual(await Promise.all(results.slice(2)), ['done', 'done']);
  });

  it('lets a waiting one be cancelled, which nobody else notices', async () => {
    const limiter = createLimiter(1);
    const gate = Promise.withResolvers<void>();
    const first = limiter.run(never, () => gate.promise);
    const user = new AbortController();
    const second = limiter.run(user.signal, () => assert.fail());
    const third = limiter.run(never, async () => 'third');
    user.abort();
    await assert.rejects(second, (error) => providerError(error, 'cancelled') !== undefined);
    gate.resolve();
    await first;
    assert.equal(await third, 'third');
    await assert.rejects(
      limiter.run(AbortSignal.abort(), () => assert.fail()),
      (error) => providerError(error, 'cancelled') !== undefined,
    );
  });

  it('leaves nothing behind at a signal that outlives the tasks', async () => {
    const limiter = createLimiter(1);
    const { signal } = new AbortController();
    await Promise.all([1, 2, 3].map(() => limiter.run(signal, async () => {})));
    assert.equal(getEventListeners(signal, 'abort').length, 0);
  });

  it('is shared by what uses the same transport and connection', () => {
    const transport = fakeTransport([]);
    assert.equal(limiterOf(transport, 'a', 1), limiterOf(transport, 'a', 1));
    assert.notEqual(limiterOf(transport, 'a', 1), limiterOf(transport, 'b', 1));
    assert.notEqual(limiterOf(transport, 'a', 1), limiterOf(fakeTransport([]), 'a', 1));
  });
});
