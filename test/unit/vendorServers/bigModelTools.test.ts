import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'mocha';
import { type BigModelServer, startBigModelServer, testKeys } from '../../vendors/zhipu/bigModelServer.ts';
import type { GlmReply, SearchResult } from '../../vendors/zhipu/scenario.ts';

interface Answer {
  readonly choices: readonly {
    readonly finish_reason?: string;
    readonly delta: Record<string, unknown>;
    readonly message: Record<string, unknown>;
  }[];
  readonly usage?: Record<string, unknown>;
  readonly web_search?: readonly object[];
}

const offer = (name: string) => ({
  type: 'function',
  function: { name, description: 'Does it.', parameters: { type: 'object' } },
});
const search = (changes: object = {}) => ({
  type: 'web_search',
  web_search: { enable: true, search_engine: 'search_std', search_result: true, ...changes },
});
const tools = [offer('read'), offer('ls')];
const question = { model: 'glm-4.6', messages: [{ role: 'user', content: 'Hello' }] };
const calling: GlmReply = {
  type: 'reply',
  reasoning: 'Hm.',
  toolCalls: [
    { id: 'call_1', name: 'read', arguments: ['{"path":', '"a"}'] },
    { id: 'call_2', name: 'ls', arguments: '{}' },
  ],
};
const found: SearchResult = { title: '标题', link: 'https://a.test', content: 'Text.', refer: 'ref_1' };
const searching: GlmReply = { type: 'reply', text: ['So ', 'it is.'], searchResults: [found] };

describe('BigModel server: tools', () => {
  let server: BigModelServer;

  before(async () => {
    server = await startBigModelServer();
  });
  beforeEach(() => server.reset());
  after(() => server.close());

  async function ask(reply: GlmReply, body: object): Promise<string> {
    server.next(reply);
    const response = await fetch(`${server.payAsYouGoBase}/chat/completions`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${testKeys.payAsYouGo}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ ...question, ...body }),
    });
    assert.equal(response.status, 200);
    return response.text();
  }

  async function whole(reply: GlmReply, body: object): Promise<Answer> {
    return JSON.parse(await ask(reply, body));
  }

  async function streamed(reply: GlmReply, body: object): Promise<Answer[]> {
    const stream = await ask(reply, { stream: true, ...body });
    return [...stream.matchAll(/^data: (\{.*\})$/gm)].map(([, json]) => JSON.parse(json ?? ''));
  }

  const wholeCalls = [
    { id: 'call_1', type: 'function', function: { name: 'read', arguments: '{"path":"a"}' }, index: 0 },
    { id: 'call_2', type: 'function', function: { name: 'ls', arguments: '{}' }, index: 1 },
  ];

  it('puts calls into a whole answer, without text', async () => {
    const { choices, usage } = await whole(calling, { tools });
    assert.deepEqual(choices, [
      {
        index: 0,
        finish_reason: 'tool_calls',
        message: {
          role: 'assistant',
          content: null,
          reasoning_content: 'Hm.',
          tool_calls: wholeCalls,
        },
      },
    ]);
    assert.equal(usage?.['completion_tokens'], 6);
  });

  it('streams calls whole in one chunk, or in fragments under tool_stream', async () => {
    const one = await streamed(calling, { tools });
    assert.deepEqual(
      one.map(({ choices }) => choices[0]?.delta['tool_calls'] ?? choices[0]?.finish_reason),
      [undefined, wholeCalls, 'tool_calls'],
    );
    const fragments = await streamed(calling, { tools, tool_stream: true });
    const opened = (index: number, id: string, name: string) => [
      { index, id, type: 'function', function: { name, arguments: '' } },
    ];
    const piece = (index: number, text: string) => [{ index, function: { arguments: text } }];
    assert.deepEqual(
      fragments.map(({ choices }) => choices[0]?.delta['tool_calls'] ?? choices[0]?.finish_reason),
      [
        undefined,
        opened(0, 'call_1', 'read'),
        piece(0, '{"path":'),
        piece(0, '"a"}'),
        opened(1, 'call_2', 'ls'),
        piece(1, '{}'),
        'tool_calls',
      ],
    );
  });

  it('calls nothing where nothing was offered', async () => {
    for (const body of [{}, { tools: [search()] }]) {
      const { choices } = await whole(calling, body);
      assert.deepEqual(
        [choices[0]?.finish_reason, Object.keys(choices[0]?.message ?? {})],
        ['stop', ['role', 'content', 'reasoning_content']],
      );
    }
  });

  it('tells what a search found, with the last chunk or, if asked for, the first', async () => {
    const told = [{ icon: '', media: '', publish_date: '', ...found }];
    assert.deepEqual((await whole(searching, { tools: [search()] })).web_search, told);
    const where = async (changes?: object) =>
      (await streamed(searching, { tools: [search(changes)] })).map((chunk) => chunk.web_search);
    assert.deepEqual(await where(), [undefined, undefined, told]);
    assert.deepEqual(await where({ result_sequence: 'before' }), [told, undefined, undefined]);
  });

  it('keeps what a search found to itself unless search_result is true', async () => {
    for (const body of [
      {},
      { tools },
      { tools: [search({ search_result: undefined })] },
      { tools: [search({ search_result: false })] },
      { tools: [search({ enable: false })] },
    ]) {
      assert.ok(!('web_search' in (await whole(searching, body))), JSON.stringify(body));
      assert.ok((await streamed(searching, body)).every((chunk) => !('web_search' in chunk)));
    }
  });

  it('breaks off between the fragments of a call', async () => {
    const chunks = await streamed(
      { ...calling, interruption: { type: 'end', afterPieces: 3 } },
      { tools, tool_stream: true },
    );
    assert.equal(chunks.length, 3);
    assert.ok(chunks.every(({ choices }) => choices[0]?.finish_reason === undefined));
  });
});
