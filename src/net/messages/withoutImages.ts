import type { Turn } from './liftSystem.ts';

/** Replaces pictures by a remark, for a model that cannot see. */
export function withoutImages(turns: readonly Turn[]): readonly Turn[] {
  return turns.map((turn) => {
    if (turn.role !== 'user' || !turn.images) return turn;
    const remarks = turn.images.map(() => '[A picture that this model cannot see]');
    return { role: 'user', text: [turn.text, ...remarks].filter((text) => text.trim() !== '').join('\n') };
  });
}
