import assert from 'node:assert/strict';
import { parseConversation } from '../../../scripts/ask/conversation.ts';
import { Problem } from '../../../scripts/problem.ts';
import type { Message } from '../../../src/core/message.ts';

const parse = (value: unknown) => parseConversation(JSON.stringify(value));

describe('A conversation for --messages', () => {
  const ours: readonly Message[] = [
    { role: 'system', text: 'Be brief.' },
    { role: 'user', text: 'Weather?\nHere?', images: [{ mediaType: 'image/png', data: 'AAAA' }] },
    {
      role: 'assistant',
      text: '',
      reasoning: 'hm',
      toolCalls: [{ id: 'c1', name: 'weather', input: '{"city":"北京"}' }],
    },
    { role: 'tool', callId: 'c1', name: 'weather', text: '晴' },
    { role: 'user', text: '' },
  ];

  it('may be in our own shape', () => {
    assert.deepEqual(parse(ours), { messages: ours });
    assert.deepEqual(parse({ messages: ours, vendorSession: 's' }), { messages: ours, vendorSession: 's' });
  });

  it('may be in OpenAI’s', () => {
    const theirs = [
      { role: 'developer', content: 'Be brief.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Weather?' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
          { type: 'text', text: 'Here?' },
        ],
      },
      {
        role: 'assistant',
        content: null,
        reasoning_content: 'hm',
        tool_calls: [
          { id: 'c1', type: 'function', function: { name: 'weather', arguments: '{"city":"北京"}' } },
        ],
      },
      { role: 'tool', tool_call_id: 'c1', content: '晴' },
      { role: 'user', content: '' },
    ];
    const parameters = { type: 'object', properties: {} };
    assert.deepEqual(
      parse({
        messages: theirs,
        tools: [
          { type: 'function', function: { name: 'weather', description: 'Tells it', parameters } },
          { name: 'time' },
        ],
        tool_choice: 'required',
      }),
      {
        messages: ours,
        tools: [
          { name: 'weather', description: 'Tells it', parameters },
          { name: 'time', description: '', parameters: {} },
        ],
        toolChoice: 'required',
      },
    );
  });

  it('may start with a byte order mark, as files from Windows do', () => {
    assert.deepEqual(parseConversation('\ufeff[]'), { messages: [] });
  });

  it('is refused with the place that is wrong', () => {
    const user = { role: 'user', content: 'Hi' };
    const cases: readonly (readonly [unknown, RegExp])[] = [
      ['text', /the file has to be an object/],
      [{}, /messages has to be a list/],
      [[user, { role: 'robot' }], /messages\[1\]\.role has to be system, user, assistant or tool/],
      [[user, null], /messages\[1\] has to be an object/],
      [[{ role: 'tool', content: 'x' }], /messages\[0\]\.tool_call_id has to be a text/],
      [[{ role: 'user', content: [{ type: 'audio' }] }], /messages\[0\]\.content\[0\]\.type/],
      [
        [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'https://a.test/x.png' } }] }],
        /messages\[0\]\.content\[0\]\.image_url\.url has to be data:/,
      ],
      [
        [{ role: 'assistant', tool_calls: [{ id: 'c', function: { name: 'f' } }] }],
        /messages\[0\]\.tool_calls\[0\]\.function\.arguments/,
      ],
      [{ messages: [user], tool_choice: 'any' }, /tool_choice has to be auto, none or required/],
    ];
    for (const [value, message] of cases) {
      assert.throws(
        () => parse(value),
        (error) => error instanceof Problem && message.test(error.message),
        JSON.stringify(value),
      );
    }
    assert.throws(() => parseConversation('[{]'), Problem);
  });
});
