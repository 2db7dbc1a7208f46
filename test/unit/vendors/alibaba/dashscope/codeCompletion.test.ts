import assert from 'node:assert/strict';
import type { CompletionRequest } from '../../../../../src/core/provider.ts';
import {
  createUndiciTransport,
  directOptions,
  type UndiciTransport,
} from '../../../../../src/net/undiciTransport.ts';
import { encodeCodeCompletion } from '../../../../../src/vendors/alibaba/dashscope/codeCompletion.ts';
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
