import { excerptSteps } from '../../chat/searchText.ts';
import { takeTurns } from '../turns.ts';

/**
 * The first place where one of the texts has what is searched for, as `excerptSteps` shows it; undefined if none has.
 * Everything else goes on meanwhile.
 *
 * @param query as `searchable` gives it.
 * @throws {DOMException} named `AbortError` when the signal is aborted.
 */
export async function firstExcerpt(
  texts: readonly string[],
  query: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const turns = takeTurns();
  for (const text of texts) {
    const steps = excerptSteps(text, query);
    for (;;) {
      const { done, value } = steps.next();
      if (value !== undefined) return value;
      if (done) break;
      const pause = turns.pause();
      if (!pause) continue;
      await pause;
      signal.throwIfAborted();
    }
  }
  return undefined;
}
