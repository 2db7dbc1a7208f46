import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ErrorKind } from '../../../../../src/core/error.ts';
import type { StreamPart, Usage } from '../../../../../src/core/streamPart.ts';
import { createSigningProvider } from '../../../../../src/vendors/qianfan/v1/provider.ts';
import { testKeys } from '../../../../vendors/qianfan/account.ts';
import { type Answer, fakeTransport, providerError } from '../../../net/fakes.ts';
import { everyCut, fixture, joined, mutated, outcomeOf, randomChunks } from '../transcripts.ts';

const text = (said: string): StreamPart => ({ type: 'text-delta', text: said });
const usage = (inputTokens: number, outputTokens: number): Usage => ({ inputTokens, outputTokens });
const normal = (counted: Usage): StreamPart => ({
  type: 'finish',
  reason: 'stop',
  rawReason: 'normal',
  usage: counted,
});

interface Expected {
  readonly parts: readonly StreamPart[];
  readonly error?: readonly [kind: ErrorKind, code?: string];
}

const code =
  '二分查找每一步都把范围减半：\n\n```python\ndef search(a, x):\n    return bisect_left(a, x)\n```\n复杂度是 O(log n)。';

const expected: Readonly<Record<string, Expected>> = {
  'v1-text.sse': { parts: [text(code), normal(usage(2, 30))] },
  'v1-chinese-emoji.sse': { parts: [text('翰林院👩‍💻在长安🏯，𠮷日开门🎉。'), normal(usage(2, 11))] },
  'v1-last-event-text.sse': { parts: [text('二分查找减半。'), normal(usage(2, 4))] },
  'v1-no-space-crlf.sse': { parts: [text('二分查找。'), normal(usage(2, 3))] },
  'v1-function-call.sse': {
    parts: [
      { type: 'reasoning-delta', text: '要查天气。' },
      {
        type: 'tool-call',
        id: 'call_00000000-0000-4000-8000-000000000001',
        name: 'get_weather',
        input: '{"city":"北京","days":2}',
      },
      { type: 'finish', reason: 'tool-calls', rawReason: 'function_call', usage: usage(2, 0) },
    ],
  },
  'v1-truncated.sse': {
    parts: [
      text('一、二、三'),
      { type: 'finish', reason: 'length', rawReason: 'length', usage: usage(2, 3) },
    ],
  },
  'v1-need-clear-history.sse': {
    parts: [
      text('这个话题我不能谈。'),
      { type: 'notice', kind: 'clear-history' },
      { type: 'finish', reason: 'content-filter', rawReason: 'content_filter', usage: usage(2, 6) },
    ],
  },
  'v1-search.sse': {
    parts: [
      { type: 'source', title: '二分查找', number: 1, url: 'https://example.com/a' },
      { type: 'source', title: '复杂度 <O>', number: 2, url: 'https://example.com/b?x=1&y=2' },
      text('二分查找每步减半^[1]^，见^[2]^。'),
      normal(usage(2, 10)),
    ],
  },
  'v1-sync.json': { parts: [text('二分查找每一步都把范围减半。'), normal(usage(2, 9))] },
  'v1-error-object.sse': { parts: [text('二分查找')], error: ['unavailable', '336100'] },
  'v1-error-line.sse': { parts: [text('二分查找')], error: ['unavailable', '336100'] },
  'v1-early-error.json': { parts: [], error: ['invalid-request', '336003'] },
  'v1-rate-limit.json': { parts: [], error: ['rate-limit', '336501'] },
  'v1-cut.sse': { parts: [text('二分查找每步')], error: ['network'] },
};

describe('V1 replies', () => {
  for (const [name, { parts, error }] of Object.entries(expected)) {
    it(`${name}: the same parts wherever it is cut`, async () => {
      const bytes = fixture(name);
      const check = async (chunks: readonly Uint8Array[]) => {
        // How a gateway labels a body says little.
        for (const type of ['text/event-stream', 'application/json']) {
          const outcome = await decode({ chunks, headers: { 'content-type': type } });
          assert.deepEqual(joined(outcome.parts), parts);
          if (!error) assert.equal(outcome.error, undefined);
          else assert.equal(providerError(outcome.error, error[0]).details.code, error[1]);
        }
      };
      await check([bytes]);
      await check(Array.from(bytes, (_, index) => bytes.subarray(index, index + 1)));
      await Promise.all(everyCut(bytes).map(check));
      await fc.assert(fc.asyncProperty(randomChunks(bytes), check), { numRuns: 20 });
    });

    it(`${name}: never a finish before the event that says so`, async () => {
      const bytes = fixture(name);
      const whole = joined(parts);
      const lengths = Array.from(bytes, (_, index) => index);
      // The text is whole once its last bracket is there; what follows are empty lines.
      const end = bytes.lastIndexOf('}');
      await Promise.all(
        lengths.map(async (length) => {
          const outcome = await decode({ chunks: [bytes.subarray(0, length)] });
          if (length <= end || error) assert.ok(outcome.error, `${length} of ${bytes.length} bytes`);
          else assert.deepEqual(joined(outcome.parts), whole);
        }),
      );
    });

    it(`${name}: whatever is wrong with it, it ends or fails as providers do`, async () => {
      const bytes = fixture(name);
      await fc.assert(
        fc.asyncProperty(mutated(bytes), async (broken) => void (await decode({ chunks: [broken] }))),
        { numRuns: 100 },
      );
    });
  }

  it('are never random bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array()), async (chunks) => {
        assert.ok((await decode({ chunks })).error);
      }),
    );
  });

  it('say what is there instead', async () => {
    const fails = async (body: string, kind: ErrorKind, type = 'text/event-stream', status = 200) =>
      providerError(
        (await decode({ chunks: [body], headers: { 'content-type': type }, status })).error,
        kind,
      );
    await fails('<!DOCTYPE html><html></html>', 'protocol');
    await fails('<!DOCTYPE html><html></html>', 'protocol', 'text/html');
    await fails('<html>Bad Gateway</html>', 'unavailable', 'text/html', 502);
    await fails('Server high load, please try again later', 'protocol', 'text/plain');
    await fails('', 'protocol', 'application/json');
    await fails('data: nonsense\n\n', 'protocol');
    await fails('data: {"choices":[]}\n\n', 'protocol');
    await fails('data: {"result":"x","is_end":false}\n\ndata: [DONE]\n\n', 'network');
    await fails(': still here\n\n', 'network');
    await fails('', 'network');
    const pretty = JSON.stringify({ error_code: 17, error_msg: 'daily limit' }, undefined, 2);
    assert.equal((await fails(pretty, 'quota', 'application/json')).message, 'daily limit');
    assert.equal((await fails(pretty, 'quota', 'text/event-stream')).details.code, '17');
    await fails('{"message":"no such route"}', 'invalid-request', 'application/json', 404);
    await fails(`data: ${'x'.repeat(4_000_001)}`, 'protocol');
  });

  it('are not read for ever when nothing in them means anything', async () => {
    const filler = 'x\n'.repeat(500_000);
    const event = 'data: {"result":"x","is_end":false}\n\n';
    const { error } = await decode({ chunks: [event, ...Array(10).fill(filler)] });
    assert.match(providerError(error, 'protocol').message, /without an event/);
    const good = Array(10).fill([filler, event]).flat();
    providerError((await decode({ chunks: good })).error, 'network');
  });

  it('say from which turn on the conversation has to be cleared, if it is an earlier one', async () => {
    const last = (more: object) => [`data: ${JSON.stringify({ result: '', is_end: true, ...more })}\n\n`];
    const { parts } = await decode({ chunks: last({ need_clear_history: true, ban_round: 2, flag: 1 }) });
    assert.deepEqual(parts, [
      { type: 'notice', kind: 'clear-history', detail: '2' },
      { type: 'finish', reason: 'content-filter' },
    ]);
    const flagged = await decode({ chunks: last({ flag: 4, finish_reason: 'normal' }) });
    assert.deepEqual(flagged.parts[0], { type: 'notice', kind: 'sensitive', detail: '4' });
    const truncated = await decode({ chunks: last({ is_truncated: true, finish_reason: 'normal' }) });
    assert.deepEqual(truncated.parts, [{ type: 'finish', reason: 'length', rawReason: 'normal' }]);
  });

  it('do not call a function without a name', async () => {
    const event = { result: 'x', is_end: true, function_call: { name: '', arguments: '' } };
    const { parts } = await decode({ chunks: [`data: ${JSON.stringify(event)}\n\n`] });
    assert.deepEqual(parts, [text('x'), { type: 'finish', reason: 'stop' }]);
  });

  it('tell the limits', async () => {
    const { parts } = await decode({
      chunks: [fixture('v1-last-event-text.sse')],
      headers: {
        'content-type': 'text/event-stream',
        'x-ratelimit-limit-requests': '300',
        'x-ratelimit-remaining-requests': '299',
        'x-ratelimit-limit-tokens': '300000',
        'x-ratelimit-remaining-tokens': '299000',
      },
    });
    assert.deepEqual(parts.at(-1), {
      ...normal(usage(2, 4)),
      rateLimit: { requestLimit: 300, requestsLeft: 299, tokenLimit: 300_000, tokensLeft: 299_000 },
    });
  });

  function decode(answer: Answer) {
    const transport = fakeTransport([answer]);
    const credentials = { accessKey: testKeys.iamAccessKey, secretKey: testKeys.iamSecretKey };
    const connection = { credentials, authMode: 'key', baseUrl: 'https://aip.baidubce.com', language: 'en' };
    const request = { model: 'ERNIE-4.0-8K', messages: [{ role: 'user', text: 'Hi?' }] } as const;
    const provider = createSigningProvider(connection, transport);
    return outcomeOf(provider.stream(request, new AbortController().signal));
  }
});
