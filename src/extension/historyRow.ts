import type { Translate } from '../chat/advice.ts';
import type { ConversationSummary } from '../chat/summary.ts';
import type { HistoryRow } from '../shared/protocol.ts';

/** What a row of the list says beside what the conversation says itself. */
export interface RowFacts {
  /** Around what was searched for. */
  readonly excerpt: string | undefined;
  /** The URI of the window’s folder; empty without one. */
  readonly here: string;
  readonly isBusy: boolean;
  /** The panel with the list shows it. */
  readonly isCurrent: boolean;
}

export function historyRow(
  { id, title, model, count, updatedAt, pinned, workspace }: ConversationSummary,
  { excerpt, here, isBusy, isCurrent }: RowFacts,
  translate: Translate,
): HistoryRow {
  return {
    id,
    title: title === '' ? translate('Untitled chat') : title,
    model,
    count,
    updatedAt,
    pinned,
    workspace: workspace?.name ?? '',
    here: (workspace?.uri ?? '') === here,
    busy: isBusy,
    current: isCurrent,
    ...(excerpt !== undefined && { excerpt }),
  };
}
