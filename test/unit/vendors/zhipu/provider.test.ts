import assert from 'node:assert/strict';
import type { Connection } from '../../../../src/core/vendor.ts';
import { createProvider } from '../../../../src/vendors/zhipu/provider.ts';
import { type Answer, collect, type FakeTransport, fakeTransport, providerError } from '../../net/fakes.ts';

describe('Zhipu provider', () => {
  const key = '0123456789abcdef0123456789abcdef.AbCdEfGhIjKlMnOp';
  const goldenStart = 1_767_323_045_000;
  const goldenSignature = 'h-fJGFU_ovUfyUpUKRSVzTAuIVS0tgRwdxtKAwLk__A';
  const reply: Answer = {
    chunks: [
      'data: {"choices":[{"delta":{"content":"Hi"},"finish_reason":"stop"}],"usage":{"total_tokens":2}}\n\n',
    ],
  };
  let now: number;

  beforeEach(() => {
    now = goldenStart;
  });

  it('sends the key as it is, to the chat address', async () => {
    const transport = fakeTransport([reply]);
    const { parts } = await ask(transport, { authMode: 'api-key' });
    assert.deepEqual(parts[0], { type: 'text-delta', text: 'Hi' });
    const [sent] = transport.sent;
    assert.equal(sent?.url, 'https://open.bigmodel.cn/api/paas/v4/chat/completions');
    assert.equal(sent?.headers['authorization'], `Bearer ${key}`);
    assert.equal(sent?.headers['accept-language'], 'zh-CN,zh');
  });

  it('signs a token instead and uses it for three minutes, across providers', async () => {
    const transport = fakeTransport([reply], () => now);
    await ask(transport);
    now += 179_999;
    await ask(transport);
    now += 1;
    await ask(transport);
    const [first, second, third] = tokens(transport);
    assert.equal(first?.split('.')[2], goldenSignature);
    assert.equal(second, first);
    assert.deepEqual(payload(third), {
      api_key: '0123456789abcdef0123456789abcdef',
      exp: now + 210_000,
      timestamp: now,
    });
  });

  it('signs with the key of each connection', async () => {
    const transport = fakeTransport([reply], () => now);
    await ask(transport);
    await ask(transport, { credentials: { apiKey: 'another-id.another-secret' } });
    assert.deepEqual(payload(tokens(transport)[1])['api_key'], 'another-id');
  });

  it('signs anew and asks once more when the token is refused', async () => {
    for (const answer of [
      failure(401, '1003'),
      failure(401, '1000'),
      failure(200, '1003'),
      { status: 401, headers: { 'content-type': 'text/html' }, chunks: ['<html>'] },
    ]) {
      const transport = fakeTransport([answer, reply], () => now++);
      const { parts, error } = await ask(transport);
      assert.equal(error, undefined);
      assert.equal(parts.length, 2);
      const [first, second] = tokens(transport);
      assert.notEqual(second, first);
    }
  });

  it('gives up when the new token is refused as well, and suspects the clock', async () => {
    for (const code of ['1002', '1003', '1004']) {
      const transport = fakeTransport([failure(401, code)], () => now++);
      const { error } = await ask(transport);
      assert.equal(providerError(error, 'auth').details.advice, 'clock');
      assert.equal(transport.sent.length, 2);
    }
    const rejected = await ask(fakeTransport([failure(401, '1000')], () => now));
    assert.equal(providerError(rejected.error, 'auth').details.advice, undefined);
  });

  it('asks only once for other failures, and with a plain key', async () => {
    const limited = fakeTransport([failure(429, '1113')], () => now);
    providerError((await ask(limited)).error, 'quota');
    assert.equal(limited.sent.length, 1);
    const plain = fakeTransport([failure(401, '1003')], () => now);
    const { error } = await ask(plain, { authMode: 'api-key' });
    assert.equal(providerError(error, 'auth').details.advice, undefined);
    assert.equal(plain.sent.length, 1);
  });

  it('suspects the clock of nothing else', async () => {
    for (const [status, code, sent] of [
      [401, '1001', 2],
      [401, '1005', 2],
      [403, '1220', 1],
      [200, '1004', 1],
    ] as const) {
      const transport = fakeTransport([failure(status, code)], () => now++);
      const { details } = providerError((await ask(transport)).error, 'auth');
      assert.equal(details.advice === 'clock', code === '1004', code);
      assert.equal(transport.sent.length, sent, code);
    }
  });

  it('sends a key of another shape as it is, whatever the mode', async () => {
    const transport = fakeTransport([reply]);
    await ask(transport, { credentials: { apiKey: 'sk-without-a-dot' } });
    assert.equal(tokens(transport)[0], 'sk-without-a-dot');
  });

  it('has the server refuse what is missing', async () => {
    for (const authMode of ['api-key', 'jwt']) {
      const transport = fakeTransport([failure(401, '1001')]);
      const { error } = await ask(transport, { authMode, credentials: {} });
      providerError(error, 'auth');
      assert.deepEqual(tokens(transport), ['']);
    }
  });

  it('asks a Coding Plan one question at a time, by its key and address', async () => {
    const coding = 'https://open.bigmodel.cn/api/coding/paas/v4';
    const other = 'https://api.z.ai/api/coding/paas/v4';
    const started = async (...changes: readonly Partial<Connection>[]) => {
      const transport = fakeTransport([{ ending: 'hold' }], () => now);
      const stop = new AbortController();
      const asked = changes.map((change) => ask(transport, change, stop.signal));
      for (let turn = 0; turn < 30; turn += 1) await new Promise(setImmediate);
      const { length } = transport.sent;
      stop.abort();
      await Promise.all(asked);
      return length;
    };
    const plain = { authMode: 'api-key', baseUrl: coding };
    assert.equal(await started(plain, plain), 1);
    assert.equal(await started(plain, { ...plain, baseUrl: other }), 2);
    assert.equal(await started(plain, { ...plain, credentials: { apiKey: 'another-id.secret' } }), 2);
    assert.equal(await started({ authMode: 'api-key' }, { authMode: 'api-key' }), 2);
  });

  it('fills in code at the address of chats, in its turn', async () => {
    const transport = fakeTransport([reply]);
    const connection = {
      credentials: { apiKey: key },
      authMode: 'api-key',
      baseUrl: 'https://open.bigmodel.cn/api/coding/paas/v4',
      language: 'en',
    };
    const request = { model: 'codegeex-4', prefix: 'a', suffix: 'b', language: 'python' };
    const complete = () => {
      const { completeCode } = createProvider(connection, transport);
      return collect(completeCode?.(request, new AbortController().signal) ?? assert.fail());
    };
    const results = await Promise.all([complete(), complete()]);
    for (const { error, parts } of results) assert.deepEqual([error, parts.length], [undefined, 2]);
    const [{ url, headers, body } = assert.fail(), ...others] = transport.sent;
    assert.equal(url, 'https://open.bigmodel.cn/api/coding/paas/v4/chat/completions');
    assert.equal(headers['authorization'], `Bearer ${key}`);
    assert.equal(headers['accept-language'], 'en-US,en');
    assert.equal(JSON.parse(body ?? '').extra.target.code_prefix, 'a');
    assert.equal(others.length, 1);
  });

  it('tells by how much the clock is off, when that may be the reason', async () => {
    const refusal = failure(401, '1003');
    const date = new Date(now - 600_000).toUTCString();
    const transport = fakeTransport([{ ...refusal, headers: { ...refusal.headers, date } }], () => now);
    const { details } = providerError((await ask(transport)).error, 'auth');
    assert.deepEqual([details.advice, details.clockSkewMs], ['clock', 600_000]);
  });

  it('never lets a secret into a message, even if the server repeats it', async () => {
    const secret = key.split('.')[1] ?? '';
    const message = `invalid: Bearer ${key}, ${secret}, eyJhbGciOi.eyJhcGlf.c2lnbg`;
    const transport = fakeTransport([failure(400, '1210', message)], () => now);
    for (const authMode of ['api-key', 'jwt']) {
      const { error } = await ask(transport, { authMode });
      assert.equal(providerError(error, 'invalid-request').message, 'invalid: Bearer …, …, …');
    }
  });

  function ask(
    transport: FakeTransport,
    changes: Partial<Connection> = {},
    signal = new AbortController().signal,
  ) {
    const provider = createProvider(
      {
        credentials: { apiKey: key },
        authMode: 'jwt',
        baseUrl: 'https://open.bigmodel.cn/api/paas/v4',
        language: 'zh-cn',
        ...changes,
      },
      transport,
    );
    const request = { model: 'glm-4.7', messages: [{ role: 'user', text: 'Hi?' }] } as const;
    return collect(provider.stream(request, signal));
  }
});

function failure(status: number, code: string, message = 'no'): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    chunks: [JSON.stringify({ error: { code, message } })],
  };
}

function tokens(transport: FakeTransport): string[] {
  return transport.sent.map(({ headers }) => (headers['authorization'] ?? '').replace('Bearer ', ''));
}

function payload(token = ''): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}
