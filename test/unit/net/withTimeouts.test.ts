import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import type { Transport } from '../../../src/core/transport.ts';
import { withTimeouts } from '../../../src/net/withTimeouts.ts';
import { until } from '../../until.ts';
import { fakeTimers, fakeTransport, providerError } from './fakes.ts';

describe('timeouts', () => {
  const timeouts = { headMs: 300_000, handshakeMs: 30_000, idleMs: 120_000 };
  const request = { method: 'POST', headers: {}, body: '' } as const;
  const never = new AbortController().signal;

  it('give up when no head comes, and close the connection', async () => {
    const timers = fakeTimers();
    let connection: AbortSignal | undefined;
    const silent: Transport = {
      ...fakeTransport([]),
      fetch: (_url, _request, signal) => {
        connection = signal;
        return new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason)),
        );
      },
    };
    const response = withTimeouts(silent, timeouts, timers.start).fetch('http://x.test', request, never);
    timers.advance(299_999);
    assert.equal(connection?.aborted, false);
    timers.advance(1);
    assert.equal(connection?.aborted, true);
    await assert.rejects(response, (error) => providerError(error, 'timeout').details.retryable === true);
    assert.equal(timers.running, 0);
  });

  it('give up when the body pauses for too long, however long it takes altogether', async () => {
    const timers = fakeTimers();
    const transport = fakeTransport([{ chunks: ['a', 'b', 'c'], ending: 'hold' }]);
    const response = await withTimeouts(transport, timeouts, timers.start).fetch(
      'http://x.test',
      request,
      never,
    );
    let received = '';
    const reading = response.read((chunk) => {
      received += Buffer.from(chunk);
      timers.advance(119_999);
    });
    await until('all chunks', () => received === 'abc');
    timers.advance(1);
    await assert.rejects(reading, (error) => providerError(error, 'timeout') !== undefined);
    assert.equal(transport.sent[0]?.signal.aborted, true);
    assert.equal(timers.running, 0);
  });

  it('close a response that nobody reads', async () => {
    const timers = fakeTimers();
    const transport = fakeTransport([{ chunks: ['a'] }]);
    await withTimeouts(transport, timeouts, timers.start).fetch('http://x.test', request, never);
    timers.advance(120_000);
    assert.equal(transport.sent[0]?.signal.aborted, true);
  });

  it('stop with the response and pass the user’s abort on', async () => {
    const timers = fakeTimers();
    const transport = fakeTransport([{ chunks: ['a'] }, { ending: 'hold' }]);
    const limited = withTimeouts(transport, timeouts, timers.start);
    const whole = await limited.fetch('http://x.test', request, never);
    await whole.read(() => {});
    assert.equal(timers.running, 0);

    const user = new AbortController();
    const held = await limited.fetch('http://x.test', request, user.signal);
    const reading = assert.rejects(
      held.read(() => {}),
      (error) => providerError(error, 'cancelled') !== undefined,
    );
    user.abort();
    await reading;
    assert.equal(timers.running, 0);
  });

  it('leave nothing behind at a signal that outlives the requests', async () => {
    const { signal } = new AbortController();
    const answering = withTimeouts(fakeTransport([{ chunks: ['a'] }]), timeouts, fakeTimers().start);
    await (await answering.fetch('http://x.test', request, signal)).read(() => {});
    assert.equal(getEventListeners(signal, 'abort').length, 0);

    const unreachable: Transport = {
      ...fakeTransport([]),
      fetch: () => Promise.reject(new Error('refused')),
    };
    const failing = withTimeouts(unreachable, timeouts, fakeTimers().start);
    await assert.rejects(failing.fetch('http://x.test', request, signal), /refused/);
    assert.equal(getEventListeners(signal, 'abort').length, 0);
  });

  it('give up a handshake sooner, and a socket that pauses for too long', async () => {
    const timers = fakeTimers();
    const transport = fakeTransport([], () => 0, [{ messages: ['a', 'b'], ending: 'hold' }]);
    const limited = withTimeouts(transport, timeouts, timers.start);
    const handshake = await limited.connect('ws://x.test', never);
    if (handshake.type !== 'open') return assert.fail();
    let received = '';
    const reading = handshake.socket.read((text) => {
      received += text;
      timers.advance(119_999);
    });
    await until('both messages', () => received === 'ab');
    timers.advance(1);
    await assert.rejects(reading, (error) => providerError(error, 'timeout') !== undefined);
    assert.equal(transport.sockets[0]?.signal.aborted, true);

    const silent: Transport = {
      ...transport,
      connect: (_url, signal) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    };
    const opening = withTimeouts(silent, timeouts, timers.start).connect('ws://x.test', never);
    timers.advance(30_000);
    await assert.rejects(opening, (error) => providerError(error, 'timeout') !== undefined);
    assert.equal(timers.running, 0);
  });

  it('watch over the answer to a refused handshake', async () => {
    const timers = fakeTimers();
    const transport = fakeTransport([], () => 0, [{ refusal: { status: 401, ending: 'hold' } }]);
    const handshake = await withTimeouts(transport, timeouts, timers.start).connect('ws://x.test', never);
    if (handshake.type !== 'refused') return assert.fail();
    const reading = handshake.response.read(() => {});
    timers.advance(120_000);
    await assert.rejects(reading, (error) => providerError(error, 'timeout') !== undefined);
  });
});
