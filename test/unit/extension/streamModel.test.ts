import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ProviderError } from '../../../src/core/error.ts';
import type { StreamPart } from '../../../src/core/streamPart.ts';
import { streamModel } from '../../../src/extension/streamModel.ts';
import type { StartTimer } from '../../../src/net/timers.ts';
import { finish, parts, text } from '../chat/sessionHarness.ts';
import { collect, fakeTimers, providerError } from '../net/fakes.ts';
import { fakeModels, somebody } from './fakeModels.ts';

const busy = new ProviderError('rate-limit', 'busy', { retryable: true });

describe('a model that is asked outside of any conversation', () => {
  /** What comes of a question, and how long was waited between the attempts. */
  async function ask(...scripts: Parameters<typeof fakeModels>[0][]) {
    const { models, requests } = fakeModels(...scripts);
    const waits: number[] = [];
    const atOnce: StartTimer = (delayMs, onEnd) => {
      waits.push(delayMs);
      queueMicrotask(onEnd);
      return { refresh() {}, stop() {} };
    };
    const { signal } = new AbortController();
    return { ...(await collect(stream(models, signal, atOnce))), requests, waits };
  }

  function stream(
    models: Parameters<typeof streamModel>[0],
    signal: AbortSignal,
    timer: StartTimer,
  ): AsyncGenerator<StreamPart> {
    const request = { model: 'm', messages: [] };
    return streamModel(models, somebody, () => request, signal, timer);
  }

  it('says all of its reply up to the end, and nothing after it', async () => {
    const { parts: said, error } = await ask(() => parts(text('a'), text('b'), finish, text('c')));
    assert.deepEqual(said, [text('a'), text('b'), finish]);
    assert.equal(error, undefined);
  });

  it('is asked again while nothing of the reply has come, after longer and longer waits', async () => {
    const {
      parts: said,
      requests,
      waits,
    } = await ask(
      () => parts(busy),
      () => parts({ type: 'vendor-session', id: 's' }, busy),
      () => parts(text('There.'), finish),
    );
    assert.deepEqual(said.slice(1), [text('There.'), finish]);
    assert.equal(requests.length, 3);
    const [first = 0, second = 0] = waits;
    assert.ok(first >= 2_000 && first <= 2_400 && second >= 5_000 && second <= 6_000, String(waits));
  });

  it('is not asked again once something of the reply was shown', async () => {
    for (const part of [
      text('Half'),
      { type: 'text-replace', text: 'Half' },
      { type: 'reasoning-delta', text: 'Hm' },
      { type: 'tool-call', id: '1', name: 'read', input: '{}' },
    ] as const satisfies StreamPart[]) {
      const { parts: said, error, waits } = await ask(() => parts(part, busy));
      assert.deepEqual(said, [part]);
      assert.equal(error, busy);
      assert.deepEqual(waits, []);
    }
  });

  it('is not asked again where that is of no use', async () => {
    const refused = new ProviderError('auth', 'no');
    assert.equal((await ask(() => parts(refused))).error, refused);
    const bug = new TypeError('x is not a function');
    assert.equal((await ask(() => parts(bug))).error, bug);
    const { error, requests } = await ask(...Array.from({ length: 9 }, () => () => parts(busy)));
    assert.equal(error, busy);
    assert.equal(requests.length, 6);
  });

  it('has failed when its reply ends without an end', async () => {
    const { parts: said, error } = await ask(() => parts(text('Half')));
    assert.deepEqual(said, [text('Half')]);
    providerError(error, 'protocol');
  });

  it('is not waited for after the question was stopped', async () => {
    const stop = new AbortController();
    const timers = fakeTimers();
    const { models, requests } = fakeModels(() => {
      setImmediate(() => stop.abort());
      return parts(busy);
    });
    const { error } = await collect(stream(models, stop.signal, timers.start));
    providerError(error, 'cancelled');
    assert.equal(timers.running, 0);
    assert.equal(requests.length, 1);
  });

  it('fails as stopped once it is, whatever the vendor makes of that', async () => {
    const stop = new AbortController();
    const terminated = new TypeError('terminated');
    const { models } = fakeModels(() => {
      stop.abort();
      return parts(terminated);
    });
    const { error } = await collect(stream(models, stop.signal, fakeTimers().start));
    const { message, cause } = providerError(error, 'cancelled');
    assert.deepEqual([message, cause], ['', terminated]);
  });

  it('can be stopped while somebody is asked whether the key may go there', async () => {
    const stop = new AbortController();
    const models = { connect: () => new Promise<never>(() => stop.abort()) };
    const { error } = await collect(stream(models, stop.signal, fakeTimers().start));
    providerError(error, 'cancelled');
  });
});
