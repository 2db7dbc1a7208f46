import assert from 'node:assert/strict';
import type { ChatRequest, CompletionRequest } from '../../../src/core/provider.ts';
import { encodeCompletion } from '../../../src/net/openAiChat/encodeCompletion.ts';
import { encodeRequest, type RequestForm } from '../../../src/net/openAiChat/encodeRequest.ts';

describe('the body of a chat completion', () => {
  const request: ChatRequest = { model: 'm', messages: [{ role: 'user', text: 'Why?' }] };
  const encode = (changes: Partial<ChatRequest>, form: RequestForm = { options: {} }) =>
    JSON.parse(encodeRequest({ ...request, ...changes }, form));

  it('has nothing in it that nobody asked for', () => {
    assert.deepEqual(encode({ tools: [], options: {} }), {
      model: 'm',
      messages: [{ role: 'user', content: 'Why?' }],
      stream: true,
    });
    assert.equal(encode({}, { options: {}, stream: false }).stream, undefined);
    assert.equal(encode({ toolChoice: 'required' }).tool_choice, undefined);
  });

  it('calls the options what the vendor calls them, and sends zeros and falses', () => {
    const {
      model: _,
      messages: __,
      stream: ___,
      ...members
    } = encode(
      { options: { temperature: 0, thinking: false, webSearch: true, stop: [], topK: 3 } },
      {
        options: {
          temperature: 'temperature',
          thinking: (isOn) => ({ thinking: { type: isOn ? 'enabled' : 'disabled' } }),
          webSearch: (isOn) => ({ enable_search: isOn, search_options: {} }),
          stop: 'stop',
          seed: 'seed',
        },
        extra: { appid: 'x' },
      },
    );
    assert.deepEqual(members, {
      temperature: 0,
      thinking: { type: 'disabled' },
      enable_search: true,
      search_options: {},
      stop: [],
      appid: 'x',
    });
  });

  it('describes tools, calls, results and pictures', () => {
    const parameters = { type: 'object', properties: {} };
    const body = encode(
      {
        messages: [
          { role: 'system', text: 'Be brief.' },
          { role: 'user', text: 'Look.', images: [{ mediaType: 'image/png', data: 'AAAA' }] },
          { role: 'user', text: '', images: [{ mediaType: 'image/jpeg', data: 'BBBB' }] },
          {
            role: 'assistant',
            text: '',
            reasoning: 'Hm.',
            toolCalls: [
              { id: 'c1', name: 'ls', input: '{"a": 1}' },
              { id: 'c2', name: 'ls', input: '' },
              { id: 'c3', name: 'ls', input: '{"a":' },
              { id: 'c4', name: 'ls', input: ' \n' },
            ],
          },
          { role: 'tool', callId: 'c1', name: 'ls', text: 'x.ts' },
          { role: 'assistant', text: 'Done.', reasoning: '' },
        ],
        tools: [{ name: 'ls', description: 'Lists.', parameters }],
        toolChoice: 'auto',
      },
      { options: {}, reasoningMember: 'reasoning_content', vendorTools: [{ type: 'web_search' }] },
    );
    const call = (id: string, input: string) => ({
      id,
      type: 'function',
      function: { name: 'ls', arguments: input },
    });
    assert.deepEqual(body.messages, [
      { role: 'system', content: 'Be brief.' },
      {
        role: 'user',
        content: [
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
          { type: 'text', text: 'Look.' },
        ],
      },
      { role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:image/jpeg;base64,BBBB' } }] },
      {
        role: 'assistant',
        content: '',
        reasoning_content: 'Hm.',
        tool_calls: [
          call('c1', '{"a": 1}'),
          call('c2', '{}'),
          call('c3', '{"input":"{\\"a\\":"}'),
          call('c4', '{}'),
        ],
      },
      { role: 'tool', tool_call_id: 'c1', content: 'x.ts' },
      { role: 'assistant', content: 'Done.' },
    ]);
    assert.deepEqual(body.tools, [
      { type: 'function', function: { name: 'ls', description: 'Lists.', parameters } },
      { type: 'web_search' },
    ]);
    assert.equal(body.tool_choice, 'auto');
    const silent = encode({ messages: [{ role: 'assistant', text: 'a', reasoning: 'b' }] });
    assert.deepEqual(silent.messages, [{ role: 'assistant', content: 'a' }]);
  });
});

describe('the body of a completion that is no chat', () => {
  const request: CompletionRequest = { model: 'm', prefix: 'a', suffix: 'b', language: 'c' };

  it('has nothing in it that nobody asked for', () => {
    assert.equal(
      encodeCompletion(request, { prompt: 'a', options: { stop: 'stop' } }),
      '{"model":"m","prompt":"a","stream":true}',
    );
  });

  it('stops first where the question says, and at no more texts than servers take', () => {
    const options = { temperature: 0, stop: ['\n', ';'] };
    const form = { prompt: 'a', suffix: 'b', options: { stop: 'stop', temperature: 'temperature' } } as const;
    assert.deepEqual(
      JSON.parse(encodeCompletion({ ...request, options }, { ...form, stop: ['1', '2', '3'] })),
      {
        model: 'm',
        prompt: 'a',
        suffix: 'b',
        stream: true,
        temperature: 0,
        stop: ['\n', ';', '1', '2'],
      },
    );
  });
});
