import type { Message } from '../../../core/message.ts';
import type { Turn } from '../../../net/messages/liftSystem.ts';
import { mergeNeighbours } from '../../../net/messages/mergeNeighbours.ts';
import { normaliseTurns } from '../../../net/messages/normaliseChat.ts';
import { toolsAsText } from '../../../net/messages/toolsAsText.ts';
import { withNamedCalls } from '../namedCalls.ts';

/** A conversation as V1 takes it. */
export interface V1Conversation {
  /** Empty if there is none. */
  readonly system: string;
  /**
   * An odd number: users, or results of calls, at the odd positions, assistants at the even ones. An assistant makes at
   * most one call, and its result comes right behind it.
   */
  readonly turns: readonly Turn[];
}

/**
 * Brings any conversation into V1's form. No text of a user is lost.
 *
 * @param tools whether the model calls functions; if not, calls and results are told in words.
 * @throws {ProviderError} if there is nothing to ask.
 * @see https://cloud.baidu.com/doc/WENXINWORKSHOP/s/Jlugqd6pw
 */
export function normalise(messages: readonly Message[], tools: boolean): V1Conversation {
  const { system, turns } = normaliseTurns(withNamedCalls(messages), { tools, images: false });
  return { system, turns: mergeNeighbours(exchanges(turns).flatMap(inV1Form)) };
}

/** A turn, or calls with their results, and whether a user goes on right behind them. */
interface Exchange {
  readonly turns: readonly Turn[];
  readonly beforeUser: boolean;
}

function exchanges(turns: readonly Turn[]): readonly Exchange[] {
  const starts = turns.flatMap(({ role }, index) => (role === 'tool' ? [] : [index]));
  return starts.map((start, index) => {
    const next = starts[index + 1] ?? turns.length;
    return { turns: turns.slice(start, next), beforeUser: turns[next]?.role === 'user' };
  });
}

/** A result stands where a user would, so a user cannot follow it: then the calls are told in words. */
function inV1Form({ turns, beforeUser }: Exchange): readonly Turn[] {
  const [first, ...results] = turns;
  if (first?.role !== 'assistant' || !first.toolCalls) return turns;
  if (beforeUser) return toolsAsText(turns);
  return first.toolCalls.flatMap((call, index): Turn[] => {
    const result = results[index];
    const text = index === 0 ? first.text : '';
    return result ? [{ role: 'assistant', text, toolCalls: [call] }, result] : [];
  });
}
