import assert from 'node:assert/strict';
import type { ModelOptions } from '../../../../src/core/modelOptions.ts';
import type { ChatRequest, CompletionRequest } from '../../../../src/core/provider.ts';
import { encodeCodeCompletion } from '../../../../src/vendors/custom/codeCompletion.ts';
import type { Habits } from '../../../../src/vendors/custom/habits.ts';
import { chatUrl, encodeChat, trimBase } from '../../../../src/vendors/custom/wire.ts';

const usual: Habits = { refusesStreamOptions: false, refusesSystem: false, refusesSuffix: false };
const picture = { mediaType: 'image/png', data: 'iVBORw0KGgo=' } as const;

describe('requests to custom servers', () => {
  const all: ModelOptions = {
    temperature: 0,
    topP: 0.5,
    topK: -1,
    frequencyPenalty: -2,
    presencePenalty: 2,
    stop: ['x'],
    seed: 7,
    maxOutputTokens: 1,
    reasoningEffort: 'low',
    responseFormat: 'json_object',
    userId: 'me',
  };
  const members = {
    temperature: 0,
    top_p: 0.5,
    top_k: -1,
    frequency_penalty: -2,
    presence_penalty: 2,
    stop: ['x'],
    seed: 7,
    max_tokens: 1,
    reasoning_effort: 'low',
    response_format: { type: 'json_object' },
    user: 'me',
  };

  it('hold every option that was set by the name that the dialect has for it, and no other', () => {
    const chat = encode({ options: all });
    const completion = complete({ options: all });
    const { model: _, messages, stream: __, stream_options: ___, ...sent } = chat;
    assert.deepEqual(sent, members);
    assert.deepEqual(messages, [{ role: 'user', content: 'Hi' }]);
    const { model: ____, prompt: _____, suffix, stream: ______, stream_options, ...filling } = completion;
    assert.deepEqual(filling, members);
    assert.deepEqual([suffix, stream_options], [')', { include_usage: true }]);
    assert.deepEqual(Object.keys(encode({})), ['model', 'messages', 'stream', 'stream_options']);
  });

  it('ask for the usage, unless the server does not know how to tell it', () => {
    const habits = { ...usual, refusesStreamOptions: true };
    assert.deepEqual(encode({})['stream_options'], { include_usage: true });
    assert.equal('stream_options' in encode({}, habits), false);
    assert.equal('stream_options' in complete({}, habits), false);
  });

  it('are refused before they are sent when an option is out of range', () => {
    const wrong: readonly ModelOptions[] = [
      { temperature: -0.1 },
      { temperature: 2.1 },
      { topP: 0 },
      { topP: 1.1 },
      { topK: -2 },
      { topK: 0.5 },
      { frequencyPenalty: -2.1 },
      { frequencyPenalty: 2.1 },
      { presencePenalty: -2.1 },
      { presencePenalty: 2.1 },
      { stop: ['1', '2', '3', '4', '5'] },
      { seed: 0.5 },
      { maxOutputTokens: 0 },
      { maxOutputTokens: 1.5 },
      { responseFormat: 'xml' },
      { thinking: true },
      { webSearch: true },
    ];
    for (const options of wrong) {
      for (const send of [() => encode({ options }), () => complete({ options })]) {
        assert.throws(send, { kind: 'invalid-request' }, JSON.stringify(options));
      }
    }
    for (const options of [
      { temperature: 2, topP: 1, frequencyPenalty: 2, presencePenalty: -2, seed: -1 },
      { stop: ['1', '2', '3', '4'], responseFormat: 'text' },
    ]) {
      encode({ options });
    }
  });

  it('hold pictures and calls of tools: nothing says that the model has no use for them', () => {
    const { messages } = encode({
      messages: [
        { role: 'user', text: 'When?', images: [picture] },
        { role: 'assistant', text: '', toolCalls: [{ id: 'c-1', name: 'time', input: '{}' }] },
        { role: 'tool', callId: 'c-1', name: 'time', text: 'noon' },
      ],
    });
    assert.deepEqual(messages, [
      {
        role: 'user',
        content: [
          { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } },
          { type: 'text', text: 'When?' },
        ],
      },
      {
        role: 'assistant',
        content: '',
        tool_calls: [{ id: 'c-1', type: 'function', function: { name: 'time', arguments: '{}' } }],
      },
      { role: 'tool', tool_call_id: 'c-1', content: 'noon' },
    ]);
  });

  it('let the user say what the instructions say where there is no place for those', () => {
    const habits = { ...usual, refusesSystem: true };
    const system = { role: 'system', text: 'Be brief.' } as const;
    const said = (messages: ChatRequest['messages']) => encode({ messages }, habits)['messages'];
    const user = { role: 'user', text: 'Why?' } as const;
    const conversation = [user, { role: 'assistant', text: 'So.' }, { role: 'user', text: 'How?' }] as const;
    const sent = [
      { role: 'user', content: 'Why?' },
      { role: 'assistant', content: 'So.' },
      { role: 'user', content: 'How?' },
    ];
    assert.deepEqual(said(conversation), sent);
    const [first, ...rest] = sent;
    assert.deepEqual(said([system, ...conversation]), [{ ...first, content: 'Be brief.\n\nWhy?' }, ...rest]);
    assert.deepEqual(encode({ messages: [system, user] })['messages'], [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Why?' },
    ]);
  });

  it('go to the address as it is typed, with or without what comes behind it', () => {
    for (const base of [
      'http://localhost:11434/v1',
      'https://gateway.test',
      'https://gateway.test/completions/v1',
    ]) {
      for (const end of ['', '/', '//', '/chat/completions', '/completions', '/chat/completions/']) {
        assert.equal(trimBase(`${base}${end}`), base, `${base}${end}`);
        assert.equal(chatUrl(`${base}${end}`), `${base}/chat/completions`);
      }
    }
    for (const base of ['http://localhost/chat', 'http://localhost/v1//x', 'http://localhost/completions2']) {
      assert.equal(trimBase(base), base);
    }
    assert.equal(trimBase('http://localhost/mycompletions'), 'http://localhost/mycompletions');
  });

  function encode(changes: Partial<ChatRequest>, habits = usual): Record<string, unknown> {
    return JSON.parse(
      encodeChat({ model: 'm', messages: [{ role: 'user', text: 'Hi' }], ...changes }, habits),
    );
  }

  function complete(changes: Partial<CompletionRequest>, habits = usual): Record<string, unknown> {
    const request = { model: 'm', prefix: 'a(', suffix: ')', language: 'python', ...changes };
    return JSON.parse(encodeCodeCompletion(request, 'http://localhost/v1', habits));
  }
});
