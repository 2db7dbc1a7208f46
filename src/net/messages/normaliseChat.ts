import type { Message } from '../../core/message.ts';
import { dropBlanks } from './dropBlanks.ts';
import { liftSystem, type Turn } from './liftSystem.ts';
import { mergeNeighbours } from './mergeNeighbours.ts';
import { pairToolCalls } from './pairToolCalls.ts';
import { toolsAsText } from './toolsAsText.ts';
import { fromFirstUser, untilQuestion } from './untilQuestion.ts';
import { withoutImages } from './withoutImages.ts';

export interface ChatAbilities {
  /** Whether there are tools; if not, calls and results are told in words. */
  readonly tools: boolean;
  readonly images: boolean;
}

/**
 * Brings any conversation into the form that all APIs of the OpenAI dialect take: at most one system message, first;
 * then a user; nothing blank; never two users or two assistants in a row; every call answered right behind the message
 * that makes it; a user or a result last. No text of a user is lost.
 *
 * @throws {ProviderError} of kind `invalid-request` if there is nothing to ask.
 */
export function normaliseChat(messages: readonly Message[], abilities: ChatAbilities): readonly Message[] {
  const { system, turns } = normaliseTurns(messages, abilities);
  return system === '' ? turns : [{ role: 'system', text: system }, ...turns];
}

/** The same with the system text apart, for an API that has another place for it. */
export function normaliseTurns(
  messages: readonly Message[],
  { tools, images }: ChatAbilities,
): { readonly system: string; readonly turns: readonly Turn[] } {
  const { system, turns } = liftSystem(messages);
  const seen = images ? turns : withoutImages(turns);
  const told = tools ? pairToolCalls(seen) : toolsAsText(seen);
  return { system, turns: untilQuestion(mergeNeighbours(fromFirstUser(dropBlanks(told)))) };
}
