import type { Turn } from './liftSystem.ts';

/** Tells of calls and their results in words, for an API or a model that has no tools. */
export function toolsAsText(turns: readonly Turn[]): readonly Turn[] {
  return turns.map((turn): Turn => {
    if (turn.role === 'tool') return { role: 'user', text: describeResult(turn) };
    if (turn.role !== 'assistant' || !turn.toolCalls) return turn;
    const { toolCalls, ...rest } = turn;
    const calls = toolCalls.map(({ name, input }) => `[Called ${name} with ${input}]`);
    return { ...rest, text: [rest.text, ...calls].filter((text) => text.trim() !== '').join('\n') };
  });
}

/** The result of a call as a text that stands for itself. */
export function describeResult({ name, text }: { readonly name: string; readonly text: string }): string {
  return `[Result of ${name}]\n${text}`;
}
