import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ErrorKind } from '../../../../../src/core/error.ts';
import type { StreamPart, Usage } from '../../../../../src/core/streamPart.ts';
import { createProvider } from '../../../../../src/vendors/qianfan/v2/provider.ts';
import { testKeys } from '../../../../vendors/qianfan/account.ts';
import { type Answer, fakeTransport, providerError } from '../../../net/fakes.ts';
import { everyCut, fixture, joined, mutated, outcomeOf, randomChunks } from '../transcripts.ts';

const text = (said: string): StreamPart => ({ type: 'text-delta', text: said });
const finish = (usage: Usage | undefined, rawReason = 'stop'): StreamPart => ({
  type: 'finish',
  reason: rawReason === 'length' ? 'length' : rawReason === 'content_filter' ? 'content-filter' : 'stop',
  rawReason,
  ...(usage && { usage }),
});
const usage = (inputTokens: number, outputTokens: number): Usage => ({ inputTokens, outputTokens });
const sources: readonly StreamPart[] = [
  { type: 'source', title: '二分查找', number: 1, url: 'https://example.com/a' },
  { type: 'source', title: '复杂度 <O>', number: 2, url: 'https://example.com/b?x=1&y=2' },
];

interface Expected {
  readonly parts: readonly StreamPart[];
  readonly error?: readonly [kind: ErrorKind, code?: string];
}

const code =
  '二分查找每一步都把范围减半：\n\n```python\ndef search(a, x):\n    return bisect_left(a, x)\n```\n复杂度是 O(log n)。';

const expected: Readonly<Record<string, Expected>> = {
  'v2-text.sse': { parts: [text(code), finish(usage(6, 30))] },
  'v2-chinese-emoji.sse': { parts: [text('翰林院👩‍💻在长安🏯，𠮷日开门🎉。'), finish(usage(6, 11))] },
  'v2-crlf-comments.sse': { parts: [text('二分查找。'), finish(usage(6, 3))] },
  'v2-no-usage.sse': { parts: [text('二分查找减半。'), finish(undefined)] },
  'v2-no-done.sse': { parts: [text('二分查找减半。'), finish(usage(6, 5))] },
  'v2-old-normal.sse': { parts: [text('二分查找减半。'), finish(usage(6, 5), 'normal')] },
  'v2-reasoning.sse': {
    parts: [
      { type: 'reasoning-delta', text: '用户问二分查找，\n先想边界。' },
      text('二分查找减半。'),
      finish({ inputTokens: 12, outputTokens: 30, cachedTokens: 8, reasoningTokens: 20 }),
    ],
  },
  'v2-length.sse': {
    parts: [
      { type: 'reasoning-delta', text: '想得太多' },
      finish({ inputTokens: 6, outputTokens: 3, reasoningTokens: 3 }, 'length'),
    ],
  },
  'v2-tool-calls.sse': {
    parts: [
      { type: 'tool-call', id: 'call_00000001', name: 'get_weather', input: '{"city":"北京"}' },
      { type: 'tool-call', id: 'call_00000002', name: 'get_time', input: '{}' },
      { type: 'finish', reason: 'tool-calls', rawReason: 'tool_calls', usage: usage(6, 0) },
    ],
  },
  'v2-need-clear-history.sse': {
    parts: [
      text('这个话题'),
      { type: 'notice', kind: 'clear-history', detail: '1' },
      finish(usage(6, 3), 'content_filter'),
    ],
  },
  'v2-need-clear-history-top.sse': {
    parts: [
      text('这个话题'),
      { type: 'notice', kind: 'clear-history' },
      finish(usage(6, 3), 'content_filter'),
    ],
  },
  'v2-search-results.sse': {
    parts: [...sources, text('二分查找每步减半^[1]^，见^[2]^。'), finish(usage(6, 10))],
  },
  'v2-sync.json': {
    parts: [
      ...sources,
      { type: 'reasoning-delta', text: '先想边界。' },
      text('二分查找每一步都把范围减半。'),
      finish({ inputTokens: 6, outputTokens: 12, reasoningTokens: 3 }),
    ],
  },
  'v2-error-object.sse': { parts: [text('二分查找')], error: ['unavailable', 'internal_error'] },
  'v2-error-in-200.json': { parts: [], error: ['unavailable', 'internal_error'] },
  'v2-rate-limit.json': { parts: [], error: ['rate-limit', 'rpm_rate_limit_exceeded'] },
  'v2-cut.sse': { parts: [text('二分查找每步')], error: ['network'] },
};

describe('V2 replies', () => {
  for (const [name, { parts, error }] of Object.entries(expected)) {
    const headers = { 'content-type': name.endsWith('.json') ? 'application/json' : 'text/event-stream' };

    it(`${name}: the same parts wherever it is cut`, async () => {
      const bytes = fixture(name);
      const check = async (chunks: readonly Uint8Array[]) => {
        const outcome = await decode({ chunks, headers });
        assert.deepEqual(joined(outcome.parts), parts);
        if (!error) assert.equal(outcome.error, undefined);
        else assert.equal(providerError(outcome.error, error[0]).details.code, error[1]);
      };
      await check(Array.from(bytes, (_, index) => bytes.subarray(index, index + 1)));
      await Promise.all(everyCut(bytes).map(check));
      await fc.assert(fc.asyncProperty(randomChunks(bytes), check), { numRuns: 20 });
    });

    it(`${name}: never a finish before the finish reason, or whatever is wrong with it`, async () => {
      const bytes = fixture(name);
      const reasonAt = bytes.lastIndexOf('finish_reason');
      await Promise.all(
        Array.from(bytes, async (_, length) => {
          const outcome = await decode({ chunks: [bytes.subarray(0, length)], headers });
          if (length < reasonAt || error) assert.ok(outcome.error, `${length} of ${bytes.length} bytes`);
        }),
      );
      await fc.assert(
        fc.asyncProperty(
          mutated(bytes),
          async (broken) => void (await decode({ chunks: [broken], headers })),
        ),
        { numRuns: 100 },
      );
    });
  }

  it('warn of a class of unsafe texts once', async () => {
    const event = (choice: object) => `data: ${JSON.stringify({ choices: [{ flag: 2, ...choice }] })}\n\n`;
    const chunks = [
      event({ delta: { content: 'a' } }),
      event({ delta: { content: 'b' } }),
      event({ finish_reason: 'stop' }),
    ];
    const { parts } = await decode({ chunks });
    assert.deepEqual(joined(parts), [
      { type: 'notice', kind: 'sensitive', detail: '2' },
      text('ab'),
      { type: 'finish', reason: 'stop', rawReason: 'stop' },
    ]);
  });

  function decode(answer: Answer) {
    const credentials = { apiKey: testKeys.payAsYouGo };
    const baseUrl = 'https://qianfan.baidubce.com/v2';
    const connection = { credentials, authMode: 'api-key', baseUrl, language: 'en' };
    const provider = createProvider(connection, fakeTransport([answer]));
    const request = { model: 'ernie-5.1', messages: [{ role: 'user', text: 'Hi?' }] } as const;
    return outcomeOf(provider.stream(request, new AbortController().signal));
  }
});
