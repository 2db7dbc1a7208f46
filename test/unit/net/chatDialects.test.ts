import assert from 'node:assert/strict';
import type { StreamPart } from '../../../src/core/streamPart.ts';
import { parseFailure } from '../../../src/net/errorResponse.ts';
import { vendorError } from '../../../src/net/errorTable.ts';
import { isJsonObject } from '../../../src/net/json.ts';
import type { ChatDialect } from '../../../src/net/openAiChat/chatDialect.ts';
import { streamChat } from '../../../src/net/openAiChat/streamChat.ts';
import { partStream } from '../../../src/net/partStream.ts';
import { type Answer, collect, fakeTransport, providerError } from './fakes.ts';

/* What the vendors' dialects do differently, each as data or as a hook of the dialect. */
describe('chat dialects', () => {
  const plain: ChatDialect = {
    finishReasons: { stop: 'stop', tool_calls: 'tool-calls', length: 'length' },
    failedFinishes: {},
    mapFailure: (failure) =>
      vendorError(failure, { 11200: { kind: 'quota' }, 10013: { kind: 'content-filter' } }),
  };
  const stop = chunk({ choices: [{ delta: {}, finish_reason: 'stop' }] });
  const finish: StreamPart = { type: 'finish', reason: 'stop', rawReason: 'stop' };

  it('tool calls come whole before the finish, and not at all when the reply is cut', async () => {
    const fragments =
      delta({ content: 'Let me look.' }) +
      delta({ tool_calls: [{ index: 0, id: 'c1', function: { name: 'ls', arguments: '' } }] }) +
      delta({ tool_calls: [{ index: 0, id: '', function: { name: null, arguments: '{"d":' } }] }) +
      delta({ tool_calls: [{ index: 0, id: '', function: { arguments: '1}' } }] });
    const text: StreamPart = { type: 'text-delta', text: 'Let me look.' };
    const call: StreamPart = { type: 'tool-call', id: 'c1', name: 'ls', input: '{"d":1}' };
    for (const word of ['tool_calls', 'stop']) {
      const end = chunk({ choices: [{ delta: { content: '' }, finish_reason: word }] });
      const { parts } = await ask(plain, { chunks: [fragments, end, 'data: [DONE]\n\n'] });
      assert.deepEqual(parts, [text, call, { type: 'finish', reason: 'tool-calls', rawReason: word }]);
    }
    const cut = await ask(plain, { chunks: [fragments] });
    assert.deepEqual(cut.parts, [text]);
    providerError(cut.error, 'network');
  });

  it('a call without an id gets one', async () => {
    const one = delta({ tool_calls: { function: { name: 'ls', arguments: '{}' } } });
    const { parts } = await ask(plain, { chunks: [one, stop] });
    assert.deepEqual(parts[0], {
      type: 'tool-call',
      id: 'call_00000000-0000-4000-8000-000000000001',
      name: 'ls',
      input: '{}',
    });
  });

  it('reasoning is where the dialect says, the first member that has any', async () => {
    const chunks = [
      delta({ reasoning: 'a' }),
      delta({ reasoning: 'b' }),
      delta({ content: '', reasoning: '', reasoning_content: 'c' }),
      stop,
    ];
    const dialect = { ...plain, reasoningMembers: ['reasoning', 'reasoning_content'] };
    assert.deepEqual((await ask(dialect, { chunks })).parts, [
      { type: 'reasoning-delta', text: 'a' },
      { type: 'reasoning-delta', text: 'b' },
      { type: 'reasoning-delta', text: 'c' },
      finish,
    ]);
    assert.deepEqual((await ask(plain, { chunks })).parts, [{ type: 'reasoning-delta', text: 'c' }, finish]);
  });

  describe('that report failures and ends as Spark does', () => {
    const spark: ChatDialect = {
      ...plain,
      finishesAtDone: true,
      readFailure: (value) => (isJsonObject(value) && value['code'] === 0 ? undefined : parseFailure(value)),
    };
    const piece = (content: string, more = {}) =>
      `data:${JSON.stringify({ code: 0, message: 'Success', sid: 's', choices: [{ delta: { content }, index: 0 }], ...more })}\n\n`;
    const failure = { code: 10013, message: 'no', sid: 'cht1' };

    it('[DONE] ends a reply without a finish reason; should it be missing, the usage has', async () => {
      const usage = { prompt_tokens: 1, completion_tokens: 2 };
      const chunks = [piece('a'), piece('b'), piece('c', { usage }), 'data:[DONE]\n\n'];
      const parts: readonly StreamPart[] = [
        { type: 'text-delta', text: 'a' },
        { type: 'text-delta', text: 'b' },
        { type: 'text-delta', text: 'c' },
        { type: 'finish', reason: 'stop', usage: { inputTokens: 1, outputTokens: 2 } },
      ];
      assert.deepEqual(await ask(spark, { chunks }), { parts });
      assert.deepEqual(await ask(spark, { chunks: chunks.slice(0, 3) }), { parts });
      const cut = await ask(spark, { chunks: chunks.slice(0, 2) });
      assert.deepEqual(cut.parts, parts.slice(0, 2));
      providerError(cut.error, 'network');
    });

    it('a code other than 0 is a failure in an event, in one with choices, and in a body with status 200', async () => {
      const answers: readonly Answer[] = [
        { chunks: [piece('a'), `data:${JSON.stringify(failure)}\n\n`] },
        { chunks: [piece('a'), piece('b'), piece('', failure)] },
        { headers: { 'content-type': 'application/json' }, chunks: [JSON.stringify(failure)] },
        {
          headers: { 'content-type': 'application/json' },
          chunks: [JSON.stringify({ ...failure, choices: [{}] })],
        },
        { chunks: [JSON.stringify(failure)] },
      ];
      for (const answer of answers) {
        const { error } = await ask(spark, answer);
        const { details, message } = providerError(error, 'content-filter');
        assert.deepEqual([details.code, message], ['10013', 'no']);
      }
    });

    it('an event without choices and with code 0 is none', async () => {
      const own = `data:${JSON.stringify({ code: 0, message: 'Success', usage: {} })}\n\n`;
      const { parts } = await ask(spark, { chunks: [piece('a'), own, 'data:[DONE]\n\n'] });
      assert.deepEqual(parts.at(-1), { type: 'finish', reason: 'stop', usage: {} });
    });
  });

  it('extra parts come in their place, each once, and do not disturb the text', async () => {
    const dialect: ChatDialect = {
      ...plain,
      readExtras: ({ search }) =>
        Array.isArray(search) ? search.map((title) => ({ type: 'source', title: String(title) })) : [],
    };
    const chunks = [
      chunk({ choices: [{ delta: { content: 'a' } }], search: ['one', 'two'] }),
      chunk({ choices: [{ delta: { content: 'b' } }], search: ['one', 'two'] }),
      chunk({ choices: [{ delta: { content: 'c' } }], search: ['one', 'two', 'three'] }),
      chunk({ choices: [{ delta: { content: 'd' } }] }),
      chunk({ choices: [{ delta: {}, finish_reason: 'stop' }], search: ['four'], usage: {} }),
    ];
    const { parts } = await ask(dialect, { chunks });
    assert.deepEqual(
      parts.map((part) => ('text' in part ? part.text : part.type === 'source' ? part.title : part.type)),
      ['one', 'two', 'a', 'b', 'three', 'c', 'd', 'four', 'finish'],
    );
  });

  it('usage may be in the choice', async () => {
    const end = chunk({
      choices: [{ delta: {}, finish_reason: 'stop', usage: { prompt_tokens: 3, completion_tokens: 4 } }],
    });
    const { parts } = await ask(plain, { chunks: [delta({ content: 'a' }), end] });
    assert.deepEqual(parts.at(-1), { ...finish, usage: { inputTokens: 3, outputTokens: 4 } });
  });

  it('the latest usage counts, whatever came between', async () => {
    const choice = { delta: { content: 'a' } };
    for (const first of [
      chunk({ choices: [{ ...choice, usage: { prompt_tokens: 1 } }] }),
      chunk({ choices: [choice], usage: { prompt_tokens: 1 } }),
    ]) {
      const between = chunk({ choices: [], usage: { prompt_tokens: 2 } });
      const { parts } = await ask(plain, { chunks: [first, between, first, stop] });
      assert.deepEqual(parts.at(-1), { ...finish, usage: { inputTokens: 1 } });
    }
  });

  it('limits in the head reach the finish, by the customary names or by others', async () => {
    const headers = {
      'content-type': 'text/event-stream',
      'x-ratelimit-remaining-requests': '7',
      'x-own-tokens': '9',
    };
    const customary = await ask(plain, { headers, chunks: [stop] });
    assert.deepEqual(customary.parts, [{ ...finish, rateLimit: { requestsLeft: 7 } }]);
    const own = await ask(
      { ...plain, rateLimitHeaders: { tokensLeft: 'X-Own-Tokens' } },
      { headers, chunks: [stop] },
    );
    assert.deepEqual(own.parts, [{ ...finish, rateLimit: { tokensLeft: 9 } }]);
  });

  describe('that answer with the whole completion', () => {
    const whole = {
      id: 'c',
      choices: [
        {
          index: 0,
          finish_reason: 'tool_calls',
          message: {
            role: 'assistant',
            content: 'Text.',
            reasoning_content: 'Thought.',
            tool_calls: [{ id: 'c1', type: 'function', function: { name: 'ls', arguments: '{}' } }],
          },
        },
      ],
      usage: { prompt_tokens: 1, completion_tokens: 2 },
    };
    const parts: readonly StreamPart[] = [
      { type: 'reasoning-delta', text: 'Thought.' },
      { type: 'text-delta', text: 'Text.' },
      { type: 'tool-call', id: 'c1', name: 'ls', input: '{}' },
      {
        type: 'finish',
        reason: 'tool-calls',
        rawReason: 'tool_calls',
        usage: { inputTokens: 1, outputTokens: 2 },
      },
    ];

    it('give the same parts, whatever the type says, with empty lines before it to keep the line open', async () => {
      for (const type of ['application/json', 'text/event-stream', 'text/plain']) {
        const chunks = ['\n\n', '\n', JSON.stringify(whole, null, 2)];
        assert.deepEqual(await ask(plain, { headers: { 'content-type': type }, chunks }), { parts });
      }
    });

    it('may be long, whatever the type says', async () => {
      const content = '长'.repeat(300_000);
      const body = JSON.stringify({ choices: [{ message: { content }, finish_reason: 'stop' }] });
      for (const type of ['application/json', 'text/event-stream', 'text/plain']) {
        const chunks = [body.slice(0, 100_000), body.slice(100_000, 200_000), body.slice(200_000)];
        assert.deepEqual(await ask(plain, { headers: { 'content-type': type }, chunks }), {
          parts: [{ type: 'text-delta', text: content }, finish],
        });
      }
    });

    it('need no finish reason', async () => {
      const chunks = [JSON.stringify({ choices: [{ message: { content: 'a' } }] })];
      assert.deepEqual(
        (await ask(plain, { headers: { 'content-type': 'application/json' }, chunks })).parts,
        [
          { type: 'text-delta', text: 'a' },
          { type: 'finish', reason: 'stop' },
        ],
      );
    });

    it('are not taken for whole when they are cut', async () => {
      const body = JSON.stringify(whole);
      for (const type of ['application/json', 'text/event-stream', 'text/plain']) {
        for (let end = 0; end < body.length; end += 7) {
          const cut = await ask(plain, { headers: { 'content-type': type }, chunks: [body.slice(0, end)] });
          assert.equal(cut.error instanceof Error && cut.error.name, 'ProviderError', `${type} ${end}`);
          assert.deepEqual(cut.parts, []);
        }
      }
    });
  });

  it('a gateway’s message without a code is told, if the status says that it is an error', async () => {
    for (const body of [
      { message: 'HMAC signature does not match' },
      { detail: 'HMAC signature does not match' },
    ]) {
      const headers = { 'content-type': 'application/json' };
      const { error } = await ask(plain, { status: 401, headers, chunks: [JSON.stringify(body)] });
      assert.equal(providerError(error, 'auth').message, 'HMAC signature does not match');
    }
  });
});

function ask(dialect: ChatDialect, answer: Answer) {
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
