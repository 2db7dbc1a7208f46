import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { ProviderError } from '../../../../../src/core/error.ts';
import type { ModelOptions } from '../../../../../src/core/modelOptions.ts';
import type { ChatRequest, Tool } from '../../../../../src/core/provider.ts';
import type { StreamPart } from '../../../../../src/core/streamPart.ts';
import { models } from '../../../../../src/vendors/alibaba/dashscope/models.ts';
import { createProvider } from '../../../../../src/vendors/alibaba/dashscope/provider.ts';
import { encodeChat } from '../../../../../src/vendors/alibaba/dashscope/wire.ts';
import { checkChat } from '../../../../vendors/alibaba/dashScopeRules.ts';
import { collect, fakeTransport, providerError } from '../../../net/fakes.ts';
import { conversation, distinctTexts, userTexts } from '../../qianfan/conversations.ts';
import { mutated, outcomeOf, randomChunks } from '../../qianfan/transcripts.ts';

const tool: Tool = { name: 'read_file', description: 'Reads', parameters: { type: 'object' } };

describe('DashScope requests', () => {
  it('hold what was asked and nothing else', () => {
    assert.equal(
      encodeChat({
        model: 'qwen3-coder-plus',
        messages: [
          { role: 'system', text: 'Be brief.' },
          { role: 'user', text: 'Why?' },
        ],
      }),
      '{"model":"qwen3-coder-plus","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Why?"}],"stream":true,"stream_options":{"include_usage":true}}',
    );
  });

  it('hold every option that was set, by the vendor’s name', () => {
    const options: ModelOptions = {
      temperature: 0,
      topP: 0.5,
      topK: 20,
      presencePenalty: -2,
      stop: ['x'],
      seed: 7,
      maxOutputTokens: 100,
      thinking: true,
      thinkingBudget: 50,
      webSearch: true,
      responseFormat: 'text',
    };
    const { model: _, messages: __, stream: ___, stream_options: ____, ...sent } = encode({ options });
    assert.deepEqual(sent, {
      temperature: 0,
      top_p: 0.5,
      top_k: 20,
      presence_penalty: -2,
      stop: ['x'],
      seed: 7,
      max_tokens: 100,
      enable_thinking: true,
      thinking_budget: 50,
      enable_search: true,
      response_format: { type: 'text' },
    });
  });

  it('are refused before they are sent when an option is out of range', () => {
    const wrong: readonly (readonly [ModelOptions, string])[] = [
      [{ temperature: 2 }, 'qwen-plus'],
      [{ topP: 0 }, 'qwen-plus'],
      [{ seed: -1 }, 'qwen-plus'],
      [{ maxOutputTokens: 32_769 }, 'qwen-plus'],
      [{ thinking: true }, 'qwen3-coder-plus'],
      [{ thinkingBudget: 5 }, 'qwen3-coder-plus'],
      [{ thinkingBudget: 0 }, 'qwen-plus'],
      [{ frequencyPenalty: 1 }, 'qwen-plus'],
    ];
    for (const [options, model] of wrong) {
      assert.throws(
        () => encode({ options, model }),
        ({ kind, details, message }: ProviderError) =>
          kind === 'invalid-request' &&
          details.advice === 'option' &&
          message.startsWith(Object.keys(options)[0] ?? '?'),
      );
    }
    assert.equal(
      encode({ options: { thinking: false }, model: 'qwen3-coder-plus' })['enable_thinking'],
      undefined,
    );
    assert.equal(
      encode({ options: { maxOutputTokens: 500_000 }, model: 'of-tomorrow' })['max_tokens'],
      500_000,
    );
  });

  it('demand a tool in the way the API can be told to', () => {
    const choose = (changes: Partial<ChatRequest>) => encode({ tools: [tool], ...changes })['tool_choice'];
    assert.equal(choose({}), undefined);
    assert.equal(choose({ toolChoice: 'none' }), 'none');
    const named = { type: 'function', function: { name: 'read_file' } };
    assert.deepEqual(choose({ toolChoice: 'required', model: 'qwen3-coder-plus' }), named);
    assert.deepEqual(choose({ toolChoice: 'required', options: { thinking: false } }), named);
    assert.equal(choose({ toolChoice: 'auto' }), 'auto');
    assert.equal(choose({ toolChoice: 'required', model: 'qwen3-coder-plus', tools: [] }), undefined);
    // A model that thinks cannot be made to.
    assert.equal(choose({ toolChoice: 'required', options: { thinking: true } }), undefined);
    assert.equal(choose({ toolChoice: 'required' }), undefined);
    assert.equal(choose({ toolChoice: 'required', model: 'of-tomorrow' }), undefined);
    assert.equal(
      choose({ toolChoice: 'required', tools: [tool, { ...tool, name: 'b' }], model: 'qwen3-coder-plus' }),
      undefined,
    );
  });

  it('hold pictures only for a model that nothing is known of: those that are known see none', () => {
    const images = [{ mediaType: 'image/png', data: 'iVBORw0KGgo=' }] as const;
    const sent = (model: string) =>
      encode({ model, messages: [{ role: 'user', text: 'Look', images }] })['messages'];
    const content = 'Look\n[A picture that this model cannot see]';
    for (const { id } of models) assert.deepEqual(sent(id), [{ role: 'user', content }], id);
    const picture = { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } };
    assert.deepEqual(sent('of-tomorrow'), [
      { role: 'user', content: [picture, { type: 'text', text: 'Look' }] },
    ]);
  });

  it('say whether to think only when that was chosen, and the model can', () => {
    const told = (thinking: boolean, model: string) =>
      encode({ options: { thinking }, model })['enable_thinking'];
    assert.deepEqual([told(true, 'qwen-plus'), told(false, 'qwen-plus')], [true, false]);
    assert.deepEqual([told(true, 'of-tomorrow'), told(false, 'of-tomorrow')], [true, false]);
    assert.equal('enable_thinking' in encode({}), false);
    assert.equal('enable_thinking' in encode({ options: { thinking: false }, model: 'qwen-max' }), false);
  });

  it('keep the vendor’s rules and lose no user’s text, whatever the conversation', () => {
    fc.assert(
      fc.property(
        conversation,
        fc.constantFrom(...models.map(({ id }) => id), 'of-tomorrow'),
        fc.constantFrom(undefined, 'auto', 'none', 'required'),
        (said, model, toolChoice) => {
          // The server counts a picture without a word as an empty message.
          const messages = distinctTexts(said).map((message) =>
            message.role === 'user' && message.images && message.text.trim() === ''
              ? { ...message, text: 'Look' }
              : message,
          );
          const texts = userTexts(messages);
          let body: string;
          try {
            body = encodeChat({ model, messages, tools: [tool], ...(toolChoice && { toolChoice }) });
          } catch (error) {
            providerError(error, 'invalid-request');
            assert.deepEqual(texts, []);
            return;
          }
          const verdict = checkChat(JSON.parse(body), { allowed: 'any', codingPlan: false });
          assert.ok(!('code' in verdict), JSON.stringify(verdict));
          for (const text of texts) assert.ok(body.includes(JSON.stringify(text).slice(1, -1)), text);
        },
      ),
      { numRuns: 400 },
    );
  });

  function encode(changes: Partial<ChatRequest>): Record<string, unknown> {
    return JSON.parse(
      encodeChat({ model: 'qwen-plus', messages: [{ role: 'user', text: 'Hi' }], ...changes }),
    );
  }
});

describe('DashScope streams', () => {
  const code = [
    'Here is ',
    'the function:\n\n```ts\n',
    'export const add = (a: number, b: number) => a + b;\n',
    '```\n',
  ].map(said);
  const readFile = call('call_a1b2c3', 'read_file', '{"path": "src/a.ts"}');
  const listFiles = call('call_d4e5f6', 'list_files', '{"folder": "src"}');
  const whole: Readonly<Record<string, readonly StreamPart[]>> = {
    text: [...code, finish(22)],
    'crlf-comments': [...code, finish(22)],
    'no-done': [...code, finish(22)],
    'no-usage': [...code, { type: 'finish', reason: 'stop', rawReason: 'stop' }],
    reasoning: [thought('The user '), thought('wants a '), thought('function.'), ...code, finish(29, 7)],
    'chinese-emoji': [
      thought('想一想🤔'),
      said('好的👌🏽,'),
      said('一家👨‍👩‍👧‍👦'),
      said('🇨🇳𠮷。'),
      finish(14, 3),
    ],
    length: [thought('The user '), finish(2, 2, 'length')],
    'tool-calls': [readFile, listFiles, finish(14, 0, 'tool-calls', 'tool_calls')],
    'tool-calls-interleaved': [
      said('Let me look.'),
      readFile,
      listFiles,
      finish(17, 0, 'tool-calls', 'tool_calls'),
    ],
    'tool-calls-empty-names': [readFile, finish(8, 0, 'tool-calls', 'tool_calls')],
  };

  for (const [name, parts] of Object.entries(whole)) {
    it(`${name}: the same parts wherever the response is cut in two`, async () => {
      const bytes = fixture(name);
      for (let cut = 0; cut <= bytes.length; cut += 1) {
        assert.deepEqual(await read([bytes.subarray(0, cut), bytes.subarray(cut)]), { parts }, `at ${cut}`);
      }
    }).timeout(20_000);
  }

  it('that the vendor’s filter has ended say so', async () => {
    const filtered = fixture('no-usage')
      .toString()
      .replace('"finish_reason":"stop"', '"finish_reason":"content_filter"');
    const { parts } = await read([Buffer.from(filtered)]);
    assert.deepEqual(parts.at(-1), { type: 'finish', reason: 'content-filter', rawReason: 'content_filter' });
  });

  it('give the same parts in whatever chunks they come', async () => {
    const reply = fc
      .constantFrom(...Object.entries(whole))
      .chain(([name, parts]) => randomChunks(fixture(name)).map((chunks) => ({ parts, chunks })));
    await fc.assert(
      fc.asyncProperty(reply, async ({ parts, chunks }) => assert.deepEqual(await read(chunks), { parts })),
      { numRuns: 100 },
    );
  });

  it('are never taken for whole when they break off, and keep what came', async () => {
    const cut = await read([fixture('cut')]);
    providerError(cut.error, 'network');
    assert.deepEqual(cut.parts, code.slice(0, 2));
    const failed = await read([fixture('in-band-error')]);
    assert.equal(providerError(failed.error, 'content-filter').details.code, 'data_inspection_failed');
    assert.deepEqual(failed.parts, code.slice(0, 2));
  });

  it('survive whatever is sent', async () => {
    const broken = fc
      .constantFrom('reasoning', 'tool-calls-interleaved')
      .chain((name) => mutated(fixture(name)));
    await fc.assert(
      fc.asyncProperty(broken, async (bytes) => {
        await outcomeOf(stream([bytes]));
      }),
      { numRuns: 200 },
    );
  });

  function stream(chunks: readonly Uint8Array[]) {
    const provider = createProvider(
      {
        credentials: { apiKey: 'sk-0123456789abcdef0123456789abcdef' },
        authMode: 'key',
        baseUrl: 'https://dashscope.aliyuncs.com/compatible-mode/v1',
        language: 'en',
      },
      fakeTransport([{ chunks }]),
    );
    const messages = [{ role: 'user', text: 'Hi' }] as const;
    return provider.stream({ model: 'qwen-plus', messages }, new AbortController().signal);
  }

  function read(chunks: readonly Uint8Array[]) {
    return collect(stream(chunks));
  }
});

function fixture(name: string): Buffer {
  return readFileSync(new URL(`../../../../fixtures/alibaba/dashscope-${name}.sse`, import.meta.url));
}

function said(text: string): StreamPart {
  return { type: 'text-delta', text };
}

function thought(text: string): StreamPart {
  return { type: 'reasoning-delta', text };
}

function call(id: string, name: string, input: string): StreamPart {
  return { type: 'tool-call', id, name, input };
}

function finish(
  outputTokens: number,
  reasoningTokens = 0,
  reason: 'stop' | 'length' | 'tool-calls' = 'stop',
  rawReason: string = reason,
): StreamPart {
  return {
    type: 'finish',
    reason,
    rawReason,
    usage: { inputTokens: 20, outputTokens, cachedTokens: 0, reasoningTokens },
  };
}
