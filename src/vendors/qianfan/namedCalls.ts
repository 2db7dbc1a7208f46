import type { Message } from '../../core/message.ts';

/** Leaves out calls without a name, which the vendor refuses; their results then count as what the user says. */
export function withNamedCalls(messages: readonly Message[]): readonly Message[] {
  return messages.map((message) => {
    if (message.role !== 'assistant' || !message.toolCalls?.some(({ name }) => name.trim() === ''))
      return message;
    return { ...message, toolCalls: message.toolCalls.filter(({ name }) => name.trim() !== '') };
  });
}
