import assert from 'node:assert/strict';
import type { Credentials } from '../../../../src/core/vendor.ts';
import { createProvider } from '../../../../src/vendors/custom/provider.ts';
import { type Answer, collect, type FakeTransport, fakeTransport, providerError } from '../../net/fakes.ts';

describe('a client of a custom server', () => {
  const done =
    'data: {"choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n';
  const reply: Answer = { chunks: [done] };
  const refusal = (message: string): Answer => ({
    status: 400,
    headers: { 'content-type': 'application/json' },
    chunks: [JSON.stringify({ error: { message } })],
  });
  const noUsage = refusal('Unrecognized request argument supplied: stream_options');

  const ends: Readonly<Record<string, string>> = {
    stop: 'stop',
    eos: 'stop',
    end_turn: 'stop',
    length: 'length',
    max_tokens: 'length',
    tool_calls: 'tool-calls',
    function_call: 'tool-calls',
    content_filter: 'content-filter',
    new_word: 'other',
  };

  for (const [word, reason] of Object.entries(ends)) {
    it(`takes ${word} for ${reason}`, async () => {
      const { parts, error } = await ask(fakeTransport([{ chunks: [done.replace('"stop"', `"${word}"`)] }]));
      assert.equal(error, undefined);
      assert.deepEqual(parts.at(-1), { type: 'finish', reason, rawReason: word });
    });
  }

  it('takes a reply that ends with an error for one that failed, and may be asked for again', async () => {
    const transport = fakeTransport([{ chunks: [done.replace('"stop"', '"error"')] }]);
    const { parts, error } = await ask(transport);
    assert.equal(providerError(error, 'unavailable').details.retryable, true);
    assert.deepEqual(parts, [{ type: 'text-delta', text: 'Hi' }]);
  });

  it('reads what a model thinks under either name', async () => {
    for (const member of ['reasoning_content', 'reasoning']) {
      const { parts } = await ask(fakeTransport([{ chunks: [done.replace('"content"', `"${member}"`)] }]));
      assert.deepEqual(parts[0], { type: 'reasoning-delta', text: 'Hi' });
    }
  });

  it('asks in another way once, and then that way at this address for this model only', async () => {
    const transport = fakeTransport([noUsage, reply]);
    const asked = async (baseUrl: string, model: string) => {
      const before = transport.sent.length;
      assert.equal((await ask(transport, { baseUrl, model })).error, undefined);
      return transport.sent.slice(before).map(({ body = '' }) => 'stream_options' in JSON.parse(body));
    };
    assert.deepEqual(await asked('http://a.test/v1', 'm'), [true, false]);
    assert.deepEqual(await asked('http://a.test/v1', 'm'), [false]);
    assert.deepEqual(await asked('http://a.test/v1', 'n'), [true]);
    assert.deepEqual(await asked('http://b.test/v1', 'm'), [true]);
  });

  it('keeps in mind for completions what a chat has taught, and the other way round', async () => {
    const first = fakeTransport([noUsage, reply]);
    await ask(first);
    await completed(first);
    const second = fakeTransport([noUsage, reply]);
    await completed(second);
    await ask(second);
    for (const { sent } of [first, second]) {
      assert.deepEqual(
        sent.map(({ body = '' }) => 'stream_options' in JSON.parse(body)),
        [true, false, false],
      );
    }
    const third = fakeTransport([refusal('suffix is not currently supported'), reply]);
    await completed(third, 'qwen2.5-coder:7b');
    await completed(third, 'deepseek-coder:7b');
    assert.deepEqual(
      third.sent.map(({ body = '' }) => 'suffix' in JSON.parse(body)),
      [true, false, true],
    );
  });

  it('does not ask again once something was shown', async () => {
    const failure =
      'data: {"error":{"message":"stream_options: not supported","type":"invalid_request_error"}}\n\n';
    const [begun = ''] = done.replace('"stop"', 'null').split('data: [DONE]');
    const chat = fakeTransport([{ chunks: [begun, failure] }]);
    providerError((await ask(chat)).error, 'invalid-request');
    const filling = fakeTransport([
      { chunks: [begun.replace('"delta":{"content":"Hi"}', '"text":"Hi"'), failure] },
    ]);
    const { parts, error } = await completed(filling);
    providerError(error, 'invalid-request');
    assert.deepEqual(parts, [{ type: 'text-delta', text: 'Hi' }]);
    assert.deepEqual([chat.sent.length, filling.sent.length], [1, 1]);
  });

  it('sends the key as a bearer, and no such header without one', async () => {
    const sent = async (credentials: Credentials) => {
      const transport = fakeTransport([reply]);
      await ask(transport, { credentials });
      return transport.sent[0]?.headers ?? {};
    };
    assert.equal(
      (await sent({ apiKey: 'sk-local-0123456789' }))['authorization'],
      'Bearer sk-local-0123456789',
    );
    assert.equal('authorization' in (await sent({})), false);
    assert.equal('authorization' in (await sent({ apiKey: '' })), false);
    assert.equal((await sent({ headers: 'X-Team: tools' }))['x-team'], 'tools');
    // Headers that cannot be read are not sent.
    assert.equal('x-team' in (await sent({ headers: 'X-Team' })), false);
  });

  it('sends the headers wherever it asks', async () => {
    const transport = fakeTransport([reply]);
    const credentials = { apiKey: 'sk-local-0123456789', headers: 'X-Team: tools' };
    await ask(transport, { credentials });
    await completed(transport, 'm', credentials);
    await client(transport, credentials)
      .listModels?.(new AbortController().signal)
      .catch(() => {});
    assert.deepEqual(
      transport.sent.map(({ url, headers }) => [url, headers['x-team'], headers['authorization']]),
      ['chat/completions', 'completions', 'models'].map((path) => [
        `http://localhost:8000/v1/${path}`,
        'tools',
        'Bearer sk-local-0123456789',
      ]),
    );
  });

  it('takes an authorization of the user’s own for a key, which then is wrong rather than missing', async () => {
    const advice = async (credentials: Credentials) => {
      const { error } = await ask(fakeTransport([{ ...refusal('no'), status: 401 }]), { credentials });
      return providerError(error, 'auth').details.advice;
    };
    assert.equal(await advice({ headers: 'Authorization: Basic dXNlcg==' }), undefined);
    assert.equal(await advice({ apiKey: 'sk-local-0123456789' }), undefined);
    assert.equal(await advice({ headers: 'X-Team: tools' }), 'no-key');
    assert.equal(await advice({}), 'no-key');
  });

  it('never lets a key or a header into a message', async () => {
    const transport = fakeTransport([refusal('bad sk-local-0123456789 and header-0123456789')]);
    const credentials = { apiKey: 'sk-local-0123456789', headers: 'X-Gateway: header-0123456789' };
    const { error } = await ask(transport, { credentials });
    assert.equal(providerError(error, 'invalid-request').message, 'bad … and …');
  });

  function client(transport: FakeTransport, credentials: Credentials, baseUrl = 'http://localhost:8000/v1/') {
    return createProvider({ credentials, authMode: 'key', baseUrl, language: 'en' }, transport);
  }

  function ask(
    transport: FakeTransport,
    {
      credentials = {},
      baseUrl,
      model = 'm',
    }: { credentials?: Credentials; baseUrl?: string; model?: string } = {},
  ) {
    const messages = [{ role: 'user', text: 'Hi' }] as const;
    const provider = client(transport, credentials, baseUrl);
    return collect(provider.stream({ model, messages }, new AbortController().signal));
  }

  async function completed(transport: FakeTransport, model = 'm', credentials: Credentials = {}) {
    const { completeCode } = client(transport, credentials);
    assert.ok(completeCode);
    const asked = { model, prefix: 'a(', suffix: ')', language: 'python' };
    return collect(completeCode(asked, new AbortController().signal));
  }
});
