import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ProviderError } from '../../../../../src/core/error.ts';
import type { Message } from '../../../../../src/core/message.ts';
import type { ModelOptions } from '../../../../../src/core/modelOptions.ts';
import type { ChatRequest } from '../../../../../src/core/provider.ts';
import { modelId, models } from '../../../../../src/vendors/qianfan/v2/models.ts';
import { chatUrl, dialect, encodeChat } from '../../../../../src/vendors/qianfan/v2/wire.ts';
import { v2Models } from '../../../../vendors/qianfan/v2Models.ts';
import { checkV2Request } from '../../../../vendors/qianfan/v2Rules.ts';
import { providerError } from '../../../net/fakes.ts';
import { conversation, distinctTexts, userTexts } from '../conversations.ts';

describe('V2 request', () => {
  const question: Message = { role: 'user', text: 'Why?' };
  const encode = (request: Partial<ChatRequest>) =>
    JSON.parse(encodeChat({ model: 'ernie-5.1', messages: [question], ...request }));

  it('sends nothing but what was set, and asks for the usage', () => {
    assert.deepEqual(encode({}), {
      model: 'ernie-5.1',
      messages: [{ role: 'user', content: 'Why?' }],
      stream: true,
      stream_options: { include_usage: true },
    });
  });

  it('turns any conversation into what V2 takes, and loses nothing that a user said', () => {
    const anyModel = fc.constantFrom(
      'ernie-5.1',
      'ernie-4.5-turbo-vl',
      'ernie-speed-8k',
      'glm-z1-rumination-32b-0414',
      'ft-123',
    );
    fc.assert(
      fc.property(conversation, anyModel, (any, model) => {
        const messages = distinctTexts(any);
        let body: { readonly messages: readonly { readonly role: string; readonly content: unknown }[] };
        try {
          body = encode({ model, messages });
        } catch (error) {
          providerError(error, 'invalid-request');
          assert.deepEqual(userTexts(messages), []);
          return;
        }
        const judged = checkV2Request(body, {
          plan: 'pay-as-you-go',
          models: ['ft-123'],
          alternatingRoles: true,
        });
        assert.ok(!('code' in judged), JSON.stringify([judged, body.messages]));
        const sent = body.messages
          .filter(({ role }) => role === 'user')
          .map((message) => JSON.stringify(message));
        for (const text of userTexts(messages)) {
          const written = JSON.stringify(text).slice(1, -1);
          assert.ok(
            sent.some((message) => message.includes(written)),
            text,
          );
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('sends an odd number of messages beside the system text, as long as no tool is called', () => {
    const plain = conversation.map((messages) =>
      messages.flatMap((message): Message[] => {
        if (message.role === 'tool') return [];
        return [message.role === 'assistant' ? { role: 'assistant', text: message.text } : message];
      }),
    );
    fc.assert(
      fc.property(plain, (messages) => {
        if (userTexts(messages).length === 0) return;
        const roles = encode({ messages }).messages.map(({ role }: { role: string }) => role);
        assert.equal(roles.filter((role: string) => role !== 'system').length % 2, 1, roles.join());
      }),
    );
  });

  it('has a member for every option', () => {
    const options: ModelOptions = {
      temperature: 0,
      topP: 0.5,
      penaltyScore: 1,
      frequencyPenalty: 1,
      presencePenalty: 1,
      stop: ['。'],
      seed: 7,
      maxOutputTokens: 1,
      thinking: true,
      webSearch: true,
      citations: true,
      responseFormat: 'json_object',
      userId: 'u-1',
    };
    const { messages: _, model: __, ...body } = encode({ options });
    assert.deepEqual(body, {
      stream: true,
      stream_options: { include_usage: true },
      temperature: 0,
      top_p: 0.5,
      penalty_score: 1,
      frequency_penalty: 1,
      presence_penalty: 1,
      stop: ['。'],
      seed: 7,
      max_tokens: 1,
      enable_thinking: true,
      web_search: { enable: true, enable_citation: true, enable_trace: true },
      response_format: { type: 'json_object' },
      user: 'u-1',
    });
    assert.deepEqual(encode({ options: { webSearch: false, citations: true } }).web_search, {
      enable: false,
    });
  });

  it('sends thinking only where there is a choice', () => {
    const thinking = (model: string, chosen: boolean) =>
      encode({ model, options: { thinking: chosen } }).enable_thinking;
    assert.equal(thinking('ernie-5.1', false), false);
    assert.equal(thinking('deepseek-r1', false), undefined);
    assert.equal(thinking('ernie-4.5-turbo-128k', true), undefined);
    assert.equal(thinking('a-model-of-tomorrow', true), true);
  });

  it('searches, cites and thinks as far as it was told', () => {
    const body = (options: ModelOptions, model = 'ernie-5.1') => {
      const { web_search, enable_thinking } = encode({ model, options });
      return [web_search, enable_thinking];
    };
    const search = (more: object = {}) => ({ enable: true, ...more, enable_trace: true });
    assert.deepEqual(body({}), [undefined, undefined]);
    assert.deepEqual(body({ citations: true }), [undefined, undefined]);
    assert.deepEqual(body({ webSearch: true }), [search(), undefined]);
    assert.deepEqual(body({ webSearch: true, citations: false }), [
      search({ enable_citation: false }),
      undefined,
    ]);
    assert.deepEqual(body({ thinking: true }), [undefined, true]);
    for (const model of ['ernie-x1.1', 'ernie-4.5-turbo-32k']) {
      assert.deepEqual(body({ thinking: true }, model), [undefined, undefined]);
    }
  });

  it('takes each option up to its limits', () => {
    const right: readonly ModelOptions[] = [
      { temperature: 2 },
      { topP: 0 },
      { topP: 1 },
      { penaltyScore: 2 },
      { frequencyPenalty: -2 },
      { frequencyPenalty: 2 },
      { presencePenalty: -2 },
      { presencePenalty: 2 },
      { stop: ['1', '2', '3', '4'] },
      { seed: -1 },
      { maxOutputTokens: 65_536 },
      { responseFormat: 'text' },
    ];
    for (const options of right) assert.ok(encode({ options }), JSON.stringify(options));
    const unknown = encode({ model: 'ft-123', options: { maxOutputTokens: 1_000_000, penaltyScore: 1 } });
    assert.deepEqual([unknown.max_tokens, unknown.penalty_score], [1_000_000, 1]);
  });

  it('tells the one model that knows no system role in front of the question', () => {
    const system: Message = { role: 'system', text: 'Be brief.' };
    const answer: Message = { role: 'assistant', text: 'So.' };
    const messages = (model: string, ...said: readonly Message[]) =>
      encode({ model, messages: said }).messages;
    const asked = { role: 'user', content: 'Why?' };
    const both = { role: 'user', content: 'Be brief.\n\nWhy?' };
    const said = { role: 'assistant', content: 'So.' };
    const rumination = 'glm-z1-rumination-32b-0414';
    assert.deepEqual(messages(rumination, system, question), [both]);
    assert.deepEqual(messages(rumination, question), [asked]);
    assert.deepEqual(messages(rumination, question, answer, question), [asked, said, asked]);
    assert.deepEqual(messages(rumination, system, question, answer, question), [both, said, asked]);
    for (const model of ['glm-z1-air', 'my-glm-z1-rumination', 'ernie-5.1']) {
      assert.deepEqual(messages(model, system, question), [{ role: 'system', content: 'Be brief.' }, asked]);
    }
  });

  it('is answered with an end for these reasons, old ones among them', () => {
    assert.deepEqual(dialect.finishReasons, {
      stop: 'stop',
      length: 'length',
      content_filter: 'content-filter',
      tool_calls: 'tool-calls',
      normal: 'stop',
      function_call: 'tool-calls',
    });
  });

  it('goes to the address with the paths of its plan', () => {
    const base = 'https://qianfan.baidubce.com/v2/coding';
    assert.equal(chatUrl(base), `${base}/chat/completions`);
  });

  it('is not sent with an option that is out of range, or that the model refuses', () => {
    const wrong: readonly (readonly [string, ModelOptions, RegExp])[] = [
      ['ernie-5.1', { temperature: 2.1 }, /^temperature must be a number from 0 to 2; it is 2.1$/],
      ['ernie-5.1', { topP: -0.1 }, /^topP /],
      ['ernie-5.1', { penaltyScore: 2.1 }, /^penaltyScore /],
      ['ernie-5.1', { frequencyPenalty: -3 }, /^frequencyPenalty /],
      ['ernie-5.1', { presencePenalty: 3 }, /^presencePenalty /],
      ['ernie-5.1', { stop: ['1', '2', '3', '4', '5'] }, /^stop /],
      ['ernie-5.1', { seed: 0.5 }, /^seed /],
      ['ernie-5.1', { maxOutputTokens: 0 }, /^maxOutputTokens /],
      ['ernie-4.5-turbo-128k', { maxOutputTokens: 12_289 }, /from 1 to 12288; it is 12289$/],
      ['ernie-5.1', { responseFormat: 'json_schema' }, /^responseFormat must be one of text, json_object/],
      ['ernie-5.5-flash-preview', { temperature: 1 }, /^temperature is not an option of this model/],
      ['deepseek-v3.2', { penaltyScore: 1 }, /^penaltyScore is not an option of this model/],
      ['ernie-5.1', { reasoningEffort: 'high' }, /^reasoningEffort is not an option/],
    ];
    for (const [model, options, message] of wrong) {
      assert.throws(
        () => encode({ model, options }),
        (error) =>
          error instanceof ProviderError && error.details.advice === 'option' && message.test(error.message),
        JSON.stringify(options),
      );
    }
  });

  it('writes the names of models as V2 does', () => {
    assert.equal(modelId('ERNIE-4.0-8K'), 'ernie-4.0-8k');
    assert.equal(modelId(' DeepSeek-V3.2 '), 'deepseek-v3.2');
    assert.equal(modelId('Ft_Ab12'), 'Ft_Ab12');
    assert.equal(encode({ model: 'ERNIE-4.5-Turbo-128K' }).model, 'ernie-4.5-turbo-128k');
  });

  it('offers models that a server knows, with limits that it takes', () => {
    for (const { id, maxOutputTokens, contextWindow } of models) {
      const known = v2Models.find((model) => model.id === id) ?? assert.fail(id);
      assert.ok(maxOutputTokens <= known.maxOutput && contextWindow <= known.contextWindow, id);
    }
  });
});
