import { ProviderError } from '../../core/error.ts';
import type { Turn } from './liftSystem.ts';

/** Leaves out what stands before the first user: no API lets anybody else begin. */
export function fromFirstUser(turns: readonly Turn[]): readonly Turn[] {
  const first = turns.findIndex(({ role }) => role === 'user');
  return first === -1 ? [] : turns.slice(first);
}

/**
 * Leaves out assistants at the end: what is asked is what comes before them.
 *
 * @throws {ProviderError} if nobody is left who asks.
 */
export function untilQuestion(turns: readonly Turn[]): readonly Turn[] {
  const last = turns.findLastIndex(({ role }) => role !== 'assistant');
  if (last === -1) throw new ProviderError('invalid-request', 'There is no question to answer');
  return turns.slice(0, last + 1);
}
