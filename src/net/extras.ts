import { mostNotices, mostSources, mostSuggestions } from '../core/limits.ts';
import type { StreamPart } from '../core/streamPart.ts';
import type { EmitPart } from './partStream.ts';

/** Of which kinds only so many are shown. */
const most: Partial<Record<StreamPart['type'], number>> = {
  source: mostSources,
  notice: mostNotices,
  suggestions: mostSuggestions,
};

/** @returns emits what goes along with a reply: each part once, though servers repeat it in every event */
export function createExtras(emit: EmitPart): (part: StreamPart) => void {
  const known = new Map<StreamPart['type'], Set<string>>();
  return (part) => {
    const parts = known.get(part.type) ?? new Set();
    known.set(part.type, parts);
    if (parts.size >= (most[part.type] ?? Number.POSITIVE_INFINITY)) return;
    const key = JSON.stringify(part);
    if (parts.has(key)) return;
    parts.add(key);
    emit(part);
  };
}
