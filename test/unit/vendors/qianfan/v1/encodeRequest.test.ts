import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ProviderError } from '../../../../../src/core/error.ts';
import type { Message } from '../../../../../src/core/message.ts';
import type { ModelOptions } from '../../../../../src/core/modelOptions.ts';
import type { ChatRequest } from '../../../../../src/core/provider.ts';
import { encodeRequest } from '../../../../../src/vendors/qianfan/v1/encodeRequest.ts';
import { deployedModel } from '../../../../vendors/qianfan/v1Models.ts';
import { checkV1Request } from '../../../../vendors/qianfan/v1Rules.ts';
import { providerError } from '../../../net/fakes.ts';
import { conversation, distinctTexts, userTexts } from '../conversations.ts';

describe('V1 request', () => {
  const question: Message = { role: 'user', text: 'Why?' };
  const encode = (request: Partial<ChatRequest>, stream = true) =>
    JSON.parse(encodeRequest({ model: 'ERNIE-4.0-8K', messages: [question], ...request }, stream));
  const weather = {
    name: 'weather',
    description: 'Tells the weather',
    parameters: { type: 'object', properties: { city: { type: 'string' } } },
  };

  it('sends nothing but what was set', () => {
    assert.deepEqual(encode({}), { messages: [{ role: 'user', content: 'Why?' }], stream: true });
    assert.deepEqual(encode({}, false), { messages: [{ role: 'user', content: 'Why?' }], stream: false });
  });

  it('has the system text in its own place', () => {
    const body = encode({
      messages: [{ role: 'system', text: 'Be brief.' }, question, { role: 'system', text: 'Be kind.' }],
    });
    assert.equal(body.system, 'Be brief.\n\nBe kind.');
    assert.deepEqual(body.messages, [{ role: 'user', content: 'Why?' }]);
  });

  it('turns any conversation into what V1 takes, and loses nothing that a user said', () => {
    fc.assert(
      fc.property(conversation, fc.constantFrom('ERNIE-4.0-8K', 'ERNIE-Speed-8K', 'my_own'), (any, model) => {
        const messages = distinctTexts(any);
        let body: { readonly messages: readonly { readonly role: string; readonly content: string }[] };
        try {
          body = encode({ model, messages });
        } catch (error) {
          providerError(error, 'invalid-request');
          assert.deepEqual(userTexts(messages), []);
          return;
        }
        const judged = checkV1Request(body, deployedModel('my_own'));
        assert.ok(!('code' in judged), JSON.stringify([judged, body.messages]));
        const sent = body.messages.filter(({ role }) => role === 'user').map(({ content }) => content);
        for (const text of userTexts(messages)) {
          assert.ok(
            sent.some((content) => content.includes(text)),
            text,
          );
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('tells of a call and its result as functions, one at a time', () => {
    const body = encode({
      messages: [
        question,
        {
          role: 'assistant',
          text: 'I look.',
          toolCalls: [
            { id: '1', name: 'weather', input: '{"city":"北京"}' },
            { id: '2', name: 'time', input: '{}' },
          ],
        },
        { role: 'tool', callId: '2', name: 'time', text: '12:00' },
        { role: 'tool', callId: '1', name: 'weather', text: '{"sky":"blue"}' },
      ],
    });
    assert.deepEqual(body.messages, [
      { role: 'user', content: 'Why?' },
      {
        role: 'assistant',
        content: 'I look.',
        function_call: { name: 'weather', arguments: '{"city":"北京"}' },
      },
      { role: 'function', name: 'weather', content: '{"sky":"blue"}' },
      { role: 'assistant', content: '', function_call: { name: 'time', arguments: '{}' } },
      { role: 'function', name: 'time', content: '"12:00"' },
    ]);
  });

  it('tells of it in words where a user goes on right behind it, or the model has no functions', () => {
    const called: readonly Message[] = [
      question,
      { role: 'assistant', text: '', toolCalls: [{ id: '1', name: 'weather', input: '{}' }] },
      { role: 'tool', callId: '1', name: 'weather', text: 'blue' },
    ];
    const roles = (messages: readonly Message[], model: string) =>
      encode({ messages, model }).messages.map(({ role }: { role: string }) => role);
    assert.deepEqual(roles([...called, question], 'ERNIE-4.0-8K'), ['user', 'assistant', 'user']);
    assert.deepEqual(roles(called, 'ERNIE-Speed-8K'), ['user', 'assistant', 'user']);
    assert.deepEqual(roles(called, 'ERNIE-4.0-8K'), ['user', 'assistant', 'function']);
  });

  it('offers functions with a schema even for those that take nothing', () => {
    const tools = [weather, { name: 'now', description: 'Tells the time', parameters: {} }];
    const body = encode({ tools });
    assert.deepEqual(body.functions, [
      weather,
      { name: 'now', description: 'Tells the time', parameters: { type: 'object', properties: {} } },
    ]);
    assert.equal(body.tool_choice, undefined);
    assert.equal(encode({ tools, toolChoice: 'none' }).functions, undefined);
    assert.deepEqual(encode({ tools: [weather], toolChoice: 'required' }).tool_choice, {
      type: 'function',
      function: { name: 'weather' },
    });
    assert.throws(
      () => encode({ tools, toolChoice: 'required' }),
      (error) => Boolean(providerError(error, 'invalid-request')),
    );
  });

  it('has a member for every option', () => {
    const options: ModelOptions = {
      temperature: 0.5,
      topP: 0,
      penaltyScore: 1.5,
      frequencyPenalty: -2,
      presencePenalty: 2,
      stop: ['\n', '。'],
      maxOutputTokens: 2048,
      webSearch: true,
      citations: true,
      responseFormat: 'json_object',
      userId: 'u-1',
    };
    const { messages: _, ...body } = encode({ options });
    assert.deepEqual(body, {
      stream: true,
      temperature: 0.5,
      top_p: 0,
      penalty_score: 1.5,
      frequency_penalty: -2,
      presence_penalty: 2,
      stop: ['\n', '。'],
      max_output_tokens: 2048,
      disable_search: false,
      enable_trace: true,
      enable_citation: true,
      response_format: 'json_object',
      user_id: 'u-1',
    });
    const { disable_search, enable_trace, enable_citation } = encode({
      options: { webSearch: false, citations: false },
    });
    assert.deepEqual([disable_search, enable_trace, enable_citation], [true, undefined, false]);
  });

  it('is not sent with an option out of its range', () => {
    const wrong: readonly (readonly [ModelOptions, RegExp])[] = [
      [{ temperature: 0 }, /^temperature must be a number above 0 up to 1; it is 0$/],
      [{ temperature: 1.01 }, /^temperature /],
      [{ topP: 1.1 }, /^topP /],
      [{ penaltyScore: 0.9 }, /^penaltyScore /],
      [{ frequencyPenalty: 2.1 }, /^frequencyPenalty /],
      [{ presencePenalty: -2.1 }, /^presencePenalty /],
      [{ stop: ['1', '2', '3', '4', '5'] }, /^stop /],
      [{ stop: ['x'.repeat(21)] }, /^stop /],
      [{ maxOutputTokens: 1 }, /^maxOutputTokens must be a whole number from 2 to 2048; it is 1$/],
      [{ maxOutputTokens: 2049 }, /^maxOutputTokens /],
      [{ responseFormat: 'xml' }, /^responseFormat /],
      [{ topK: 1 }, /^topK is not an option/],
      [{ thinking: true }, /^thinking is not an option/],
    ];
    for (const [options, message] of wrong) {
      assert.throws(
        () => encode({ options }),
        (error) =>
          error instanceof ProviderError && error.details.advice === 'option' && message.test(error.message),
        JSON.stringify(options),
      );
    }
    assert.equal(encode({ model: 'my_own', options: { maxOutputTokens: 8192 } }).max_output_tokens, 8192);
  });

  it('takes each option up to its limits', () => {
    const right: readonly ModelOptions[] = [
      { temperature: 0.01 },
      { temperature: 1 },
      { topP: 1 },
      { penaltyScore: 1 },
      { penaltyScore: 2 },
      { frequencyPenalty: 2 },
      { presencePenalty: -2 },
      { stop: ['1', '2', '3', 'x'.repeat(20)] },
      { maxOutputTokens: 2 },
      { responseFormat: 'text' },
      { userId: 'u'.repeat(128) },
    ];
    for (const options of right) assert.ok(encode({ options }), JSON.stringify(options));
    assert.throws(() => encode({ options: { userId: 'u'.repeat(129) } }), /userId/);
    const { disable_search, enable_trace } = encode({ options: { citations: true } });
    assert.deepEqual([disable_search, enable_trace], [undefined, true]);
    const searching = encode({ options: { webSearch: true } });
    assert.deepEqual([searching['disable_search'], searching['enable_trace']], [false, true]);
  });

  it('gives back only what is JSON, as it was, and any other text as JSON', () => {
    const exchange = (input: string, text: string) => {
      const body = encode({
        messages: [
          question,
          { role: 'assistant', text: '', toolCalls: [{ id: '1', name: 'weather', input }] },
          { role: 'tool', callId: '1', name: 'weather', text },
        ],
      });
      const [, called, result] = body.messages;
      return [called.function_call.arguments, result.content];
    };
    assert.deepEqual(exchange(' {"a":1} ', ' [1] '), [' {"a":1} ', ' [1] ']);
    assert.deepEqual(exchange('', 'blue'), ['{}', '"blue"']);
    assert.deepEqual(exchange(' ', '7'), ['{}', '7']);
    assert.deepEqual(exchange('[1]', '{'), ['{"input":"[1]"}', '"{"']);
    assert.deepEqual(exchange('{', 'null'), ['{"input":"{"}', 'null']);
  });

  it('describes every function by an object', () => {
    const parameters = { type: 'string', properties: { a: {} }, required: ['a'] };
    const [sent] = encode({ tools: [{ ...weather, parameters }] }).functions;
    assert.deepEqual(sent.parameters, { ...parameters, type: 'object' });
    assert.equal(encode({ tools: [] }).functions, undefined);
    assert.equal(encode({ tools: [], toolChoice: 'required' }).tool_choice, undefined);
  });

  it('needs a question', () => {
    for (const messages of [[], [{ role: 'system', text: 'x' }], [{ role: 'user', text: ' ' }]] as const) {
      assert.throws(
        () => encode({ messages }),
        (error) => Boolean(providerError(error, 'invalid-request')),
      );
    }
  });
});
