import type { Message } from '../../core/message.ts';
import type { Turn } from '../../net/messages/liftSystem.ts';
import { mergeNeighbours } from '../../net/messages/mergeNeighbours.ts';
import { normaliseTurns } from '../../net/messages/normaliseChat.ts';
import { toolsAsText } from '../../net/messages/toolsAsText.ts';

export interface SparkAbilities {
  /** Whether calls of functions and their results may be among the messages; if not, they are told in words. */
  readonly tools: boolean;
  readonly systemRole: boolean;
}

/**
 * Brings any conversation into the form that Spark takes: one system message at the very beginning, if the version
 * knows that role at all; then user and assistant by turns; a user, or the results of calls, last. Pictures are told in
 * words.
 *
 * @throws {ProviderError} of kind `invalid-request` if there is nothing to ask.
 * @see https://www.xfyun.cn/doc/spark/Web.html, payload.message.text
 */
export function normalise(
  messages: readonly Message[],
  { tools, systemRole }: SparkAbilities,
): readonly Message[] {
  const { system, turns } = normaliseTurns(messages, { tools, images: false });
  const spoken = mergeNeighbours(tellInterruptedCalls(turns));
  if (system === '') return spoken;
  if (systemRole) return [{ role: 'system', text: system }, ...spoken];
  const [first, ...rest] = spoken;
  return first ? [{ ...first, text: `${system}\n\n${first.text}` }, ...rest] : [];
}

/** A user may not speak right after a result: such calls are told in words, and the user's text joins theirs. */
function tellInterruptedCalls(turns: readonly Turn[]): readonly Turn[] {
  return turns.flatMap((turn, index) => {
    const inCalls = turn.role === 'tool' || (turn.role === 'assistant' && turn.toolCalls);
    if (!inCalls) return [turn];
    const after = turns.slice(index + 1).find(({ role }) => role !== 'tool');
    return after?.role === 'user' ? toolsAsText([turn]) : [turn];
  });
}
