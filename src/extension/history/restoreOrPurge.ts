import { type StartTimer, startTimer } from '../../net/timers.ts';
import type { HistoryStore } from './historyStore.ts';

/** How long a deletion can be undone. */
const undoMs = 20_000;

/**
 * Brings a deleted conversation back if the user asks for that in time, and drops it for good otherwise.
 *
 * @param asked resolves with whether it is to come back; a message that nobody looks at may never do so.
 * @throws {Error} of the file system, and what `asked` rejects with: then it stays deleted as it is.
 */
export async function restoreOrPurge(
  store: Pick<HistoryStore, 'restore' | 'purge'>,
  id: string,
  asked: PromiseLike<boolean>,
  timer: StartTimer = startTimer,
): Promise<void> {
  const late = Promise.withResolvers<false>();
  const waiting = timer(undoMs, () => late.resolve(false));
  const isWanted = await Promise.race([asked, late.promise]).finally(() => waiting.stop());
  if (isWanted) await store.restore(id);
  else await store.purge(id);
}
