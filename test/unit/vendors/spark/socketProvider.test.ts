import assert from 'node:assert/strict';
import { ProviderError } from '../../../../src/core/error.ts';
import { longestStream } from '../../../../src/core/limits.ts';
import type { ChatRequest } from '../../../../src/core/provider.ts';
import { createSocketProvider } from '../../../../src/vendors/spark/socketProvider.ts';
import { userId } from '../../../../src/vendors/spark/userId.ts';
import { testAccount } from '../../../vendors/spark/accounts.ts';
import { collect, type FakeHandshake, fakeTimers, fakeTransport, providerError } from '../../net/fakes.ts';
import { every, members, search, weather } from './everyOption.ts';

const { signal } = new AbortController();
const { appId, apiKey, apiSecret } = testAccount;

describe('A question to Spark over WebSocket', () => {
  const frame = (content: string, status: number, code = 0) =>
    JSON.stringify({
      header: { code, status, message: 'no' },
      payload: { choices: { status, text: [{ content }] } },
    });
  const whole: FakeHandshake = { messages: [frame('Hi', 2)] };
  const text = { type: 'text-delta', text: 'Hi' };
  const finish = { type: 'finish', reason: 'stop' };

  function ask(
    request: Partial<ChatRequest> = {},
    handshake = whole,
    { credentials = {}, timers = fakeTimers() } = {},
  ) {
    const transport = fakeTransport([], () => 0, [handshake]);
    const connection = {
      credentials: { appId, apiKey, apiSecret, ...credentials },
      authMode: 'key',
      baseUrl: 'wss://spark.test',
      language: 'en',
    };
    const provider = createSocketProvider(connection, transport, timers.start);
    const messages = [{ role: 'user', text: 'Hi?' }] as const;
    return {
      transport,
      result: collect(provider.stream({ model: 'spark-x', messages, ...request }, signal)),
    };
  }

  async function sentFor(request: Partial<ChatRequest>, way?: Parameters<typeof ask>[2]) {
    const { transport, result } = ask(request, whole, way);
    const { error } = await result;
    assert.equal(error, undefined);
    return JSON.parse(transport.sockets[0]?.received[0] ?? '');
  }

  it('is one frame with a member for every option', async () => {
    assert.deepEqual(await sentFor({ options: every, tools: [weather] }), {
      header: { app_id: appId, uid: 'alice' },
      parameter: { chat: { domain: 'spark-x', ...members, tools: [search] } },
      payload: { message: { text: [{ role: 'user', content: 'Hi?' }] }, functions: { text: [weather] } },
    });
    const { parameter, payload } = await sentFor({ options: { thinking: false } });
    assert.deepEqual(parameter.chat, { domain: 'spark-x', thinking: { type: 'disabled' } });
    assert.deepEqual(Object.keys(payload), ['message']);
    const silent = await sentFor({ tools: [weather], toolChoice: 'none' });
    assert.deepEqual(Object.keys(silent.payload), ['message']);
  });

  it('tells of earlier calls in words, as of the instructions where there is no place for them', async () => {
    const messages = [
      { role: 'system', text: 'Be brief.' },
      { role: 'user', text: 'Look.' },
      { role: 'assistant', text: '', toolCalls: [{ id: '1', name: 'ls', input: '{}' }] },
      { role: 'tool', callId: '1', name: 'ls', text: 'x' },
    ] as const;
    const roles = async (model: string) => {
      const { payload } = await sentFor({ model, messages });
      return payload.message.text.map(({ role }: { role: string }) => role);
    };
    assert.deepEqual(await roles('spark-x'), ['system', 'user', 'assistant', 'user']);
    assert.deepEqual(await roles('lite'), ['user', 'assistant', 'user']);
  });

  it('names its user as far as the name fits', async () => {
    const uid = async (chosen: string) => (await sentFor({ options: { userId: chosen } })).header.uid;
    assert.equal(await uid('a'.repeat(32)), 'a'.repeat(32));
    assert.equal(await uid('a'.repeat(33)), userId(apiKey, 'a'.repeat(33), 32));
    const nobody = { appId: undefined, apiKey: undefined, apiSecret: undefined };
    const { header } = await sentFor({}, { credentials: nobody });
    assert.deepEqual(header, { app_id: '', uid: userId('', undefined, 32) });
  });

  it('leaves no connection open, whatever becomes of it', async () => {
    const reset = new ProviderError('network', 'reset');
    const cases: readonly (readonly [FakeHandshake, readonly object[], kind?: ProviderError['kind']])[] = [
      [whole, [text, finish]],
      [{ messages: [frame('Hi', 1)] }, [text], 'network'],
      [{ messages: [frame('Hi', 1)], ending: reset }, [text], 'network'],
      [{ messages: [frame('Hi', 2)], ending: reset }, [text, finish]],
      [{ messages: [frame('Hi', 1), frame('', 2, 10014)] }, [text], 'content-filter'],
      [{ messages: [frame('Hi', 2), frame('', 2, 10014)] }, [text], 'content-filter'],
      [{ messages: [frame('Hi', 2), frame('', 2, 10007)] }, [text, finish]],
      [{ messages: ['nonsense'], ending: 'hold' }, [], 'protocol'],
    ];
    for (const [handshake, parts, kind] of cases) {
      const { transport, result } = ask({}, handshake);
      const { parts: got, error } = await result;
      assert.deepEqual(got, parts);
      if (kind) providerError(error, kind);
      else assert.equal(error, undefined);
      assert.equal(transport.sockets[0]?.closed, true);
    }
  });

  it('is not listened to for ever', async () => {
    const { transport, result } = ask({}, { messages: [frame('Hi', 1), ' '.repeat(longestStream)] });
    const { parts, error } = await result;
    assert.deepEqual(parts, [text]);
    providerError(error, 'protocol');
    assert.equal(transport.sockets[0]?.closed, true);
  });

  it('waits a moment for a warning behind the reply, and no longer', async () => {
    const timers = fakeTimers();
    const { transport, result } = ask(
      {},
      { messages: [frame('Hi', 2), frame('', 2)], ending: 'hold' },
      { timers },
    );
    while (timers.running === 0) await new Promise(setImmediate);
    assert.equal(timers.running, 1);
    timers.advance(199);
    assert.equal(transport.sockets[0]?.closed, false);
    timers.advance(1);
    assert.equal(transport.sockets[0]?.closed, true);
    void result;
    const quick = fakeTimers();
    await ask({}, whole, { timers: quick }).result;
    assert.equal(quick.running, 0);
  });

  it('goes to one user’s connection after the other, of each application and host', async () => {
    const transport = fakeTransport([], () => 0, [{ messages: [], ending: 'hold' }]);
    const stop = new AbortController();
    const open = (change: {
      readonly baseUrl?: string;
      readonly appId?: string;
      readonly userId?: string;
    }) => {
      const connection = {
        credentials: { appId: change.appId ?? appId, apiKey, apiSecret },
        authMode: 'key',
        baseUrl: change.baseUrl ?? 'wss://spark.test',
        language: 'en',
      };
      const request = {
        model: 'spark-x',
        messages: [{ role: 'user', text: 'Hi?' }],
        options: { userId: change.userId ?? 'alice' },
      } as const;
      return collect(createSocketProvider(connection, transport).stream(request, stop.signal));
    };
    const results = [
      open({}),
      open({}),
      open({ baseUrl: 'wss://other.test' }),
      open({ appId: '0123abcd' }),
      open({ userId: 'bob' }),
      open({ appId: `${appId}a`, userId: 'lice' }),
    ];
    for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
    assert.equal(transport.sockets.length, 5);
    stop.abort();
    await Promise.all(results);
  });

  it('has no secret in its failures, and looks for what is wrong with the keys', async () => {
    const message = `no ${apiKey} with ${apiSecret}`;
    const failed = { messages: [JSON.stringify({ header: { code: 10005, message } })] };
    const { error } = await ask({}, failed).result;
    assert.equal(providerError(error, 'invalid-request').message, 'no … with …');
    const refusal = { status: 401, headers: {}, chunks: [JSON.stringify({ message })] };
    const refused = await ask({}, { refusal }).result;
    const { message: said, details } = providerError(refused.error, 'auth');
    assert.deepEqual([said, details.advice], ['no … with …', undefined]);
    const credentials = { apiKey: apiSecret, apiSecret: apiKey };
    const swapped = await ask({}, { refusal }, { credentials }).result;
    assert.equal(providerError(swapped.error, 'auth').details.advice, 'swapped-keys');
    const date = { date: new Date(400_000).toUTCString() };
    const late = await ask({}, { refusal: { ...refusal, headers: date } }).result;
    assert.equal(providerError(late.error, 'auth').details.advice, 'clock');
  });
});
