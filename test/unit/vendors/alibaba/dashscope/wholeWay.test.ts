import assert from 'node:assert/strict';
import type { ChatRequest } from '../../../../../src/core/provider.ts';
import {
  createUndiciTransport,
  directOptions,
  type UndiciTransport,
} from '../../../../../src/net/undiciTransport.ts';
import { dashscope } from '../../../../../src/vendors/alibaba/dashscope/descriptor.ts';
import { dashScopeErrors } from '../../../../vendors/alibaba/dashScopeErrors.ts';
import {
  type DashScopeServer,
  startDashScopeServer,
  testDashScopeKeys,
} from '../../../../vendors/alibaba/dashScopeServer.ts';
import { collect, providerError } from '../../../net/fakes.ts';

/* From the descriptor through undici to a server that checks requests as strictly as the vendor. */
describe('DashScope, the whole way', () => {
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

  it('is understood by every model that is offered, thinking or not, with tools or without', async () => {
    const tool = { name: 'time', description: 'Tells it', parameters: { type: 'object', properties: {} } };
    for (const { id, thinking, maxOutputTokens } of dashscope.models) {
      const choices = thinking === 'none' ? [undefined, false] : [undefined, true, false];
      for (const chosen of choices) {
        for (const tools of [[], [tool]]) {
          const { error, parts } = await ask({
            model: id,
            options: { maxOutputTokens, ...(chosen !== undefined && { thinking: chosen }) },
            ...(tools.length > 0 && { tools, toolChoice: 'required' }),
          });
          assert.equal(error, undefined, id);
          const last = parts.at(-1);
          assert.ok(last?.type === 'finish' && last.usage?.outputTokens, id);
        }
      }
    }
  });

  it('is understood with a picture for a model that sees, and with calls and their results', async () => {
    server.next({ type: 'reply', toolCalls: [{ id: 'c-1', name: 'time', arguments: ['{', '}'] }] });
    const first = await ask();
    assert.deepEqual(first.parts[0], { type: 'tool-call', id: 'c-1', name: 'time', input: '{}' });
    const second = await ask({
      messages: [
        { role: 'user', text: 'When?', images: [{ mediaType: 'image/png', data: 'iVBORw0KGgo=' }] },
        { role: 'assistant', text: '', toolCalls: [{ id: 'c-1', name: 'time', input: '{}' }] },
        { role: 'tool', callId: 'c-1', name: 'time', text: 'noon' },
      ],
    });
    assert.equal(second.error, undefined);
  });

  it('lists the models', async () => {
    const { listModels } = await create(testDashScopeKeys.payAsYouGo, server.payAsYouGoBase);
    assert.ok((await listModels?.(new AbortController().signal))?.includes('qwen3-coder-plus'));
    const wrong = await create('sk-wrong', server.payAsYouGoBase);
    const error = await wrong.listModels?.(new AbortController().signal).catch((thrown: unknown) => thrown);
    assert.equal(providerError(error, 'auth').details.advice, 'wrong-region');
  });

  it('uses the key of a plan at the address of the plan, and names the mistake elsewhere', async () => {
    const plan = await create(testDashScopeKeys.coding, server.codingBase);
    assert.equal((await collect(plan.stream(request, new AbortController().signal))).error, undefined);
    for (const [key, base] of [
      [testDashScopeKeys.coding, server.payAsYouGoBase],
      [testDashScopeKeys.payAsYouGo, server.codingBase],
      [testDashScopeKeys.singapore, server.payAsYouGoBase],
    ] as const) {
      const provider = await create(key, base);
      const { error } = await collect(provider.stream(request, new AbortController().signal));
      assert.equal(providerError(error, 'auth').details.advice, 'wrong-region');
    }
  });

  it('names every refusal, in whatever form, with its request id and without the key', async () => {
    for (const code of Object.keys(dashScopeErrors)) {
      for (const shape of ['openai', 'openai-id', 'native', 'text', 'empty'] as const) {
        server.next({ type: 'error', code, shape, message: `no ${testDashScopeKeys.payAsYouGo}` });
        const { error } = await ask();
        assert.ok(error instanceof Error && 'details' in error, `${code} ${shape}`);
        assert.doesNotMatch(error.message, /sk-0/);
        assert.ok((error.details as { requestId?: string }).requestId, `${code} ${shape}`);
      }
    }
  });

  it('waits as long as it is told to', async () => {
    server.next({ type: 'error', code: 'Throttling.RateQuota', headers: { 'Retry-After': '7' } });
    const { details } = providerError((await ask()).error, 'rate-limit');
    assert.deepEqual([details.retryable, details.retryAfterMs], [true, 7_000]);
  });

  it('tells a cut reply from a whole one', async () => {
    for (const interruption of [
      { type: 'end', afterPieces: 2 },
      { type: 'cut', afterBytes: 700 },
      { type: 'cut-in-character' },
    ] as const) {
      server.next({ type: 'reply', text: ['一', '二', '三'], interruption });
      providerError((await ask()).error, 'network');
    }
  });

  it('closes the connection when the reader leaves', async () => {
    server.next({ type: 'endless', piece: 'and so on ' });
    const provider = await create(testDashScopeKeys.payAsYouGo, server.payAsYouGoBase);
    for await (const part of provider.stream(request, new AbortController().signal)) {
      assert.equal(part.type, 'text-delta');
      break;
    }
    assert.equal((await server.requests[0]?.closed)?.by, 'client');
  });

  const request: ChatRequest = { model: 'qwen3-coder-plus', messages: [{ role: 'user', text: '你好' }] };

  function create(apiKey: string, baseUrl: string) {
    return dashscope.create(
      { credentials: { apiKey }, authMode: 'key', baseUrl, language: 'zh-cn' },
      transport,
    );
  }

  async function ask(changes: Partial<ChatRequest> = {}) {
    const provider = await create(testDashScopeKeys.payAsYouGo, server.payAsYouGoBase);
    return collect(provider.stream({ ...request, ...changes }, new AbortController().signal));
  }
});
