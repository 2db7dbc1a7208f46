import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Message } from '../../../../src/core/message.ts';
import { normalise } from '../../../../src/vendors/spark/normalise.ts';
import { checkMessages } from '../../../vendors/spark/messageRules.ts';
import { sparkVersions } from '../../../vendors/spark/versions.ts';
import { providerError } from '../../net/fakes.ts';

describe('Spark conversation', () => {
  const text = fc.oneof(fc.constantFrom('', ' ', '\n'), fc.stringMatching(/^[a-z]{1,4}$/), fc.string());
  const id = fc.constantFrom('', 'a', 'b', 'c');
  const call = fc.record({ id, name: fc.constantFrom('look', 'read'), input: text });
  const image = fc.constant({ mediaType: 'image/png', data: 'AAAA' });
  const message: fc.Arbitrary<Message> = fc.oneof(
    fc.record({ role: fc.constant('system' as const), text }),
    fc.record({ role: fc.constant('user' as const), text }),
    fc.record({ role: fc.constant('user' as const), text, images: fc.array(image, { maxLength: 2 }) }),
    fc.record({ role: fc.constant('assistant' as const), text }),
    fc.record({
      role: fc.constant('assistant' as const),
      text,
      toolCalls: fc.array(call, { maxLength: 3 }),
    }),
    fc.record({ role: fc.constant('tool' as const), callId: id, name: fc.constant('look'), text }),
  );
  const conversation = fc.array(message, { maxLength: 12 });

  for (const tools of [false, true]) {
    for (const systemRole of [false, true]) {
      const title = `${tools ? 'with' : 'without'} functions, ${systemRole ? 'with' : 'without'} system role`;
      it(`obeys the rules and loses no text of the user: ${title}`, () => {
        const version = sparkVersions.find(({ name }) => name === (systemRole ? 'Max' : 'Lite'));
        assert.ok(version);
        fc.assert(
          fc.property(conversation, (messages) => {
            let result: readonly Message[];
            try {
              result = normalise(messages, { tools, systemRole });
            } catch (error) {
              providerError(error, 'invalid-request');
              assert.ok(!messages.some(({ role, text: said }) => role === 'user' && said.trim() !== ''));
              return;
            }
            const wire = result.map((turn) => ({
              role: turn.role,
              content: turn.text,
              ...(turn.role === 'tool' && { tool_call_id: turn.callId }),
              ...(turn.role === 'assistant' &&
                turn.toolCalls && {
                  tool_calls: turn.toolCalls.map((each) => ({
                    id: each.id,
                    function: { name: each.name, arguments: each.input },
                  })),
                }),
            }));
            const verdict = checkMessages(wire, version, { tools, parts: false }, '$');
            assert.ok(!('code' in verdict), JSON.stringify(verdict));
            assert.ok(!result.some((turn) => turn.role === 'user' && turn.images?.length));
            const sent = result.map((turn) => turn.text).join('\n');
            for (const { role, text: said } of messages) {
              if ((role === 'user' || role === 'system') && said.trim() !== '')
                assert.ok(sent.includes(said));
            }
          }),
          { numRuns: 500 },
        );
      });
    }
  }

  it('has the instructions first, or in front of the first question', () => {
    const messages: readonly Message[] = [
      { role: 'user', text: 'Why?' },
      { role: 'system', text: 'Be brief.' },
    ];
    assert.deepEqual(normalise(messages, { tools: true, systemRole: true }), [
      { role: 'system', text: 'Be brief.' },
      { role: 'user', text: 'Why?' },
    ]);
    assert.deepEqual(normalise(messages, { tools: true, systemRole: false }), [
      { role: 'user', text: 'Be brief.\n\nWhy?' },
    ]);
  });

  it('keeps calls with their results, and tells them in words when the user spoke in between', () => {
    const calls: readonly Message[] = [
      { role: 'user', text: 'Weather?' },
      { role: 'assistant', text: '', toolCalls: [{ id: 'a', name: 'look', input: '{"at":"合肥"}' }] },
      { role: 'tool', callId: 'a', name: 'look', text: '晴' },
    ];
    assert.deepEqual(normalise(calls, { tools: true, systemRole: true }), calls);
    assert.deepEqual(
      normalise([...calls, { role: 'user', text: 'And?' }], { tools: true, systemRole: true }),
      [
        { role: 'user', text: 'Weather?' },
        { role: 'assistant', text: '[Called look with {"at":"合肥"}]' },
        { role: 'user', text: '[Result of look]\n晴\nAnd?' },
      ],
    );
  });
});
