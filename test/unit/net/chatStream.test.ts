import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ProviderError } from '../../../src/core/error.ts';
import type { StreamPart } from '../../../src/core/streamPart.ts';
import { vendorError } from '../../../src/net/errorTable.ts';
import { createChatDecoder } from '../../../src/net/openAiChat/chatDecoder.ts';
import type { ChatDialect } from '../../../src/net/openAiChat/chatDialect.ts';
import { encodeRequest } from '../../../src/net/openAiChat/encodeRequest.ts';
import { streamChat } from '../../../src/net/openAiChat/streamChat.ts';
import { partStream } from '../../../src/net/partStream.ts';
import { type Answer, collect, fakeTransport, providerError } from './fakes.ts';

const dialect: ChatDialect = {
  finishReasons: { stop: 'stop', length: 'length', sensitive: 'content-filter' },
  failedFinishes: { network_error: { kind: 'unavailable', retryable: true } },
  mapFailure: (failure) => vendorError(failure, { 1301: { kind: 'content-filter' }, 1003: { kind: 'auth' } }),
};

describe('streamed chat completion', () => {
  const transcript = [
    delta({ role: 'assistant', reasoning_content: '想一想' }),
    delta({ role: 'assistant', content: 'Grüße, ' }),
    delta({ role: 'assistant', content: '世界 😀 "quoted" \\ \n' }),
    ': keep-alive\n\n',
    delta({ role: 'assistant', content: '!' }),
    chunk({
      choices: [{ index: 0, finish_reason: 'stop', delta: { role: 'assistant', content: '' } }],
      usage: {
        prompt_tokens: 11,
        completion_tokens: 22,
        total_tokens: 33,
        prompt_tokens_details: { cached_tokens: 3 },
        completion_tokens_details: { reasoning_tokens: 9 },
      },
    }),
    'data: [DONE]\n\n',
  ].join('');
  const whole: readonly StreamPart[] = [
    { type: 'reasoning-delta', text: '想一想' },
    { type: 'text-delta', text: 'Grüße, ' },
    { type: 'text-delta', text: '世界 😀 "quoted" \\ \n' },
    { type: 'text-delta', text: '!' },
    {
      type: 'finish',
      reason: 'stop',
      rawReason: 'stop',
      usage: { inputTokens: 11, outputTokens: 22, cachedTokens: 3, reasoningTokens: 9 },
    },
  ];

  for (const [name, text] of [
    ['LF', transcript],
    ['CRLF', transcript.replaceAll('\n', '\r\n')],
  ] as const) {
    it(`gives the same parts wherever the response is cut in two, with ${name}`, async () => {
      const bytes = Buffer.from(text);
      for (let cut = 0; cut <= bytes.length; cut += 1) {
        const result = await ask({ chunks: [bytes.subarray(0, cut), bytes.subarray(cut)] });
        assert.deepEqual(result, { parts: whole }, `cut at ${cut}`);
      }
    });
  }

  it('never takes a reply that breaks off for a whole one, and keeps what came', async () => {
    const bytes = Buffer.from(transcript);
    const finishAt = bytes.indexOf('\n\ndata: [DONE]') + 2;
    for (let end = 0; end < finishAt; end += 1) {
      for (const ending of ['end', new ProviderError('network', 'reset')] as const) {
        const { parts, error } = await ask({ chunks: [bytes.subarray(0, end)], ending });
        providerError(error, 'network');
        assert.deepEqual(parts, whole.slice(0, parts.length), `cut at ${end}`);
        assert.ok(parts.length < whole.length);
      }
    }
    for (let end = finishAt; end <= bytes.length; end += 1) {
      for (const ending of ['end', new ProviderError('network', 'reset')] as const) {
        assert.deepEqual(await ask({ chunks: [bytes.subarray(0, end)], ending }), { parts: whole });
      }
    }
  });

  it('survives whatever is sent: it ends, with ProviderErrors only, and with at most one finish, last', async () => {
    const bytes = Buffer.from(transcript);
    const mutated = fc
      .array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255), fc.nat(20)), { maxLength: 6 })
      .map((changes) => {
        let result = bytes;
        for (const [at, byte, remove] of changes) {
          result = Buffer.concat([result.subarray(0, at), Buffer.of(byte), result.subarray(at + remove)]);
        }
        return result;
      });
    const json = fc.json().map((value) => Buffer.from(`data: ${value}\n\n`));
    const shaped = fc
      .record(
        {
          choices: fc.jsonValue(),
          usage: fc.jsonValue(),
          error: fc.jsonValue(),
          code: fc.jsonValue(),
          msg: fc.string(),
        },
        { requiredKeys: [] },
      )
      .map((value) => Buffer.from(chunk(value)));
    const random = fc.uint8Array({ maxLength: 300 }).map((value) => Buffer.from(value));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(mutated, json, shaped, random), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 200 }),
        async (pieces, size) => {
          const all = Buffer.concat(pieces);
          const chunks = Array.from({ length: Math.ceil(all.length / size) }, (_, i) =>
            all.subarray(i * size, (i + 1) * size),
          );
          const { parts, error } = await ask({ chunks });
          const finish = parts.findIndex(({ type }) => type === 'finish');
          if (error === undefined) assert.equal(finish, parts.length - 1);
          else assert.ok(error instanceof ProviderError && finish === -1);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('does without [DONE] once there is a finish reason, and not without a finish reason', async () => {
    const reply = delta({ content: 'a' }) + chunk({ choices: [{ finish_reason: 'length', delta: {} }] });
    const parts = [
      { type: 'text-delta', text: 'a' },
      { type: 'finish', reason: 'length', rawReason: 'length' },
    ];
    assert.deepEqual(await ask({ chunks: [reply] }), { parts });
    const unfinished = await ask({ chunks: [`${delta({ content: 'a' })}data: [DONE]\n\n`] });
    providerError(unfinished.error, 'protocol');
    assert.equal(unfinished.parts.length, 1);
  });

  it('waits for a usage that comes after the finish reason, without choices', async () => {
    const reply =
      delta({ content: 'a' }) +
      chunk({ choices: [{ finish_reason: 'stop', delta: { content: null } }], usage: null }) +
      chunk({ choices: [], usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 } });
    const { parts } = await ask({ chunks: [reply] });
    assert.deepEqual(parts.at(-1), {
      type: 'finish',
      reason: 'stop',
      rawReason: 'stop',
      usage: { inputTokens: 1, outputTokens: 2 },
    });
  });

  it('keeps the vendor’s word for an end it does not know', async () => {
    for (const word of ['tool_calls', 'constructor', '__proto__']) {
      const { parts } = await ask({ chunks: [chunk({ choices: [{ finish_reason: word, delta: {} }] })] });
      assert.deepEqual(parts, [{ type: 'finish', reason: 'other', rawReason: word }]);
    }
  });

  it('ignores empty texts, empty events, nulls, and everything after the finish', async () => {
    const reply =
      'data:\n\n' +
      delta({ content: null, reasoning_content: null }) +
      delta({ content: '', reasoning_content: '' }) +
      chunk({ choices: [] }) +
      chunk({ choices: [null] }) +
      chunk({ choices: [{ delta: null, finish_reason: '' }] }) +
      chunk({ choices: [{ delta: { content: 'a' }, finish_reason: 'stop' }], usage: {} }) +
      delta({ content: 'late' }) +
      chunk({ error: { code: '1301' } });
    assert.deepEqual(await ask({ chunks: [reply] }), {
      parts: [
        { type: 'text-delta', text: 'a' },
        { type: 'finish', reason: 'stop', rawReason: 'stop', usage: {} },
      ],
    });
  });

  it('is over with the finish for the decoder too, whatever the server adds', () => {
    const parts: StreamPart[] = [];
    const decoder = createChatDecoder(dialect, (part) => parts.push(part), { newId: () => 'call_1' });
    decoder.push({ data: '{"choices":[{"delta":{},"finish_reason":"stop"}],"usage":{}}' });
    for (const data of [
      '{"choices":[{"delta":{"content":"late"}}]}',
      '{"error":{"code":"1301"}}',
      'garbage',
    ]) {
      decoder.push({ data });
    }
    decoder.end();
    assert.deepEqual(parts, [{ type: 'finish', reason: 'stop', rawReason: 'stop', usage: {} }]);
  });

  it('reports a failure in the middle of the reply and keeps what came before', async () => {
    const failures = [
      [chunk({ choices: [{ finish_reason: 'network_error', delta: { content: '' } }] }), 'unavailable'],
      [chunk({ error: { code: '1301', message: 'No.' } }), 'content-filter'],
      [`event: error\n${chunk({ error: { code: 1301, message: 'No.' } })}`, 'content-filter'],
      [`event: error\n${chunk({ code: '1301', message: 'No.' })}`, 'content-filter'],
      ['event: error\ndata: out of order\n\n', 'unavailable'],
      [chunk({ code: 401, msg: 'expired', success: false }), 'auth'],
      [chunk({ error: 'something' }), 'unavailable'],
      ['data: {"choices": [\n\n', 'protocol'],
    ] as const;
    for (const [failure, kind] of failures) {
      const { parts, error } = await ask({ chunks: [delta({ content: 'a' }), failure, 'data: [DONE]\n\n'] });
      assert.deepEqual(parts, [{ type: 'text-delta', text: 'a' }], failure);
      providerError(error, kind);
    }
  });

  it('takes no reply for whole that has had an event nobody can read, or ends without a reason', async () => {
    const rest = chunk({ choices: [{ finish_reason: 'stop', delta: {} }], usage: {} });
    for (const garbage of ['data: {"choices": [\n\n', 'data: []\n\n', 'data: "choices"\n\n']) {
      const { parts, error } = await ask({ chunks: [delta({ content: 'a' }), garbage, rest] });
      assert.deepEqual(parts, [{ type: 'text-delta', text: 'a' }]);
      providerError(error, 'protocol');
    }
    for (const end of [
      chunk({ choices: [], usage: { prompt_tokens: 1, completion_tokens: 2 } }),
      chunk({ choices: [{ finish_reason: '', delta: {} }] }),
      chunk({ choices: [{ finish_reason: 0, delta: {} }] }),
    ]) {
      const { parts, error } = await ask({ chunks: [delta({ content: 'a' }), end] });
      assert.deepEqual(parts, [{ type: 'text-delta', text: 'a' }]);
      providerError(error, 'network');
    }
  });

  it('takes a reply for one, whatever else its events say', async () => {
    const well = { code: 200, message: 'ok', msg: 'ok', success: true };
    const reply =
      chunk({ ...well, choices: [{ index: 0, delta: { content: 'a' } }] }) +
      chunk({ ...well, choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
    assert.deepEqual(await ask({ chunks: [reply] }), {
      parts: [
        { type: 'text-delta', text: 'a' },
        { type: 'finish', reason: 'stop', rawReason: 'stop' },
      ],
    });
  });

  it('takes reasoning from the first member that has any', () => {
    const parts: StreamPart[] = [];
    const both = { ...dialect, reasoningMembers: ['reasoning_content', 'reasoning'] };
    const decoder = createChatDecoder(both, (part) => parts.push(part), { newId: () => 'call_1' });
    for (const said of [
      { reasoning_content: 'a', reasoning: 'a' },
      { reasoning_content: '', reasoning: 'b' },
      { reasoning_content: null, reasoning: 'c' },
      { reasoning_content: '', reasoning: '' },
    ]) {
      decoder.push({ data: JSON.stringify({ choices: [{ delta: said }] }) });
    }
    assert.deepEqual(
      parts,
      ['a', 'b', 'c'].map((text) => ({ type: 'reasoning-delta', text })),
    );
  });

  it('is an error if it comes whole and there is no reply in it', async () => {
    for (const body of ['{"choices":[]}', '{"choices":{}}', '{}', '[]']) {
      const { parts, error } = await ask({ headers: { 'content-type': 'application/json' }, chunks: [body] });
      assert.deepEqual(parts, []);
      assert.ok(error instanceof ProviderError, body);
    }
  });

  it('reads an error that comes with status 200, as JSON or by the name of an event stream', async () => {
    const body = JSON.stringify({ error: { code: '1301', message: 'No.' }, request_id: 'r-1' });
    for (const type of ['application/json; charset=utf-8', 'text/event-stream', 'text/plain']) {
      const { error } = await ask({
        headers: { 'content-type': type },
        chunks: [body.slice(0, 5), body.slice(5)],
      });
      const { details, message } = providerError(error, 'content-filter');
      assert.deepEqual(
        [details.code, details.requestId, details.status, message],
        ['1301', 'r-1', 200, 'No.'],
      );
    }
  });

  it('reads such an error in however many pieces it comes', async () => {
    const body = JSON.stringify({ error: { code: '1301', message: 'No.'.repeat(40) } });
    const { error } = await ask({ chunks: [...body] });
    assert.equal(providerError(error, 'content-filter').message, 'No.'.repeat(40));
  });

  it('calls a page or a redirect what it is, and does not quote it', async () => {
    const page = '<!DOCTYPE html><html>Sign in to the guest network</html>';
    for (const answer of [
      { headers: { 'content-type': 'text/html' } },
      { headers: { 'content-type': 'text/event-stream' } },
      { status: 302, headers: { 'content-type': 'text/html', location: 'https://elsewhere.test/?key=abc' } },
    ]) {
      const error = providerError((await ask({ ...answer, chunks: [page] })).error, 'protocol');
      assert.match(error.message, /^HTTP (200|302) with an HTML page$/);
    }
  });

  it('takes nothing for a reply that comes with a failure or by the name of a page', async () => {
    for (const [answer, kind] of [
      [{ status: 500 }, 'unavailable'],
      [{ status: 500, headers: { 'content-type': 'application/json' } }, 'unavailable'],
      [{ headers: { 'content-type': 'text/html; charset=utf-8' } }, 'protocol'],
    ] as const) {
      const { parts, error } = await ask({ ...answer, chunks: [transcript] });
      assert.deepEqual(parts, []);
      providerError(error, kind);
    }
  });

  it('takes a stream for one that has no type', async () => {
    assert.deepEqual(await ask({ headers: {}, chunks: [transcript] }), { parts: whole });
  });

  it('tells what is no JSON though it is called so from a reply that was cut before its first event', async () => {
    const json = await ask({ headers: { 'content-type': 'application/json' }, chunks: ['oops {'] });
    providerError(json.error, 'protocol');
    for (const opening of ['', ': keep-alive\n\n', 'data: {"choices":', ': {\n\n']) {
      providerError((await ask({ chunks: [opening] })).error, 'network');
    }
    const late = await ask({ chunks: ['\n \n{"error":{"code":"1301","message":"No."}}'] });
    providerError(late.error, 'content-filter');
  });

  it('asks for a stream that is not compressed, with the body as it was encoded', async () => {
    const transport = fakeTransport([{ chunks: [transcript] }]);
    const body = encodeRequest(
      {
        model: 'm',
        messages: [
          { role: 'system', text: 'Be brief.' },
          { role: 'user', text: 'Why?' },
        ],
        options: { maxOutputTokens: 5, thinking: true, temperature: 1 },
      },
      {
        options: {
          maxOutputTokens: 'max_tokens',
          thinking: (on) => ({ thinking: { type: on ? 'enabled' : 'disabled' } }),
        },
      },
    );
    await collect(
      partStream(new AbortController().signal, (emit, signal) =>
        streamChat(
          transport,
          { url: 'https://x.test/chat', headers: { 'x-own': '1' }, body, dialect },
          emit,
          signal,
        ),
      ),
    );
    const [sent] = transport.sent;
    assert.deepEqual(
      { method: sent?.method, url: sent?.url, headers: sent?.headers },
      {
        method: 'POST',
        url: 'https://x.test/chat',
        headers: {
          accept: 'text/event-stream',
          'accept-encoding': 'identity',
          'content-type': 'application/json',
          'x-own': '1',
        },
      },
    );
    assert.equal(
      sent?.body,
      '{"model":"m","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Why?"}],"stream":true,"max_tokens":5,"thinking":{"type":"enabled"}}',
    );
  });
});

function ask(answer: Answer) {
  const transport = fakeTransport([answer]);
  return collect(
    partStream(new AbortController().signal, (emit, signal) =>
      streamChat(transport, { url: 'https://x.test/chat', headers: {}, body: '{}', dialect }, emit, signal),
    ),
  );
}

function chunk(value: object): string {
  return `data: ${JSON.stringify({ id: 'c-1', created: 1, model: 'm', ...value })}\n\n`;
}

function delta(value: object): string {
  return chunk({ choices: [{ index: 0, delta: value }] });
}
