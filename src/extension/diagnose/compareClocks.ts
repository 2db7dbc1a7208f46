import type { Finding } from '../../chat/diagnosis.ts';
import type { Observations } from './observedTransport.ts';

/** Dates in headers have whole seconds and are cut, not rounded. */
const dateStepMs = 1_000;

/**
 * By how much this side's clock differs from the server's, from the response that came back quickest: the server wrote
 * its date somewhere between our sending and our receiving.
 *
 * @param toleranceMs how far off the clock may be for signing in, where that depends on it.
 */
export function compareClocks({ heads, handshake }: Observations, toleranceMs: number | undefined): Finding {
  const dated = heads.flatMap(({ date, sentAt, receivedAt }) =>
    date === undefined ? [] : [{ date, sentAt, receivedAt }],
  );
  const [quickest] = dated.toSorted((one, other) => tripOf(one) - tripOf(other));
  if (quickest) {
    const { date, sentAt, receivedAt } = quickest;
    return {
      check: 'clock',
      type: 'compared',
      skewMs: (sentAt + receivedAt) / 2 - (date + dateStepMs / 2),
      uncertaintyMs: (tripOf(quickest) + dateStepMs) / 2,
      ...(toleranceMs !== undefined && { toleranceMs }),
    };
  }
  // An open WebSocket tells no time, but its address was signed with ours.
  if (handshake && 'ms' in handshake && toleranceMs !== undefined) {
    return { check: 'clock', type: 'good-enough', toleranceMs };
  }
  const because = heads.length > 0 || handshake ? 'no-date' : 'not-reached';
  return { check: 'clock', type: 'skipped', because };
}

function tripOf({ sentAt, receivedAt }: { readonly sentAt: number; readonly receivedAt: number }): number {
  return receivedAt - sentAt;
}
