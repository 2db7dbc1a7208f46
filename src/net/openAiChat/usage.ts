import type { Usage } from '../../core/streamPart.ts';
import { countOf, isJsonObject } from '../json.ts';

/** The `usage` of a chat completion; counts that are none are left out. */
export function readUsage(value: unknown): Usage {
  const inputTokens = count(value, 'prompt_tokens');
  const outputTokens = count(value, 'completion_tokens');
  const cachedTokens = count(member(value, 'prompt_tokens_details'), 'cached_tokens');
  const reasoningTokens = count(member(value, 'completion_tokens_details'), 'reasoning_tokens');
  return {
    ...(inputTokens !== undefined && { inputTokens }),
    ...(outputTokens !== undefined && { outputTokens }),
    ...(cachedTokens !== undefined && { cachedTokens }),
    ...(reasoningTokens !== undefined && { reasoningTokens }),
  };
}

function count(value: unknown, name: string): number | undefined {
  return countOf(member(value, name));
}

function member(value: unknown, name: string): unknown {
  return isJsonObject(value) ? value[name] : undefined;
}
