import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Message } from '../../../../src/core/message.ts';
import { normaliseChat, normaliseTurns } from '../../../../src/net/messages/normaliseChat.ts';
import { providerError } from '../fakes.ts';
import { conversations, saidBy } from './conversations.ts';

describe('a conversation for an API of the OpenAI dialect', () => {
  for (const abilities of [
    { tools: true, images: true },
    { tools: true, images: false },
    { tools: false, images: false },
  ]) {
    const { tools, images } = abilities;
    const name = `${tools ? 'with' : 'without'} tools and ${images ? 'with' : 'without'} images`;

    it(`obeys every rule, whatever goes in, ${name}`, () => {
      check(abilities, (result) => {
        const [first, ...rest] = result;
        assert.ok(rest.every(({ role }) => role !== 'system'));
        assert.notEqual(result.at(-1)?.role, 'assistant');
        const turns = first?.role === 'system' ? rest : result;
        assert.equal(turns[0]?.role, 'user');
        const used = new Set<string>();
        const open: string[] = [];
        for (const [index, message] of result.entries()) {
          const previous = result[index - 1];
          if (message.role === 'tool') {
            assert.ok(tools);
            assert.equal(message.callId, open.shift(), 'results stand behind their calls, in order');
          } else {
            assert.deepEqual(open, [], 'every call is answered');
            assert.notEqual(message.role, previous?.role);
          }
          const hasMore =
            (message.role === 'user' && (message.images?.length ?? 0) > 0) ||
            (message.role === 'assistant' && (message.toolCalls?.length ?? 0) > 0);
          assert.ok(message.text.trim() !== '' || hasMore, 'nothing is blank');
          if (message.role === 'user' && message.images) assert.ok(images);
          if (message.role !== 'assistant') continue;
          for (const { id } of message.toolCalls ?? []) {
            assert.ok(id !== '' && !used.has(id), 'ids are unique');
            used.add(id);
            open.push(id);
          }
        }
        assert.deepEqual(open, []);
      });
    });

    it(`loses no text of a user, of the system or of a tool that was asked, ${name}`, () => {
      check(abilities, (result, messages) => {
        const users = saidBy(result, 'user').join('\n');
        let at = 0;
        for (const said of saidBy(messages, 'user')) {
          const found = users.indexOf(said, at);
          assert.notEqual(found, -1, said);
          at = found + said.length;
        }
        const [first] = result;
        const system = saidBy(messages, 'system').join('\n\n');
        assert.equal(first?.role === 'system' ? first.text : '', system);
      });
    });

    it(`stays as it is when it is normalised again, ${name}`, () => {
      check(abilities, (result) => assert.deepEqual(normaliseChat(result, abilities), result));
    });
  }

  it('needs somebody who asks', () => {
    const silent: readonly (readonly Message[])[] = [
      [],
      [{ role: 'system', text: 'Be brief.' }],
      [{ role: 'user', text: ' \n' }],
      [{ role: 'assistant', text: 'Hello!' }],
    ];
    for (const messages of silent) {
      assert.throws(
        () => normaliseChat(messages, { tools: true, images: true }),
        (error) => providerError(error, 'invalid-request') !== undefined,
      );
    }
  });

  it('keeps an ordinary conversation to the letter', () => {
    const messages: readonly Message[] = [
      { role: 'system', text: 'Be brief.' },
      { role: 'user', text: ' What is in it? ', images: [{ mediaType: 'image/png', data: 'AAAA' }] },
      {
        role: 'assistant',
        text: '',
        reasoning: 'I have to look.',
        toolCalls: [
          { id: 'c1', name: 'read_file', input: '{"path":"a"}' },
          { id: 'c2', name: 'read_file', input: '{"path":"b"}' },
        ],
      },
      { role: 'tool', callId: 'c1', name: 'read_file', text: 'A' },
      { role: 'tool', callId: 'c2', name: 'read_file', text: 'B' },
      { role: 'assistant', text: 'A and B.' },
      { role: 'user', text: 'Thanks. And c?' },
    ];
    assert.deepEqual(normaliseChat(messages, { tools: true, images: true }), messages);
  });

  it('brings results to their calls and makes the rest readable', () => {
    const messages: readonly Message[] = [
      { role: 'tool', callId: 'gone', name: 'grep', text: 'a hit' },
      {
        role: 'assistant',
        text: 'Wait.',
        toolCalls: [
          { id: '', name: 'grep', input: '{}' },
          { id: 'x', name: 'ls', input: '{}' },
          { id: 'unanswered', name: 'ls', input: '{}' },
        ],
      },
      { role: 'user', text: 'Meanwhile: why?' },
      { role: 'tool', callId: 'x', name: '', text: ' ' },
      { role: 'tool', callId: '', name: 'grep', text: 'found' },
    ];
    assert.deepEqual(normaliseChat(messages, { tools: true, images: true }), [
      { role: 'user', text: '[Result of grep]\na hit' },
      {
        role: 'assistant',
        text: 'Wait.',
        toolCalls: [
          { id: 'call_1', name: 'grep', input: '{}' },
          { id: 'x', name: 'ls', input: '{}' },
        ],
      },
      { role: 'tool', callId: 'call_1', name: 'grep', text: 'found' },
      { role: 'tool', callId: 'x', name: 'ls', text: '[Empty]' },
      { role: 'user', text: 'Meanwhile: why?' },
    ]);
  });

  it('calls nothing without a name, and says in words what nobody has asked for or has been told already', () => {
    const result = (callId: string, text: string): Message => ({ role: 'tool', callId, name: 'ls', text });
    for (const name of ['', ' ']) {
      const messages: readonly Message[] = [
        { role: 'user', text: 'Look.' },
        {
          role: 'assistant',
          text: 'I do.',
          toolCalls: [
            { id: 'a', name, input: '{}' },
            { id: 'b', name: 'ls', input: '{}' },
          ],
        },
        result('a', 'one'),
        result('b', 'two'),
        result('b', 'three'),
      ];
      assert.deepEqual(normaliseChat(messages, { tools: true, images: true }), [
        messages[0],
        { role: 'assistant', text: 'I do.', toolCalls: [{ id: 'b', name: 'ls', input: '{}' }] },
        result('b', 'two'),
        { role: 'user', text: '[Result of ls]\none\n[Result of ls]\nthree' },
      ]);
    }
  });

  it('gives a call whose id was used before another one, which no later call has', () => {
    const asked = (...ids: readonly string[]): readonly Message[] => [
      { role: 'assistant', text: '', toolCalls: ids.map((id) => ({ id, name: 'ls', input: '{}' })) },
      ...ids.map((callId): Message => ({ role: 'tool', callId, name: 'ls', text: `of ${callId}` })),
    ];
    const messages: readonly Message[] = [
      { role: 'user', text: 'Look.' },
      ...asked('a'),
      ...asked('a', 'b'),
      ...asked('call_1', 'b'),
    ];
    const ids = normaliseChat(messages, { tools: true, images: true }).flatMap((message) =>
      message.role === 'tool' ? [`${message.callId}: ${message.text}`] : [],
    );
    assert.deepEqual(ids, ['a: of a', 'call_2: of a', 'b: of b', 'call_1: of call_1', 'call_3: of b']);
  });

  it('joins what an assistant has said and thought in a row', () => {
    const said = (text: string, reasoning?: string): Message => ({
      role: 'assistant',
      text,
      ...(reasoning !== undefined && { reasoning }),
    });
    const question: Message = { role: 'user', text: 'So?' };
    for (const [first, second, both] of [
      [said('One.', 'Hm.'), said('Two.', 'Aha.'), said('One.\nTwo.', 'Hm.\nAha.')],
      [said('One.', 'Hm.'), said('Two.'), said('One.\nTwo.', 'Hm.')],
      [said('One.'), said('Two.', 'Aha.'), said('One.\nTwo.', 'Aha.')],
      [said('One.', ''), said('Two.'), said('One.\nTwo.')],
    ] as const) {
      const messages: readonly Message[] = [question, first, second, question];
      assert.deepEqual(normaliseChat(messages, { tools: true, images: true }), [question, both, question]);
    }
  });

  it('joins what a user has sent in a row, without a line for what has no words', () => {
    const images = ['AAAA', 'BBBB'].map((data) => ({ mediaType: 'image/png' as const, data }));
    const [a, b] = images.map((image): Message => ({ role: 'user', text: '', images: [image] }));
    assert.ok(a && b);
    const words: Message = { role: 'user', text: 'See?' };
    for (const [messages, expected] of [
      [[a, words], { ...a, text: 'See?' }],
      [[words, b], { ...b, text: 'See?' }],
      [[a, words, b], { ...words, images }],
      [[a, b], { ...a, images }],
    ] as const) {
      assert.deepEqual(normaliseChat(messages, { tools: true, images: true }), [expected]);
    }
  });

  it('tells of tools and pictures in words where there are none', () => {
    const messages: readonly Message[] = [
      { role: 'system', text: ' ' },
      { role: 'system', text: 'One.' },
      { role: 'user', text: '', images: [{ mediaType: 'image/png', data: 'AAAA' }] },
      { role: 'system', text: 'Two.' },
      { role: 'assistant', text: '', toolCalls: [{ id: 'c1', name: 'ls', input: '{"a":1}' }] },
      { role: 'tool', callId: 'c1', name: 'ls', text: 'x.ts' },
      { role: 'user', text: 'And?' },
      { role: 'assistant', text: 'unfinished' },
    ];
    assert.deepEqual(normaliseTurns(messages, { tools: false, images: false }), {
      system: 'One.\n\nTwo.',
      turns: [
        { role: 'user', text: '[A picture that this model cannot see]' },
        { role: 'assistant', text: '[Called ls with {"a":1}]' },
        { role: 'user', text: '[Result of ls]\nx.ts\nAnd?' },
      ],
    });
  });

  it('tells of a call without a blank line for what was not said', () => {
    for (const [text, told] of [
      [' \n', '[Called ls with {}]'],
      [' I look.', ' I look.\n[Called ls with {}]'],
    ] as const) {
      const messages: readonly Message[] = [
        { role: 'user', text: 'Look.' },
        { role: 'assistant', text, toolCalls: [{ id: 'c1', name: 'ls', input: '{}' }] },
        { role: 'tool', callId: 'c1', name: 'ls', text: 'x.ts' },
      ];
      assert.deepEqual(normaliseChat(messages, { tools: false, images: false })[1], {
        role: 'assistant',
        text: told,
      });
    }
  });

  function check(
    abilities: Parameters<typeof normaliseChat>[1],
    property: (result: readonly Message[], messages: readonly Message[]) => void,
  ): void {
    fc.assert(
      fc.property(conversations, (messages) => {
        let result: readonly Message[];
        try {
          result = normaliseChat(messages, abilities);
        } catch (error) {
          providerError(error, 'invalid-request');
          assert.deepEqual(saidBy(messages, 'user'), [], 'somebody asked something');
          return;
        }
        property(result, messages);
      }),
      { numRuns: 500 },
    );
  }
});
