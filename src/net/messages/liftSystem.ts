import type { Message } from '../../core/message.ts';

/** Messages that are part of the conversation itself. */
export type Turn = Exclude<Message, { readonly role: 'system' }>;

/** Takes all system messages out; their texts, the blank ones left out, are joined by a blank line. */
export function liftSystem(messages: readonly Message[]): {
  readonly system: string;
  readonly turns: readonly Turn[];
} {
  const systems = messages.filter((message) => message.role === 'system');
  return {
    system: systems
      .map(({ text }) => text)
      .filter((text) => text.trim() !== '')
      .join('\n\n'),
    turns: messages.filter((message) => message.role !== 'system'),
  };
}
