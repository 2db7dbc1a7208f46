import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { setTimeout as delay, setImmediate } from 'node:timers/promises';
import { ProviderError } from '../../../src/core/error.ts';
import { ownTime } from '../../ownTime.ts';

/** A connection that is still open after this time is taken for one that stays open. */
const patienceMs = 10_000;

/**
 * Gives up what `start` has begun once `reached` says so.
 *
 * @param closing when the other side sees the connection closed, by `ownTime()`; undefined if there is none.
 * @returns the milliseconds until `start` has settled and the connection is closed; infinity if that does not happen.
 */
export async function giveUp(
  start: (signal: AbortSignal) => Promise<unknown>,
  reached: () => boolean,
  closing: () => Promise<number> | undefined,
): Promise<number> {
  const controller = new AbortController();
  const { signal } = controller;
  const ends: { readonly at: number; readonly error?: unknown }[] = [];
  const settled = start(signal).then(
    () => void ends.push({ at: ownTime() }),
    (error: unknown) => void ends.push({ at: ownTime(), error }),
  );
  const deadline = performance.now() + 10_000;
  while (!reached() && ends.length === 0) {
    assert.ok(performance.now() < deadline, 'it never came to this');
    await setImmediate();
  }
  assert.equal(ends.length, 0, `it ended before it was given up: ${ends[0]?.error}`);
  const closed = closing();
  const begun = ownTime();
  controller.abort();
  const late = new AbortController();
  const latest = await Promise.race([
    Promise.all([settled, closed]).then(([, closedAt]) => Math.max(ends[0]?.at ?? begun, closedAt ?? begun)),
    delay(patienceMs, Number.POSITIVE_INFINITY, { signal: late.signal }),
  ]).finally(() => late.abort());
  const error = ends[0]?.error;
  const isCancelled = error instanceof ProviderError && error.kind === 'cancelled';
  assert.ok(error === undefined || isCancelled, `it failed with ${error}`);
  assert.equal(getEventListeners(signal, 'abort').length, 0, 'something still listens to the signal');
  return latest - begun;
}
