import fc from 'fast-check';
import type { Message } from '../../../../src/core/message.ts';

const text = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom('', ' ', '\n', '\u3000') },
  { weight: 4, arbitrary: fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }) },
);
const callId = fc.constantFrom('', 'a', 'b', 'c', 'call_1');
const toolName = fc.constantFrom('read_file', 'grep');
const image = fc.record({ mediaType: fc.constant('image/png'), data: fc.base64String({ minLength: 4 }) });
const toolCall = fc.record({
  id: callId,
  name: toolName,
  input: fc.constantFrom('', '{}', '{"a":1}', '{"a":'),
});

/** Conversations of any shape, among them many that no API takes. */
export const conversations: fc.Arbitrary<readonly Message[]> = fc.array(
  fc.oneof(
    fc.record({ role: fc.constant('system' as const), text }),
    fc.record(
      { role: fc.constant('user' as const), text, images: fc.array(image, { maxLength: 2 }) },
      { requiredKeys: ['role', 'text'] },
    ),
    fc.record(
      {
        role: fc.constant('assistant' as const),
        text,
        reasoning: text,
        toolCalls: fc.array(toolCall, { maxLength: 3 }),
      },
      { requiredKeys: ['role', 'text'] },
    ),
    fc.record({ role: fc.constant('tool' as const), callId, name: toolName, text }),
  ),
  { maxLength: 12 },
);

/** What users and tools say in a conversation, blank texts left out. */
export function saidBy(messages: readonly Message[], role: Message['role']): readonly string[] {
  return messages
    .filter((message) => message.role === role && message.text.trim() !== '')
    .map((message) => message.text);
}
