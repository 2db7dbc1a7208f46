import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { ProviderError } from '../../../src/core/error.ts';
import { mostSources } from '../../../src/core/limits.ts';
import type { StreamPart } from '../../../src/core/streamPart.ts';
import { type EmitPart, partStream } from '../../../src/net/partStream.ts';
import { collect, fakeTimers, providerError } from './fakes.ts';

describe('part stream', () => {
  const text = (value: string): StreamPart => ({ type: 'text-delta', text: value });
  const finish: StreamPart = { type: 'finish', reason: 'stop' };
  const never = new AbortController().signal;

  it('starts with the first part that is asked for, not before', async () => {
    let started = 0;
    const stream = partStream(never, async (emit) => {
      started += 1;
      emit(finish);
    });
    await Promise.resolve();
    assert.equal(started, 0);
    assert.deepEqual(await stream.next(), { done: false, value: finish });
    assert.equal(started, 1);
  });

  it('hands out what was pushed in one go and what came one by one, in order', async () => {
    const stream = partStream(never, async (emit) => {
      for (const value of ['a', 'b', 'c']) emit(text(value));
      await new Promise(setImmediate);
      emit(text('d'));
      await new Promise(setImmediate);
      emit(finish);
    });
    assert.deepEqual(await collect(stream), { parts: [...['a', 'b', 'c', 'd'].map(text), finish] });
  });

  it('keeps the order when more comes while some of it waits', async () => {
    let push: EmitPart = () => {};
    const stream = partStream(never, (emit) => {
      push = emit;
      for (const value of ['a', 'b', 'c']) emit(text(value));
      return new Promise(() => {});
    });
    const taken = [await stream.next()];
    for (const value of ['d', 'e']) push(text(value));
    while (taken.length < 5) taken.push(await stream.next());
    assert.deepEqual(
      taken.map(({ value }) => value),
      ['a', 'b', 'c', 'd', 'e'].map(text),
    );
  });

  it('has one part for one question: who asks again before it has come is told so', async () => {
    const first = Promise.withResolvers<void>();
    const stream = partStream(never, async (emit) => {
      await first.promise;
      emit(text('a'));
      emit(finish);
    });
    const asked = stream.next();
    await assert.rejects(async () => stream.next(), /before the one before had settled/);
    first.resolve();
    assert.deepEqual(await asked, { done: false, value: text('a') });
    assert.deepEqual(await stream.next(), { done: false, value: finish });
  });

  it('hands out nothing any more once the loop is left, though more has come', async () => {
    const parts = ['a', 'b', 'c'].map(text);
    for (const ending of [[], [finish]]) {
      const stream = partStream(never, async (emit) => [...parts, ...ending].forEach(emit));
      await stream.next();
      await stream.return?.();
      assert.deepEqual(await stream.next(), { done: true, value: undefined });
    }
  });

  it('delivers the parts before a failure, then the failure, then nothing', async () => {
    const stream = partStream(never, async (emit) => {
      emit(text('a'));
      emit(text('b'));
      throw new ProviderError('unavailable', 'broken');
    });
    const { parts, error } = await collect(stream);
    assert.deepEqual(parts, [text('a'), text('b')]);
    assert.equal(providerError(error, 'unavailable').message, 'broken');
    assert.deepEqual(await stream.next(), { done: true, value: undefined });
  });

  it('calls a reply without a finish cut', async () => {
    const { parts, error } = await collect(partStream(never, async (emit) => emit(text('a'))));
    assert.deepEqual(parts, [text('a')]);
    assert.equal(providerError(error, 'network').details.retryable, true);
  });

  it('turns any other error into a ProviderError', async () => {
    const bug = new TypeError('x is not a function');
    const { error } = await collect(partStream(never, () => Promise.reject(bug)));
    assert.equal(providerError(error, 'protocol').cause, bug);
  });

  it('yields nothing after a finish, no error either', async () => {
    const stream = partStream(never, async (emit) => {
      emit(finish);
      emit(text('late'));
      emit(finish);
      await new Promise(setImmediate);
      throw new ProviderError('network', 'reset');
    });
    assert.deepEqual(await collect(stream), { parts: [finish] });
  });

  it('aborts the request when the loop is left', async () => {
    const { stream, aborted } = endless();
    for await (const part of stream) {
      assert.deepEqual(part, text('a'));
      break;
    }
    assert.equal(aborted(), true);
    assert.deepEqual(await stream.next(), { done: true, value: undefined });
  });

  it('aborts the request with the signal, at once, and says so after the parts that had come', async () => {
    const user = new AbortController();
    const { stream, aborted } = endless(user.signal);
    assert.deepEqual(await stream.next(), { done: false, value: text('a') });
    const waiting = assert.rejects(stream.next(), (error) => providerError(error, 'cancelled') !== undefined);
    user.abort();
    assert.equal(aborted(), true);
    await waiting;
  });

  it('sends nothing when it was stopped before it began', async () => {
    let started = false;
    const stream = partStream(AbortSignal.abort(), async () => {
      started = true;
    });
    providerError((await collect(stream)).error, 'cancelled');
    assert.equal(started, false);
  });

  it('does not hold on to the signal of the user', async () => {
    const user = new AbortController();
    await collect(partStream(user.signal, async (emit) => emit(finish)));
    await collect(partStream(user.signal, () => Promise.reject(new ProviderError('network', ''))));
    const left = endless(user.signal).stream;
    await left.next();
    assert.equal(getEventListeners(user.signal, 'abort').length, 1);
    await left.return?.();
    assert.equal(getEventListeners(user.signal, 'abort').length, 0);
  });

  it('leaves a finished response a second for its last bytes, then closes the connection', async () => {
    const timers = fakeTimers();
    let requestSignal: AbortSignal | undefined;
    const producer = (emit: EmitPart, signal: AbortSignal) => {
      requestSignal = signal;
      emit(finish);
      return new Promise<void>(() => {});
    };
    for (const leave of ['by itself', 'early']) {
      for await (const _part of partStream(never, producer, timers.start)) {
        if (leave === 'early') break;
      }
      timers.advance(999);
      assert.equal(requestSignal?.aborted, false, leave);
      timers.advance(1);
      assert.equal(requestSignal?.aborted, true, leave);
    }
  });

  it('stops waiting for the last bytes when they have come', async () => {
    const timers = fakeTimers();
    const body = Promise.withResolvers<void>();
    await collect(
      partStream(
        never,
        (emit) => {
          emit(finish);
          return body.promise;
        },
        timers.start,
      ),
    );
    assert.equal(timers.running, 1);
    body.resolve();
    await new Promise(setImmediate);
    assert.equal(timers.running, 0);
  });

  it('ends a reply that never ends itself, with what has come', async () => {
    const piece = 'x'.repeat(100_000);
    for (const type of ['text-delta', 'reasoning-delta'] as const) {
      let emitted = 0;
      let requestSignal: AbortSignal | undefined;
      const { parts, error } = await collect(
        partStream(never, async (emit, signal) => {
          requestSignal = signal;
          while (!signal.aborted) {
            emit({ type, text: piece });
            emitted += piece.length;
            await new Promise(setImmediate);
          }
        }),
      );
      providerError(error, 'protocol');
      assert.equal(requestSignal?.aborted, true);
      const received = parts.reduce((sum, part) => sum + ('text' in part ? part.text.length : 0), 0);
      assert.ok(received >= 4_000_000 && received < 4_200_000, String(received));
      assert.ok(emitted < 4_200_000, String(emitted));
    }
  });

  it('hands out so many sources and no more, and ends as if there had been no others', async () => {
    const source: StreamPart = { type: 'source', title: 'One of many' };
    const stream = partStream(never, async (emit) => {
      for (let count = 0; count < mostSources + 50; count += 1) emit(source);
      emit(text('a'));
      emit(finish);
    });
    const { parts } = await collect(stream);
    assert.equal(parts.length, mostSources + 2);
    assert.deepEqual(parts.slice(-3), [source, text('a'), finish]);
  });

  it('does not count a text again that comes anew', async () => {
    const text = 'x'.repeat(1_000_000);
    const { parts, error } = await collect(
      partStream(never, async (emit) => {
        for (let i = 0; i < 10; i += 1) emit({ type: 'text-replace', text });
        emit(finish);
      }),
    );
    assert.equal(error, undefined);
    assert.equal(parts.length, 11);
  });

  it('counts what stands there, up to the last character that is allowed', async () => {
    const replaced = (length: number): StreamPart => ({ type: 'text-replace', text: 'x'.repeat(length) });
    const asked = (...parts: readonly StreamPart[]) =>
      collect(partStream(never, async (emit) => [...parts, finish].forEach(emit)));
    for (const parts of [
      [replaced(4_000_000)],
      [text('x'.repeat(3_000_000)), replaced(1), text('x'.repeat(3_000_000))],
    ]) {
      assert.equal((await asked(...parts)).error, undefined);
    }
    providerError((await asked(replaced(4_000_001))).error, 'protocol');
    providerError((await asked(replaced(4_000_000), text('x'))).error, 'protocol');
  });

  it('says once that it has failed, whatever becomes of the request then', async () => {
    const user = new AbortController();
    const request = Promise.withResolvers<void>();
    const stream = partStream(user.signal, () => request.promise);
    const asked = assert.rejects(async () => stream.next());
    user.abort();
    await asked;
    request.resolve();
    await new Promise(setImmediate);
    assert.deepEqual(await stream.next(), { done: true, value: undefined });
  });

  it('ends the wait for a part when the loop is left', async () => {
    const stream = partStream(never, () => new Promise(() => {}));
    const asked = stream.next();
    await stream.return?.();
    assert.deepEqual(await asked, { done: true, value: undefined });
  });

  it('leaves a model as long as it wants between two parts', async () => {
    const timers = fakeTimers();
    const stream = partStream(
      never,
      async (emit) => {
        emit(text('a'));
        await new Promise(() => {});
      },
      timers.start,
    );
    await stream.next();
    void stream.next();
    assert.equal(timers.running, 0);
  });

  function endless(signal = never) {
    let requestSignal: AbortSignal | undefined;
    const stream = partStream(signal, async (emit, ownSignal) => {
      requestSignal = ownSignal;
      emit(text('a'));
      await new Promise(() => {});
    });
    return { stream, aborted: () => requestSignal?.aborted };
  }
});
