import fc from 'fast-check';
import type { Message } from '../../../../src/core/message.ts';

const text = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('Why?', '为什么？', '{"a":1}', 'line\nline', '😀') },
  { weight: 1, arbitrary: fc.constantFrom('', ' ', '\n') },
);
const id = fc.constantFrom('a', 'b', 'c', '');
const image = fc.constant({ mediaType: 'image/png', data: 'iVBORw0KGgo=' });
const call = fc.record({
  id,
  name: fc.constantFrom('weather', 'time', ''),
  input: fc.constantFrom('{}', '{', ''),
});

/** Any message, in any order: what restored, edited and foreign conversations may hold. */
export const conversation: fc.Arbitrary<Message[]> = fc.array(
  fc.oneof(
    fc.record({ role: fc.constant('system' as const), text }),
    fc.record({ role: fc.constant('user' as const), text }),
    fc.record({ role: fc.constant('user' as const), text, images: fc.array(image, { maxLength: 2 }) }),
    fc.record({ role: fc.constant('assistant' as const), text }),
    fc.record({
      role: fc.constant('assistant' as const),
      text,
      toolCalls: fc.array(call, { maxLength: 3 }),
    }),
    fc.record({ role: fc.constant('tool' as const), callId: id, name: fc.constant('weather'), text }),
  ),
  { maxLength: 12 },
);

/** Every text that a user wrote, blank ones aside; made distinct so that none can stand in for another. */
export function distinctTexts(messages: readonly Message[]): Message[] {
  return messages.map((message, index) =>
    message.role === 'user' && message.text.trim() !== ''
      ? { ...message, text: `<${index}>${message.text}` }
      : message,
  );
}

export function userTexts(messages: readonly Message[]): readonly string[] {
  return messages.flatMap(({ role, text: said }) => (role === 'user' && said.trim() !== '' ? [said] : []));
}
