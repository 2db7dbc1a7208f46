import type { Turn } from './conversation.ts';
import type { LoadedConversation } from './conversationTree.ts';
import type { LogRecord, WorkspaceName } from './logRecord.ts';
import { isLostQuestion } from './lostQuestions.ts';
import { type ConversationSummary, questionTitle } from './summary.ts';

/** What a file with exported conversations says it is. */
export const exportFormat = 'hanlin-conversations';

/** One conversation in a file that people keep, and bring to another machine. */
export interface ExportedConversation {
  readonly id: string;
  readonly title: string;
  /** Milliseconds since 1970 UTC. */
  readonly createdAt: number;
  readonly pinned?: boolean | undefined;
  readonly workspace?: WorkspaceName | undefined;
  /** Each after the one that it follows. */
  readonly turns: readonly Turn[];
  /** The last turn of the branch that is shown. */
  readonly head?: string | undefined;
  /** The ids of turns that were deleted. */
  readonly deleted: readonly string[];
}

/** A whole conversation as it is exported. */
export function exportConversation(
  { id, title, createdAt, pinned, workspace }: Omit<ConversationSummary, 'model' | 'count' | 'updatedAt'>,
  { turns, deleted, head }: LoadedConversation,
): ExportedConversation {
  return { id, title, createdAt, pinned, workspace, turns, head, deleted: [...deleted] };
}

/**
 * The file that `conversations` are exported as, which can be imported.
 *
 * @param now milliseconds since 1970 UTC.
 */
export function exportText(conversations: readonly ExportedConversation[], now: number): string {
  const exportedAt = JSON.stringify(new Date(now).toISOString());
  const lines = conversations.map((conversation) => JSON.stringify(conversation)).join(',\n');
  return `{"format":"${exportFormat}","version":1,"exportedAt":${exportedAt},"conversations":[\n${lines}\n]}\n`;
}

/** The records of a new file for an imported conversation. */
export function importedRecords(conversation: ExportedConversation, id: string): LogRecord[] {
  const { title, createdAt, pinned, workspace, turns, head, deleted } = conversation;
  const first = turns.find((turn) => turn.role === 'question');
  const isNamed = title !== '' && title !== (first && questionTitle(first));
  return [
    { type: 'conversation', version: 1, id, createdAt, ...(workspace && { workspace }) },
    ...(isNamed ? [{ type: 'meta' as const, title }] : []),
    ...(pinned ? [{ type: 'meta' as const, pinned }] : []),
    ...turns.map(turnRecord),
    ...(deleted.length > 0 ? [{ type: 'delete' as const, ids: deleted }] : []),
    ...(head === undefined ? [] : [{ type: 'head' as const, id: head }]),
  ];
}

/** What an imported conversation has beyond the one that is there. Nothing that is there is changed. */
export function missingRecords(
  { turns, deleted }: ExportedConversation,
  { turns: present }: LoadedConversation,
): LogRecord[] {
  const lost = new Set(present.filter(isLostQuestion).map(({ id }) => id));
  const isLost = ({ id, parent }: Turn) => lost.has(id) || (parent !== null && lost.has(parent));
  const known = new Set(present.filter((turn) => !isLost(turn)).map(({ id }) => id));
  const added = turns.filter(({ id }) => !known.has(id));
  const addedIds = new Set(added.map(({ id }) => id));
  const gone = deleted.filter((id) => addedIds.has(id));
  return [...added.map(turnRecord), ...(gone.length > 0 ? [{ type: 'delete' as const, ids: gone }] : [])];
}

function turnRecord(turn: Turn): LogRecord {
  return turn.role === 'question' ? { type: 'question', turn } : { type: 'answer', turn };
}
