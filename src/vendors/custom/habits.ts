import { ProviderError } from '../../core/error.ts';
import type { Transport } from '../../core/transport.ts';
import { hasInOrder } from '../../net/wordsInOrder.ts';

/** What a server does not take, though most do. */
export interface Habits {
  /** Does not know `stream_options`, and says so instead of ignoring it. */
  readonly refusesStreamOptions: boolean;
  /** Its models have no place for instructions. */
  readonly refusesSystem: boolean;
  /** Has no member for what comes behind a completion. */
  readonly refusesSuffix: boolean;
}

const usual: Habits = { refusesStreamOptions: false, refusesSystem: false, refusesSuffix: false };
const known = new WeakMap<Transport, Map<string, Habits>>();

/** What has been learned of a server so far; all providers on one transport share it. */
export function habitsOf(transport: Transport, key: string): Habits {
  return known.get(transport)?.get(key) ?? usual;
}

export function rememberHabits(transport: Transport, key: string, habits: Habits): void {
  const servers = known.get(transport) ?? new Map<string, Habits>();
  servers.set(key, habits);
  known.set(transport, servers);
}

/** What a refusal teaches; undefined if it is about something else. */
export function learnHabits(habits: Habits, error: unknown): Habits | undefined {
  if (!(error instanceof ProviderError) || error.kind !== 'invalid-request') return undefined;
  if (!habits.refusesStreamOptions && /stream_options|include_usage/i.test(error.message)) {
    return { ...habits, refusesStreamOptions: true };
  }
  if (
    !habits.refusesSystem &&
    hasInOrder(error.message, [/system (?:role|message|prompt)s?\b/i, /\bnot\b/i, /support|allow/i])
  ) {
    return { ...habits, refusesSystem: true };
  }
  if (!habits.refusesSuffix && /\bsuffix\b/i.test(error.message)) return { ...habits, refusesSuffix: true };
  return undefined;
}
