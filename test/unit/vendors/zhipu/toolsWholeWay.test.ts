import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Message } from '../../../../src/core/message.ts';
import type { ChatRequest, Tool } from '../../../../src/core/provider.ts';
import type { StreamPart } from '../../../../src/core/streamPart.ts';
import {
  createUndiciTransport,
  directOptions,
  type UndiciTransport,
} from '../../../../src/net/undiciTransport.ts';
import { createProvider } from '../../../../src/vendors/zhipu/provider.ts';
import type { Wire } from '../../../vendors/loopback/scenario.ts';
import { type BigModelServer, startBigModelServer, testKeys } from '../../../vendors/zhipu/bigModelServer.ts';
import type { GlmReply, SearchResult } from '../../../vendors/zhipu/scenario.ts';
import { collect, providerError } from '../../net/fakes.ts';

describe('Zhipu tools and search, the whole way', () => {
  let server: BigModelServer;
  let transport: UndiciTransport;

  const tools: readonly Tool[] = ['read_file', 'ls'].map((name) => ({
    name,
    description: `What ${name} does.`,
    parameters: { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] },
  }));
  const calling: GlmReply = {
    type: 'reply',
    reasoning: ['两个', '文件'],
    text: 'I look.',
    toolCalls: [
      { id: 'call_1', name: 'read_file', arguments: ['{"path"', ':"源', '/a.ts"}'] },
      { id: 'call_2', name: 'ls', arguments: '{"path":"."}' },
    ],
    usage: { promptTokens: 5, completionTokens: 9 },
  };
  const calls: readonly StreamPart[] = [
    { type: 'tool-call', id: 'call_1', name: 'read_file', input: '{"path":"源/a.ts"}' },
    { type: 'tool-call', id: 'call_2', name: 'ls', input: '{"path":"."}' },
  ];
  const usage = { inputTokens: 5, outputTokens: 9, cachedTokens: 0, reasoningTokens: 0 };
  const called: StreamPart = { type: 'finish', reason: 'tool-calls', rawReason: 'tool_calls', usage };
  const stopped: StreamPart = { type: 'finish', reason: 'stop', rawReason: 'stop', usage };
  const question: Message = { role: 'user', text: '看看' };
  const results: readonly Message[] = [
    { role: 'tool', callId: 'call_1', name: 'read_file', text: 'export {};' },
    { role: 'tool', callId: 'call_2', name: 'ls', text: '' },
  ];

  before(async () => {
    server = await startBigModelServer();
    transport = createUndiciTransport(directOptions);
  });

  beforeEach(() => server.reset());

  after(async () => {
    await server.close();
    await transport.close();
  });

  for (const [how, request] of [
    ['in fragments', { model: 'glm-4.7' }],
    ['whole in one chunk', { model: 'glm-4.5-air' }],
    ['in a completion that was waited for', { model: 'glm-4.7', options: { async: true } }],
  ] as const) {
    it(`gives calls that come ${how}, and brings their results back`, async () => {
      server.next(calling);
      server.tasks.next({ type: 'task', before: 0, outcome: calling });
      const { parts, error } = await ask({ ...request, tools });
      assert.equal(error, undefined);
      assert.deepEqual(parts.slice(-3), [...calls, called]);

      const answer: Message = {
        role: 'assistant',
        text: 'I look.',
        reasoning: '两个文件',
        toolCalls: [
          { id: 'call_1', name: 'read_file', input: '{"path":"源/a.ts"}' },
          { id: 'call_2', name: 'ls', input: '{"path":"."}' },
        ],
      };
      const reply: GlmReply = {
        type: 'reply',
        text: 'Done.',
        usage: { promptTokens: 5, completionTokens: 9 },
      };
      server.next(reply);
      server.tasks.next({ type: 'task', before: 0, outcome: reply });
      const next = await ask({ ...request, tools, messages: [question, answer, ...results] });
      assert.deepEqual(next, { parts: [{ type: 'text-delta', text: 'Done.' }, stopped] });
      const [sent] = server.requests.slice(-1);
      assert.deepEqual(
        sent?.accepted?.messages.map(({ role }) => role),
        ['user', 'assistant', 'tool', 'tool'],
      );
      const last = server.requests.findLast(({ method }) => method === 'POST');
      const body = last?.body as { messages: object[]; tool_stream?: boolean } | undefined;
      assert.deepEqual(body?.messages[1], {
        role: 'assistant',
        content: 'I look.',
        reasoning_content: '两个文件',
        tool_calls: [
          {
            id: 'call_1',
            type: 'function',
            function: { name: 'read_file', arguments: '{"path":"源/a.ts"}' },
          },
          { id: 'call_2', type: 'function', function: { name: 'ls', arguments: '{"path":"."}' } },
        ],
      });
      assert.equal(body.tool_stream, how === 'in fragments' ? true : undefined);
    });
  }

  it('puts fragments together however the bytes are cut', async () => {
    const wires: readonly Wire[] = [
      { chunks: { type: 'bytes', size: 1 } },
      { chunks: { type: 'bytes', size: 7 }, lineEnding: '\r\n', comments: true },
      { chunks: { type: 'events', perChunk: 5 } },
    ];
    for (const wire of wires) {
      server.next({ ...calling, wire });
      assert.deepEqual((await ask({ tools })).parts.slice(-3), [...calls, called]);
    }
  });

  it('never hands on a call from a reply that was cut', async () => {
    const interruptions = [
      { type: 'end', afterPieces: 5 },
      { type: 'end', afterPieces: 8 },
      { type: 'cut', afterBytes: 1200 },
    ] as const;
    for (const interruption of interruptions) {
      server.next({ ...calling, interruption });
      const { parts, error } = await ask({ tools });
      providerError(error, 'network');
      assert.deepEqual(
        parts.map(({ type }) => type),
        ['reasoning-delta', 'reasoning-delta', 'text-delta'],
      );
    }
  });

  it('has a conversation accepted in which the model wrote no JSON, or its call was never answered', async () => {
    const odd: readonly (readonly Message[])[] = [
      [call('call_1', '{"path":'), result('call_1')],
      [call('call_1', ''), result('call_1')],
      [call('call_1', '{}'), { role: 'user', text: 'Never mind.' }],
      [call('call_1', '{}'), result('call_1'), call('call_1', '{}'), result('call_1')],
    ];
    for (const messages of odd) {
      server.next({ type: 'reply', text: 'ok' });
      const { error } = await ask({ tools, messages: [question, ...messages] });
      assert.equal(error, undefined, JSON.stringify(messages));
    }
    assert.ok(server.requests.every(({ refusal }) => refusal === undefined));

    function call(id: string, input: string): Message {
      return { role: 'assistant', text: '', toolCalls: [{ id, name: 'ls', input }] };
    }
    function result(callId: string): Message {
      return { role: 'tool', callId, name: 'ls', text: 'a.ts' };
    }
  });

  it('asks for no tool_choice but auto, whatever was chosen', async () => {
    for (const toolChoice of ['auto', 'required', 'none'] as const) {
      server.next(calling);
      const { error, parts } = await ask({ tools, toolChoice });
      assert.equal(error, undefined);
      const made = parts.filter(({ type }) => type === 'tool-call').length;
      assert.equal(made, toolChoice === 'none' ? 0 : 2);
    }
  });

  const found: readonly SearchResult[] = [
    { title: '标题', link: 'https://a.test/1', content: 'What it says.', refer: 'ref_1' },
    { title: '', media: 'B', link: 'https://b.test', content: '', refer: 'ref_2' },
  ];
  const sources: readonly StreamPart[] = [
    { type: 'source', title: '标题', number: 1, url: 'https://a.test/1', snippet: 'What it says.' },
    { type: 'source', title: 'B', number: 2, url: 'https://b.test' },
  ];
  const searching: GlmReply = {
    type: 'reply',
    text: '见[ref_1]。',
    searchResults: found,
    usage: { promptTokens: 5, completionTokens: 9 },
  };
  const text: StreamPart = { type: 'text-delta', text: '见[ref_1]。' };

  it('gives the sources of a search, streamed or waited for, and only if it was asked for', async () => {
    server.tasks.next({ type: 'task', before: 0, outcome: searching });
    server.always(searching);
    const streamed = await ask({ options: { webSearch: true } });
    assert.deepEqual(streamed, { parts: [text, ...sources, stopped] });
    const waited = await ask({ options: { webSearch: true, async: true } });
    assert.deepEqual(waited, { parts: [...sources, text, stopped] });
    assert.deepEqual(await ask({ options: { webSearch: false } }), { parts: [text, stopped] });
    assert.deepEqual(await ask({}), { parts: [text, stopped] });
  });

  it('gives sources and calls of one reply', async () => {
    server.next({ ...searching, ...calling });
    const { parts } = await ask({ tools, options: { webSearch: true } });
    assert.deepEqual(parts.slice(3), [...sources, ...calls, called]);
  });

  it('reads transcripts of both, however they are cut', async () => {
    const weather = (id: string, city: string): StreamPart => ({
      type: 'tool-call',
      id,
      name: 'get_weather',
      input: `{"city":"${city}"}`,
    });
    const transcripts: Readonly<Record<string, readonly StreamPart[]>> = {
      'tool-stream': [
        { type: 'reasoning-delta', text: '两个城市。' },
        { type: 'text-delta', text: '我查一下。' },
        weather('call_-7731', '北京'),
        weather('call_-7732', '上海'),
        {
          ...stopped,
          reason: 'tool-calls',
          usage: { inputTokens: 210, outputTokens: 38, cachedTokens: 0, reasoningTokens: 6 },
        } as StreamPart,
      ],
      'web-search': [
        { type: 'text-delta', text: '长期支持的是偶数版本[ref_1]，' },
        { type: 'text-delta', text: '现在是 24[ref_2]。' },
        {
          type: 'source',
          title: 'Node.js 发布计划',
          number: 1,
          url: 'https://example.com/releases',
          snippet: '偶数版本会成为长期支持版本。',
        },
        {
          type: 'source',
          title: 'Example Blog',
          number: 2,
          url: 'https://example.com/blog',
          snippet: 'Version 24 is the active one.',
        },
        {
          ...stopped,
          usage: { inputTokens: 1480, outputTokens: 21, cachedTokens: 0, reasoningTokens: 0 },
        } as StreamPart,
      ],
    };
    for (const [name, parts] of Object.entries(transcripts)) {
      const bytes = readFileSync(new URL(`../../../fixtures/zhipu/${name}.sse`, import.meta.url));
      for (const size of [bytes.length, 1, 13]) {
        const cuts = Array.from({ length: Math.ceil(bytes.length / size) - 1 }, (_, i) => (i + 1) * size);
        server.next({ type: 'transcript', bytes, cuts });
        assert.deepEqual(await ask({ tools }), { parts }, `${name} in pieces of ${size}`);
      }
    }
  });

  function ask(request: Partial<ChatRequest>) {
    const provider = createProvider(
      {
        credentials: { apiKey: testKeys.payAsYouGo },
        authMode: 'api-key',
        baseUrl: server.payAsYouGoBase,
        language: 'en',
      },
      transport,
      {
        timer(_delayMs, onEnd) {
          setImmediate(onEnd);
          return { refresh: () => {}, stop: () => {} };
        },
      },
    );
    return collect(
      provider.stream({ model: 'glm-4.7', messages: [question], ...request }, new AbortController().signal),
    );
  }
});
