import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { StreamPart } from '../../../../src/core/streamPart.ts';
import { createProvider } from '../../../../src/vendors/custom/provider.ts';
import { collect, fakeTransport, providerError } from '../../net/fakes.ts';
import { mutated, outcomeOf, randomChunks } from '../qianfan/transcripts.ts';

describe('streams of OpenAI-compatible servers', () => {
  const thoughts = ['The user ', 'wants a function.'].map(
    (text): StreamPart => ({ type: 'reasoning-delta', text }),
  );
  const code = [
    'Here is ',
    'the function:\n\n```ts\n',
    'export const add = (a: number, b: number) => a + b;\n',
    '```\n',
  ].map((text): StreamPart => ({ type: 'text-delta', text }));
  const calls: readonly StreamPart[] = [
    { type: 'tool-call', id: 'call_a1b2c3', name: 'read_file', input: '{"path": "src/a.ts"}' },
    { type: 'tool-call', id: 'call_d4e5f6', name: 'list_files', input: '{"folder": "src"}' },
  ];
  const stop = (outputTokens?: number): StreamPart => ({
    type: 'finish',
    reason: 'stop',
    rawReason: 'stop',
    ...(outputTokens && { usage: { inputTokens: 20, outputTokens } }),
  });
  const called = (outputTokens?: number): StreamPart => ({
    type: 'finish',
    reason: 'tool-calls',
    rawReason: 'tool_calls',
    ...(outputTokens && { usage: { inputTokens: 20, outputTokens } }),
  });
  const thoughtful = [...thoughts, ...code, stop(29)];
  const whole: Readonly<Record<string, readonly StreamPart[]>> = {
    plain: thoughtful,
    ollama: thoughtful,
    vllm: thoughtful,
    deepseek: thoughtful,
    kimi: thoughtful,
    'usage-in-every-chunk': thoughtful,
    'empty-finish-reason': [...code, stop(22)],
    homemade: [{ type: 'text-delta', text: '你好,' }, { type: 'text-delta', text: '世界🌏' }, stop()],
    'plain-tool-calls': [...calls, called(14)],
    'ollama-tool-calls': [...calls, called(14)],
    'homemade-tool-calls': [...calls, called()],
  };

  for (const [name, parts] of Object.entries(whole)) {
    it(`${name}: the same parts wherever the response is cut in two`, async () => {
      const bytes = fixture(name);
      for (let cut = 0; cut <= bytes.length; cut += 1) {
        const result = await collect(stream([bytes.subarray(0, cut), bytes.subarray(cut)]));
        assert.deepEqual(result, { parts }, `at ${cut}`);
      }
    }).timeout(20_000);
  }

  it('give the same parts in whatever chunks they come', async () => {
    const reply = fc
      .constantFrom(...Object.entries(whole))
      .chain(([name, parts]) => randomChunks(fixture(name)).map((chunks) => ({ parts, chunks })));
    await fc.assert(
      fc.asyncProperty(reply, async ({ parts, chunks }) => {
        assert.deepEqual(await collect(stream(chunks)), { parts });
      }),
      { numRuns: 100 },
    );
  });

  it('lmstudio-error: what came is kept', async () => {
    const result = await collect(stream([fixture('lmstudio-error')]));
    providerError(result.error, 'context-length');
    assert.deepEqual(result.parts, code.slice(0, 2));
  });

  it('survive whatever is sent', async () => {
    const broken = fc.constantFrom(...Object.keys(whole)).chain((name) => mutated(fixture(name)));
    await fc.assert(
      fc.asyncProperty(broken, async (bytes) => {
        await outcomeOf(stream([bytes]));
      }),
      { numRuns: 200 },
    );
  });

  function stream(chunks: readonly Uint8Array[]) {
    const connection = {
      credentials: {},
      authMode: 'key',
      baseUrl: 'http://localhost:11434/v1',
      language: 'en',
    };
    const messages = [{ role: 'user', text: 'Hi' }] as const;
    return createProvider(connection, fakeTransport([{ chunks }])).stream(
      { model: 'm', messages },
      new AbortController().signal,
    );
  }
});

function fixture(name: string): Buffer {
  return readFileSync(new URL(`../../../fixtures/custom/${name}.sse`, import.meta.url));
}
