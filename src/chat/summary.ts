import type { QuestionTurn, Turn } from './conversation.ts';
import type { LogRecord, WorkspaceName } from './logRecord.ts';
import { lostQuestion } from './lostQuestions.ts';
import { lastMoment } from './moment.ts';
import { titleFromQuestion } from './title.ts';

/** What the list of conversations shows of one. */
export interface ConversationSummary {
  readonly id: string;
  /** As the user named it, else made from its first question. */
  readonly title: string;
  /** The label of the model that answered last. */
  readonly model: string;
  /** Questions and answers, alternatives included. */
  readonly count: number;
  /** Milliseconds since 1970 UTC, here and below. */
  readonly createdAt: number;
  /** When something was asked or answered last. */
  readonly updatedAt: number;
  readonly pinned: boolean;
  /** The folder that was open when it began. */
  readonly workspace?: WorkspaceName;
  /** Set while it is in the bin. */
  readonly deletedAt?: number;
}

interface TurnOutline {
  /** The question itself, or the one that the answer belongs to; both are deleted together. */
  readonly question: string;
  /** A question's title, or the label of the model that answered. */
  readonly label: string;
  readonly at: number;
  /** The id of the answer in whose place it was asked for. */
  readonly replaces: string | undefined;
}

/** What has been read of a conversation so far; grows with its file. */
export interface ConversationOutline {
  readonly turns: Map<string, TurnOutline>;
  readonly deleted: Set<string>;
  /** The ids of questions of which there are only answers so far. */
  readonly lost: Set<string>;
  createdAt: number | undefined;
  workspace: WorkspaceName | undefined;
  name: string | undefined;
  pinned: boolean;
  deletedAt: number | undefined;
}

export function emptyOutline(): ConversationOutline {
  return {
    turns: new Map(),
    deleted: new Set(),
    lost: new Set(),
    createdAt: undefined,
    workspace: undefined,
    name: undefined,
    pinned: false,
    deletedAt: undefined,
  };
}

/**
 * Adds the next record of a conversation's file. Records that come twice count once. Text is not looked at, so
 * `delta`, `replace` and `extras` may be left out.
 */
export function addToOutline(outline: ConversationOutline, record: LogRecord): void {
  switch (record.type) {
    case 'conversation':
      outline.createdAt ??= Math.round(record.createdAt);
      outline.workspace ??= record.workspace;
      break;
    case 'question':
      if (outline.lost.has(record.turn.id)) takeOut(outline, record.turn.id);
      // Whoever asks on in another window does not want the conversation to be gone.
      if (!outline.turns.has(record.turn.id)) outline.deletedAt = undefined;
      outline.turns.set(record.turn.id, outlineOf(record.turn));
      break;
    case 'answer':
    case 'restart': {
      // As in the conversation itself.
      const { parent, askedAt } = record.turn;
      if (!outline.turns.has(parent)) {
        outline.turns.set(parent, outlineOf(lostQuestion(parent, null, askedAt)));
        outline.lost.add(parent);
      }
      outline.turns.set(record.turn.id, outlineOf(record.turn));
      break;
    }
    case 'status': {
      const known = outline.turns.get(record.id);
      if (known && known.question !== record.id)
        outline.turns.set(record.id, { ...known, at: endOf(record) });
      break;
    }
    case 'delete':
      for (const id of record.ids) outline.deleted.add(id);
      break;
    case 'restore':
      for (const id of record.ids) outline.deleted.delete(id);
      break;
    case 'meta':
      if (record.title !== undefined) outline.name = record.title;
      if (record.pinned !== undefined) outline.pinned = record.pinned;
      if (record.deletedAt !== undefined) outline.deletedAt = record.deletedAt ?? undefined;
      break;
  }
}

/** A question that stood for one which is there after all, and the answers before that. */
function takeOut({ turns, lost }: ConversationOutline, questionId: string): void {
  lost.delete(questionId);
  for (const [id, { question }] of turns) if (question === questionId) turns.delete(id);
}

/** The summary of what was read; undefined while nothing was asked, for then there is nothing to list. */
export function summarise(id: string, outline: ConversationOutline): ConversationSummary | undefined {
  const { turns, deleted, createdAt = 0, workspace, name, pinned, deletedAt } = outline;
  let firstTitle: string | undefined;
  let model = '';
  let count = 0;
  let updatedAt = 0;
  const replaced = new Set([...turns.values()].map(({ replaces }) => replaces));
  for (const [turnId, { question, label, at }] of turns) {
    if (deleted.has(question) || !turns.has(question)) continue;
    if (!replaced.has(turnId)) count++;
    updatedAt = Math.max(updatedAt, at);
    if (turnId === question) firstTitle ??= label;
    else model = label;
  }
  if (count === 0 && !name) return undefined;
  return {
    id,
    title: name || (firstTitle ?? ''),
    model,
    count,
    createdAt,
    updatedAt: updatedAt || createdAt,
    pinned,
    ...(workspace && { workspace }),
    ...(deletedAt !== undefined && { deletedAt }),
  };
}

/** A name for a conversation that begins with this question: of its words, else of what was sent along. */
export function questionTitle({ text, attachments }: Pick<QuestionTurn, 'text' | 'attachments'>): string {
  return titleFromQuestion(text) || (attachments[0]?.name ?? '');
}

function outlineOf(turn: Turn): TurnOutline {
  return turn.role === 'question'
    ? { question: turn.id, label: questionTitle(turn), at: Math.round(turn.askedAt), replaces: undefined }
    : {
        question: turn.parent,
        label: turn.respondent.modelLabel,
        at: endOf(turn),
        replaces: turn.replaces,
      };
}

function endOf({ askedAt, totalMs = 0 }: { readonly askedAt: number; readonly totalMs?: number }): number {
  return Math.min(Math.round(askedAt + totalMs), lastMoment);
}
