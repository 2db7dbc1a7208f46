import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { ModelOptions } from '../../../../src/core/modelOptions.ts';
import type { ChatRequest } from '../../../../src/core/provider.ts';
import type { StreamPart } from '../../../../src/core/streamPart.ts';
import { streamChat } from '../../../../src/net/openAiChat/streamChat.ts';
import { partStream } from '../../../../src/net/partStream.ts';
import { models } from '../../../../src/vendors/zhipu/models.ts';
import { acceptLanguage, chatUrl, dialect, encodeChat } from '../../../../src/vendors/zhipu/wire.ts';
import { type Answer, collect, fakeTransport, providerError } from '../../net/fakes.ts';

const mainland = 'https://open.bigmodel.cn/api/paas/v4';

describe('Zhipu request', () => {
  const encode = (request: Partial<ChatRequest>, baseUrl = mainland) =>
    JSON.parse(
      encodeChat({ model: 'glm-4.7', messages: [{ role: 'user', text: 'Why?' }], ...request }, baseUrl),
    );
  const tool = { name: 'ls', description: 'Lists.', parameters: { type: 'object' } };

  it('asks for a stream and leaves everything else to the model', () => {
    for (const { id } of models) {
      assert.deepEqual(encode({ model: id }), {
        model: id,
        messages: [{ role: 'user', content: 'Why?' }],
        stream: true,
      });
    }
  });

  it('sends what was set, under the vendor’s names', () => {
    const options: ModelOptions = {
      temperature: 0,
      topP: 0.9,
      maxOutputTokens: 100,
      stop: ['END'],
      thinking: false,
      responseFormat: 'json_object',
      seed: 7,
      userId: 'user-1',
    };
    const { model: _, messages: __, stream: ___, ...members } = encode({ options });
    assert.deepEqual(members, {
      temperature: 0,
      top_p: 0.9,
      max_tokens: 100,
      stop: ['END'],
      thinking: { type: 'disabled' },
      response_format: { type: 'json_object' },
      seed: 7,
      user_id: 'user-1',
    });
    const { thinking, reasoning_effort } = encode({
      model: 'GLM-5.2',
      options: { thinking: true, reasoningEffort: 'minimal' },
    });
    assert.deepEqual([thinking, reasoning_effort], [{ type: 'enabled' }, 'minimal']);
  });

  const refused: readonly (readonly [string, ModelOptions, RegExp])[] = [
    ['glm-4.7', { temperature: 1.1 }, /^temperature .* from 0 to 1; it is 1\.1$/],
    ['glm-4.7', { topP: 0 }, /^topP .* from 0\.01 to 1; it is 0$/],
    ['glm-4.7', { stop: ['1', '2', '3', '4', '5'] }, /^stop .* at most 4 texts/],
    ['glm-4.7', { maxOutputTokens: 131_073 }, /^maxOutputTokens .* to 131072;/],
    ['glm-4.5-air', { maxOutputTokens: 98_305 }, /^maxOutputTokens .* to 98304;/],
    ['glm-4.7', { userId: '12345' }, /^userId .* 6 to 128 characters/],
    ['glm-5.3', { thinking: false }, /^thinking must be true; it is false$/],
    ['GLM-5.3-Flash', { thinking: false }, /^thinking must be true/],
    ['glm-4.7', { reasoningEffort: 'high' }, /^reasoningEffort is not an option of this model/],
    ['glm-5.3', { reasoningEffort: 'none' }, /^reasoningEffort must be one of max, high, low;/],
    ['glm-4.7', { presencePenalty: 1 }, /^presencePenalty is not an option/],
    ['glm-4.7', { responseFormat: 'json_schema' }, /^responseFormat must be one of text, json_object;/],
  ];
  for (const [model, options, message] of refused) {
    it(`refuses ${JSON.stringify(options)} for ${model} before anything is sent`, () => {
      assert.throws(
        () => encode({ model, options }),
        (error) => {
          const { details, message: text } = providerError(error, 'invalid-request');
          assert.match(text, message);
          return details.advice === 'option';
        },
      );
    });
  }

  it('lets a model of tomorrow decide about itself', () => {
    const options = { thinking: false, reasoningEffort: 'none', maxOutputTokens: 131_072 };
    assert.deepEqual(encode({ model: 'glm-9', options }).thinking, { type: 'disabled' });
    const images = [{ mediaType: 'image/png', data: 'AAAA' }];
    const content = (model: string) =>
      encode({ model, messages: [{ role: 'user', text: 'Look.', images }] }).messages[0].content;
    for (const model of ['glm-9', 'glm-5.3-flash']) assert.equal(content(model)[0].type, 'image_url');
    assert.equal(content('glm-4.7'), 'Look.\n[A picture that this model cannot see]');
  });

  it('has the input of tools streamed where the model can, and knows no choice but auto', () => {
    const streamed = encode({ tools: [tool] });
    assert.equal(streamed.tool_stream, true);
    assert.deepEqual(streamed.tools, [{ type: 'function', function: tool }]);
    assert.equal(encode({ model: 'glm-4.5-air', tools: [tool] }).tool_stream, undefined);
    assert.equal(encode({ tools: [tool], options: { async: true } }).tool_stream, undefined);
    for (const toolChoice of ['auto', 'required'] as const) {
      const body = encode({ tools: [tool], toolChoice });
      assert.deepEqual([body.tool_choice, body.tools.length], [undefined, 1]);
    }
    const none = encode({ tools: [tool], toolChoice: 'none' });
    assert.deepEqual([none.tools, none.tool_stream], [undefined, undefined]);
  });

  it('asks for a search with its results, by the engine of the service', () => {
    const search = (baseUrl: string, options: ModelOptions) => encode({ options }, baseUrl).tools;
    const tools = (engine: string) => [
      { type: 'web_search', web_search: { enable: true, search_engine: engine, search_result: true } },
    ];
    assert.deepEqual(search(mainland, { webSearch: true }), tools('search_std'));
    assert.deepEqual(search('https://api.z.ai/api/paas/v4', { webSearch: true }), tools('search_pro_jina'));
    assert.equal(search(mainland, { webSearch: false }), undefined);
    assert.equal(search(mainland, {}), undefined);
    const both = encode({ tools: [tool], options: { webSearch: true } }).tools;
    assert.deepEqual(both, [{ type: 'function', function: tool }, ...tools('search_std')]);
  });

  it('gives a model its own reasoning back', () => {
    const toolCalls = [{ id: 'c1', name: 'ls', input: '{}' }];
    const { messages } = encode({
      messages: [
        { role: 'user', text: 'Look.' },
        { role: 'assistant', text: '', reasoning: 'I have to.', toolCalls },
        { role: 'tool', callId: 'c1', name: 'ls', text: '' },
      ],
    });
    assert.equal(messages[1].reasoning_content, 'I have to.');
    assert.deepEqual(messages[2], { role: 'tool', tool_call_id: 'c1', content: '[Empty]' });
  });

  it('asks for the whole reply where it is not waited for, and for no stream of tools without any', () => {
    for (const [options, stream] of [
      [{ async: true }, undefined],
      [{ async: false }, true],
      [{}, true],
    ] as const) {
      assert.equal(encode({ options }).stream, stream);
    }
    assert.equal(encode({ tools: [] }).tool_stream, undefined);
    assert.equal(encode({ options: { webSearch: true } }).tool_stream, undefined);
    assert.equal(encode({ model: 'tomorrow', tools: [tool] }).tool_stream, undefined);
    const image = { mediaType: 'image/png', data: 'AAAA' };
    const seen = encode({
      model: 'glm-5.3-flash',
      messages: [{ role: 'user', text: 'Look.', images: [image] }],
    });
    assert.equal(seen.messages[0].content.length, 2);
  });

  it('goes to the address without /v1', () => {
    assert.equal(
      chatUrl('https://api.z.ai/api/coding/paas/v4'),
      'https://api.z.ai/api/coding/paas/v4/chat/completions',
    );
  });

  it('asks for messages in the user’s language where the service has it', () => {
    const ask = (baseUrl: string, language: string) =>
      acceptLanguage({ baseUrl, language, credentials: {}, authMode: 'api-key' });
    assert.equal(ask(mainland, 'zh-cn'), 'zh-CN,zh');
    assert.equal(ask(mainland, 'en'), 'en-US,en');
    assert.equal(ask('https://api.z.ai/api/paas/v4', 'zh-cn'), 'en-US,en');
    assert.equal(ask('https://not-z.ai.example/v4', 'zh-cn'), 'zh-CN,zh');
    for (const language of ['zh', 'ZH-TW']) assert.equal(ask(mainland, language), 'zh-CN,zh');
    for (const language of ['zha', 'en-zh', '']) assert.equal(ask(mainland, language), 'en-US,en');
  });
});

describe('Zhipu transcripts', () => {
  const transcripts: Readonly<Record<string, readonly StreamPart[] | string>> = {
    'tool-calls': [
      { type: 'reasoning-delta', text: 'I need' },
      { type: 'reasoning-delta', text: ' the file.' },
      {
        type: 'tool-call',
        id: 'call_-8129301',
        name: 'read_file',
        input: '{"path":"src/main.ts","lines":[1,20]}',
      },
      {
        type: 'finish',
        reason: 'tool-calls',
        rawReason: 'tool_calls',
        usage: { inputTokens: 180, outputTokens: 41, cachedTokens: 128, reasoningTokens: 11 },
      },
    ],
    text: 'stop',
    reasoning: 'stop',
    'chinese-emoji': 'stop',
    'crlf-comments': 'stop',
    'no-done': 'stop',
    length: 'length',
    sensitive: 'content-filter',
    'window-exceeded': 'context-length',
    'network-error': '! unavailable',
    'in-band-error': '! unavailable',
    'error-event': '! rate-limit',
    cut: '! network',
  };

  for (const [name, expected] of Object.entries(transcripts)) {
    const bytes = readFileSync(new URL(`../../../fixtures/zhipu/${name}.sse`, import.meta.url));

    it(`${name}: the same parts wherever it is cut`, async () => {
      const whole = await read({ chunks: [bytes] });
      const last = whole.parts.at(-1);
      if (typeof expected !== 'string') assert.deepEqual(whole, { parts: expected });
      else if (!expected.startsWith('!')) assert.equal(last?.type === 'finish' && last.reason, expected);
      else {
        providerError(whole.error, expected.slice(2) as Parameters<typeof providerError>[1]);
        assert.ok(whole.parts.every(({ type }) => type !== 'finish'));
      }
      for (let cut = 1; cut < bytes.length; cut += 1) {
        const again = await read({ chunks: [bytes.subarray(0, cut), bytes.subarray(cut)] });
        assert.deepEqual(again, whole, `cut at ${cut}`);
      }
      await fc.assert(
        fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 20 }), async (cuts) => {
          const edges = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
          const chunks = edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));
          assert.deepEqual(await read({ chunks }), whole);
        }),
        { numRuns: 30 },
      );
    });
  }

  it('search results become sources, each once, in a stream and in a completion', async () => {
    const web_search = [
      { refer: 'ref_1', title: '标题', link: 'https://a.test/1', media: 'A', content: 'What it says.' },
      { refer: 'ref_2', title: '', link: '', media: 'B', content: '' },
      { refer: '', title: '', link: '', media: '' },
      'nonsense',
    ];
    const sources: readonly StreamPart[] = [
      { type: 'source', title: '标题', number: 1, url: 'https://a.test/1', snippet: 'What it says.' },
      { type: 'source', title: 'B', number: 2 },
    ];
    const finish: StreamPart = { type: 'finish', reason: 'stop', rawReason: 'stop' };
    const event = (value: object) => `data: ${JSON.stringify(value)}\n\n`;
    const streamed = await read({
      chunks: [
        event({ choices: [{ delta: { content: 'a' } }] }),
        event({ choices: [{ delta: {}, finish_reason: 'stop' }], web_search }),
        event({ choices: [], web_search }),
      ],
    });
    assert.deepEqual(streamed, { parts: [{ type: 'text-delta', text: 'a' }, ...sources, finish] });
    const whole = await read({
      headers: { 'content-type': 'application/json' },
      chunks: [
        JSON.stringify({ choices: [{ message: { content: 'a' }, finish_reason: 'stop' }], web_search }),
      ],
    });
    assert.deepEqual(whole, { parts: [...sources, { type: 'text-delta', text: 'a' }, finish] });
  });

  function read(answer: Answer) {
    const transport = fakeTransport([answer]);
    return collect(
      partStream(new AbortController().signal, (emit, signal) =>
        streamChat(transport, { url: 'https://x.test', headers: {}, body: '{}', dialect }, emit, signal),
      ),
    );
  }
});
