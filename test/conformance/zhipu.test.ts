import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'mocha';
import OpenAI, { APIError } from 'openai';
import { type BigModelServer, startBigModelServer, testKeys } from '../vendors/zhipu/bigModelServer.ts';
import type { GlmReply, SearchResult } from '../vendors/zhipu/scenario.ts';

const question = { model: 'glm-4.7', messages: [{ role: 'user' as const, content: '你好' }] };
const reply: GlmReply = { type: 'reply', reasoning: '想', text: ['你好', '，', '世界🌏'] };
const answer = '你好，世界🌏';
const tools: OpenAI.ChatCompletionTool[] = [
  {
    type: 'function',
    function: {
      name: 'weather',
      description: 'The weather in a city.',
      parameters: { type: 'object', properties: { city: { type: 'string' } } },
    },
  },
];
const calling: GlmReply = {
  type: 'reply',
  toolCalls: [
    { id: 'call_1', name: 'weather', arguments: ['{"city":', '"北京"}'] },
    { id: 'call_2', name: 'weather', arguments: ['{"city":"上海"}'] },
  ],
};

describe('BigModel server and openai', () => {
  let server: BigModelServer;

  before(async () => {
    server = await startBigModelServer();
  });
  beforeEach(() => server.reset());
  after(() => server.close());

  function openai(apiKey: string = testKeys.payAsYouGo, baseURL: string = server.payAsYouGoBase): OpenAI {
    return new OpenAI({ apiKey, baseURL, maxRetries: 0 });
  }

  it('complete calls, on either base', async () => {
    server.always(reply);
    for (const client of [openai(), openai(testKeys.coding, server.codingBase)]) {
      const whole = await client.chat.completions.create(question);
      assert.deepEqual(
        [whole.choices[0]?.message.content, whole.choices[0]?.finish_reason, whole.usage?.total_tokens],
        [answer, 'stop', 11],
      );
    }
  });

  it('stream, with reasoning, and usage beside the finish reason', async () => {
    server.next(reply);
    const stream = await openai().chat.completions.create({ ...question, stream: true });
    let text = '';
    let reasoning = '';
    const endings: unknown[] = [];
    for await (const { choices, usage } of stream) {
      const delta = choices[0]?.delta as { content?: string; reasoning_content?: string };
      text += delta.content ?? '';
      reasoning += delta.reasoning_content ?? '';
      if (choices[0]?.finish_reason) endings.push([choices[0].finish_reason, usage?.total_tokens]);
    }
    assert.deepEqual([text, reasoning, endings], [answer, '想', [['stop', 11]]]);
  });

  for (const [how, extra] of [
    ['in fragments', { tool_stream: true }],
    ['whole in one chunk', {}],
  ] as const) {
    it(`call tools that come ${how}, and bring their results back`, async () => {
      server.next(calling, reply);
      const request = { ...question, ...extra, tools, tool_choice: 'auto' as const };
      const completion = await openai().chat.completions.stream(request).finalChatCompletion();
      const [choice] = completion.choices;
      assert.equal(choice?.finish_reason, 'tool_calls');
      await bringBack(choice.message);
    });
  }

  it('call tools without a stream', async () => {
    server.next(calling, reply);
    const completion = await openai().chat.completions.create({ ...question, tools });
    assert.ok(completion.choices[0]);
    await bringBack(completion.choices[0].message);
  });

  /** Checks the two calls of an answer and has their results answered. */
  async function bringBack(message: OpenAI.ChatCompletionMessage): Promise<void> {
    const calls = (message.tool_calls ?? []).filter((call) => call.type === 'function');
    assert.deepEqual(
      calls.map((call) => [call.id, call.function.name, call.function.arguments]),
      [
        ['call_1', 'weather', '{"city":"北京"}'],
        ['call_2', 'weather', '{"city":"上海"}'],
      ],
    );
    const results = calls.map(({ id }) => ({ role: 'tool' as const, tool_call_id: id, content: '晴' }));
    const messages = [...question.messages, message, ...results];
    const next = await openai().chat.completions.create({ ...question, tools, messages });
    assert.equal(next.choices[0]?.message.content, answer);
    const unanswered = { ...question, tools, messages: messages.slice(0, -1) };
    await assert.rejects(openai().chat.completions.create(unanswered), { status: 400, code: '1214' });
  }

  it('run tools by themselves', async () => {
    server.next(calling, reply);
    const asked: string[] = [];
    const runner = openai().chat.completions.runTools({
      ...question,
      stream: true,
      tools: [
        {
          type: 'function',
          function: {
            name: 'weather',
            description: 'The weather in a city.',
            parameters: { type: 'object' },
            parse: JSON.parse,
            function: ({ city }: { city: string }) => {
              asked.push(city);
              return '晴';
            },
          },
        },
      ],
    });
    assert.equal(await runner.finalContent(), answer);
    assert.deepEqual(asked, ['北京', '上海']);
  });

  it('have any tool_choice but auto refused', async () => {
    for (const choice of ['none', 'required'] as const) {
      const request = { ...question, tools, tool_choice: choice };
      await assert.rejects(openai().chat.completions.create(request), { status: 400, code: '1214' });
    }
  });

  it('search the web and see what was found', async () => {
    const found: SearchResult = { title: '标题', link: 'https://a.test', content: 'Text.', refer: 'ref_1' };
    server.always({ ...reply, searchResults: [found] });
    const search = { enable: true, search_engine: 'search_std', search_result: true };
    const webSearch = { type: 'web_search', web_search: search } as unknown as OpenAI.ChatCompletionTool;
    const results = async (list: OpenAI.ChatCompletionTool[]): Promise<unknown> => {
      const completion = await openai().chat.completions.create({ ...question, tools: list });
      return (completion as { web_search?: readonly SearchResult[] }).web_search?.map(({ link }) => link);
    };
    assert.deepEqual(await results([webSearch]), ['https://a.test']);
    assert.equal(await results(tools), undefined);
  });

  it('leave a question and look for its result', async () => {
    server.tasks.next({ type: 'task', before: 1, outcome: reply });
    interface Result extends OpenAI.ChatCompletion {
      readonly task_status: string;
    }
    const client = openai();
    const { id, task_status } = await client.post<Result>('/async/chat/completions', { body: question });
    assert.equal(task_status, 'PROCESSING');
    const look = () => client.get<Result>(`/async-result/${id}`);
    assert.equal((await look()).task_status, 'PROCESSING');
    const result = await look();
    assert.deepEqual([result.task_status, result.choices[0]?.message.content], ['SUCCESS', answer]);
    await assert.rejects(client.get(`/async-result/${id}0`), { status: 400, code: '1214' });
  });

  it('tell errors by their code', async () => {
    const failure = async (client: OpenAI, model = question.model): Promise<unknown> => {
      const error: unknown = await client.chat.completions
        .create({ ...question, model })
        .catch((reason) => reason);
      assert.ok(error instanceof APIError);
      return [error.status, error.code];
    };
    assert.deepEqual(await failure(openai('wrong.key')), [401, '1000']);
    assert.deepEqual(await failure(openai(), 'glm-99'), [400, '1211']);
    assert.deepEqual(await failure(openai(testKeys.coding)), [429, '1113']);
    server.next({ ...reply, interruption: { type: 'error-object', afterPieces: 1, code: '1234' } });
    const stream = await openai().chat.completions.create({ ...question, stream: true });
    await assert.rejects(async () => {
      for await (const chunk of stream) assert.ok(chunk.id);
    }, APIError);
  });
});
