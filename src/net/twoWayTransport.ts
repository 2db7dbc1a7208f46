import { ProviderError } from '../core/error.ts';
import type { Transport } from '../core/transport.ts';

/** Which way requests take: the first one with the second in reserve, or always the same. */
export type WayPolicy = 'both' | 'first' | 'second';

export interface TwoWayTransport extends Transport {
  /** Whether requests to an origin take the second way because the first one failed. */
  usesSecond(origin: string): boolean;
  /** Gives the first way another chance everywhere. */
  forget(): void;
}

/**
 * Sends requests the first way, and the second one when the first cannot even reach the other side. Only failures that
 * come before a request was sent count, so nothing is asked (and paid for) twice. An origin for which the second way
 * worked keeps it.
 *
 * @param onSwitch called when an origin is moved to the second way.
 */
export function createTwoWayTransport(
  first: Transport,
  second: Transport,
  policy: () => WayPolicy,
  onSwitch: (origin: string, reason: ProviderError) => void,
): TwoWayTransport {
  const movedOrigins = new Set<string>();
  return {
    now: () => first.now(),
    randomUUID: () => first.randomUUID(),
    // Whatever makes the second way better for requests, sockets have on the first one already.
    connect: (url, signal) => first.connect(url, signal),
    usesSecond: (origin) => movedOrigins.has(origin),
    forget: () => movedOrigins.clear(),
    async fetch(url, request, signal) {
      const { origin } = new URL(url);
      const way = policy();
      if (way === 'second' || (way === 'both' && movedOrigins.has(origin))) {
        return second.fetch(url, request, signal);
      }
      try {
        return await first.fetch(url, request, signal);
      } catch (error) {
        if (way === 'first' || !isBlocked(error) || signal.aborted) throw error;
        const response = await second.fetch(url, request, signal).catch((secondError) => {
          // The first way is the one that knows all of the user's settings: its reason is the one to read.
          throw signal.aborted ? secondError : error;
        });
        movedOrigins.add(origin);
        onSwitch(origin, error);
        return response;
      }
    },
  };
}

/** Whether the request failed on its way, in a manner that depends on the way. */
function isBlocked(error: unknown): error is ProviderError {
  if (!(error instanceof ProviderError)) return false;
  const { advice } = error.details;
  return advice === 'proxy' || advice === 'host-not-found' || advice === 'certificate';
}
