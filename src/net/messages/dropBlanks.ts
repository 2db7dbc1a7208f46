import type { Turn } from './liftSystem.ts';

/**
 * Leaves out users who say and show nothing and assistants who say and call nothing. A tool that returned nothing is
 * needed all the same: its result says so.
 */
export function dropBlanks(turns: readonly Turn[]): readonly Turn[] {
  return turns.flatMap((turn): readonly Turn[] => {
    if (turn.text.trim() !== '') return [turn];
    if (turn.role === 'tool') return [{ ...turn, text: '[Empty]' }];
    const more = turn.role === 'user' ? turn.images : turn.toolCalls;
    return more?.length ? [turn] : [];
  });
}
