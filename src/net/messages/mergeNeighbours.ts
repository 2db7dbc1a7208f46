import type { Turn } from './liftSystem.ts';

/**
 * Makes one message of users who follow a user, and of assistants who follow an assistant; their texts are joined by a
 * newline. Tool results stay as they are, and so do two assistants of which the first one calls tools.
 */
export function mergeNeighbours(turns: readonly Turn[]): readonly Turn[] {
  const merged: Turn[] = [];
  for (const turn of turns) {
    const last = merged.at(-1);
    const both = last && merge(last, turn);
    if (both) merged[merged.length - 1] = both;
    else merged.push(turn);
  }
  return merged;
}

function merge(first: Turn, second: Turn): Turn | undefined {
  const text = [first.text, second.text].filter((part) => part !== '').join('\n');
  if (first.role === 'user' && second.role === 'user') {
    const images = [...(first.images ?? []), ...(second.images ?? [])];
    return { role: 'user', text, ...(images.length > 0 && { images }) };
  }
  if (first.role === 'assistant' && second.role === 'assistant' && !first.toolCalls?.length) {
    const reasoning = [first.reasoning, second.reasoning].filter(Boolean).join('\n');
    return {
      role: 'assistant',
      text,
      ...(reasoning && { reasoning }),
      ...(second.toolCalls?.length && { toolCalls: second.toolCalls }),
    };
  }
  return undefined;
}
