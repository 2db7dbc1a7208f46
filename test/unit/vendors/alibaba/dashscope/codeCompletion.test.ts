import assert from 'node:assert/strict';
import { ProviderError } from '../../../../../src/core/error.ts';
import type { CompletionRequest } from '../../../../../src/core/provider.ts';
import {
  createUndiciTransport,
  directOptions,
  type UndiciTransport,
} from '../../../../../src/net/undiciTransport.ts';
import {
  encodeCodeCompletion,
  explainMissingAddress,
} from '../../../../../src/vendors/alibaba/dashscope/codeCompletion.ts';
import { dashscope } from '../../../../../src/vendors/alibaba/dashscope/descriptor.ts';
import {
  type DashScopeServer,
  startDashScopeServer,
  testDashScopeKeys,
} from '../../../../vendors/alibaba/dashScopeServer.ts';
import { collect, providerError } from '../../../net/fakes.ts';

const request: CompletionRequest = {
  model: 'qwen-coder-turbo',
  prefix: 'def add(a, b):\n    ',
  suffix: '\n\nprint(add(1, 2))\n',
  language: 'python',
  options: { temperature: 0.1, maxOutputTokens: 64, stop: ['\n'] },
};

describe('DashScope, completions', () => {
  let server: DashScopeServer;
  let transport: UndiciTransport;

  before(async () => {
    server = await startDashScopeServer();
    transport = createUndiciTransport(directOptions);
  });

  beforeEach(() => server.reset());

  after(async () => {
    await server.close();
    await transport.close();
  });

  it('has exactly these bytes', () => {
    assert.equal(
      encodeCodeCompletion(request),
      '{"model":"qwen-coder-turbo",' +
        '"prompt":"<|fim_prefix|>def add(a, b):\\n    <|fim_suffix|>\\n\\nprint(add(1, 2))\\n<|fim_middle|>",' +
        '"stream":true,"temperature":0.1,"max_tokens":64,' +
        '"stop":["\\n","<|endoftext|>","<|fim_pad|>","<|file_sep|>"],"stream_options":{"include_usage":true}}',
    );
  });

  it('holds every option of a completion by the vendor’s name, and no other', () => {
    const options = {
      temperature: 0,
      topP: 0.5,
      topK: 20,
      presencePenalty: -2,
      stop: ['1', '2', '3', '4'],
      seed: 7,
      maxOutputTokens: 100,
      responseFormat: 'text',
    };
    const { model: _, prompt: __, ...sent } = JSON.parse(encodeCodeCompletion({ ...request, options }));
    assert.deepEqual(sent, {
      stream: true,
      temperature: 0,
      top_p: 0.5,
      top_k: 20,
      presence_penalty: -2,
      stop: ['1', '2', '3', '4'],
      seed: 7,
      max_tokens: 100,
      stream_options: { include_usage: true },
    });
  });

  it('is not asked for with an option that the model does not take', () => {
    for (const options of [{ temperature: 2 }, { topP: 2 }, { citations: true }]) {
      assert.throws(() => encodeCodeCompletion({ ...request, options }), { kind: 'invalid-request' });
    }
  });

  it('is missing only where the address is, and the vendor says no more', () => {
    const explained = (kind: ProviderError['kind'], details: ProviderError['details']) => {
      const error = new ProviderError(kind, 'HTTP 404', details);
      const result = explainMissingAddress(error);
      return result === error ? 'as it was' : result;
    };
    const missing = providerError(
      explained('protocol', { status: 404, requestId: 'r-1', retryable: true }),
      'invalid-request',
    );
    assert.match(missing.message, /Beijing/);
    assert.deepEqual(missing.details, { status: 404, requestId: 'r-1', retryable: false });
    assert.equal(explained('invalid-request', { status: 404, advice: 'choose-model' }), 'as it was');
    assert.equal(explained('auth', { status: 401 }), 'as it was');
    assert.equal(explained('network', {}), 'as it was');
    const other = Object.assign(new Error('no'), { details: { status: 404 } });
    assert.equal(explainMissingAddress(other), other);
  });

  it('is understood by every model that is offered for it, and yields its text', async () => {
    const models = dashscope.models.filter(({ completion }) => completion);
    assert.notEqual(models.length, 0);
    for (const { id } of models) {
      server.next({ type: 'reply', text: ['return ', 'a + b'] });
      const { parts, error } = await complete({ ...request, model: id });
      assert.equal(error, undefined, id);
      assert.deepEqual(parts.slice(0, 2), [
        { type: 'text-delta', text: 'return ' },
        { type: 'text-delta', text: 'a + b' },
      ]);
      const last = parts.at(-1);
      assert.ok(last?.type === 'finish' && last.reason === 'stop' && last.usage?.outputTokens, id);
    }
    const sent = await server.received(0);
    assert.equal(sent.path, '/compatible-mode/v1/completions');
    assert.equal(sent.headers.authorization, `Bearer ${testDashScopeKeys.payAsYouGo}`);
  });

  it('maps what the vendor refuses', async () => {
    server.next({ type: 'error', code: 'Arrearage' });
    providerError((await complete(request)).error, 'quota');
    const unknown = await complete({ ...request, model: 'qwen3-coder-plus' });
    assert.equal(providerError(unknown.error, 'invalid-request').details.advice, 'choose-model');
    providerError((await complete(request, { key: 'sk-wrong' })).error, 'auth');
    providerError((await complete({ ...request, options: { temperature: 2 } })).error, 'invalid-request');
  });

  it('says where completions are when a plan has none', async () => {
    const { error } = await complete(request, { key: testDashScopeKeys.coding, baseUrl: server.codingBase });
    assert.match(providerError(error, 'invalid-request').message, /Beijing/);
  });

  it('is not whole when the connection is cut', async () => {
    server.next({ type: 'reply', text: ['return ', 'a'], interruption: { type: 'end', afterPieces: 1 } });
    const { parts, error } = await complete(request);
    assert.deepEqual(parts, [{ type: 'text-delta', text: 'return ' }]);
    providerError(error, 'network');
  });

  it('closes the connection when nobody wants the rest', async () => {
    server.next({ type: 'endless', piece: 'x', delayMs: 1 });
    const provider = await create();
    for await (const _ of provider.completeCode?.(request, new AbortController().signal) ?? []) break;
    assert.equal((await (await server.received(0)).closed).by, 'client');
  });

  function create(key: string = testDashScopeKeys.payAsYouGo, baseUrl = server.payAsYouGoBase) {
    return dashscope.create(
      { credentials: { apiKey: key }, authMode: 'key', baseUrl, language: 'en' },
      transport,
    );
  }

  async function complete(
    asked: CompletionRequest,
    { key, baseUrl }: { key?: string; baseUrl?: string } = {},
  ) {
    const provider = await create(key, baseUrl);
    assert.ok(provider.completeCode);
    return collect(provider.completeCode(asked, new AbortController().signal));
  }
});
