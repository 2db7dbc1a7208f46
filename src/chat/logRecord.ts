import type { AddedExtras, AnswerStatus, AnswerTurn, LeftOut, QuestionTurn } from './conversation.ts';

/*
 * A conversation on disk: one JSON record a line, only ever appended. A crash in the middle of a write tears at most
 * the last line, which is then dropped; everything before it stands. Every record may be there twice (two windows, a
 * file that was replaced while it was written) and means the same then.
 */

/** The folder that was open when a conversation began. */
export interface WorkspaceName {
  /** The folder's name. */
  readonly name: string;
  readonly uri: string;
}

/** What changes in an answer beside its text and its lists. */
export interface AnswerProgress {
  readonly type: 'status';
  readonly id: string;
  readonly status: AnswerStatus;
  readonly askedAt: number;
  readonly reasoningMs?: number;
  readonly firstTokenMs?: number;
  readonly totalMs?: number;
  readonly leftOut?: LeftOut;
  readonly vendorSession?: string;
}

export type LogRecord =
  /** The first line. */
  | {
      readonly type: 'conversation';
      readonly version: 1;
      readonly id: string;
      /** Milliseconds since 1970 UTC, here and below. */
      readonly createdAt: number;
      readonly workspace?: WorkspaceName;
    }
  | { readonly type: 'question'; readonly turn: QuestionTurn }
  /**
   * An answer that is new. Of one that is there already, the text and the reasoning stay; older versions wrote all the
   * rest of it anew like this.
   */
  | { readonly type: 'answer'; readonly turn: AnswerTurn }
  /**
   * Text that follows the first `at` UTF-16 code units of a channel; what is there already is passed over. Where the
   * answer's text has been rewritten more often than `rewrites` (absent: 0) says, it belongs to a text that is gone.
   */
  | {
      readonly type: 'delta';
      readonly id: string;
      readonly channel: 'text' | 'reasoning';
      readonly at: number;
      readonly text: string;
      readonly rewrites?: number;
    }
  /** The answer's text is now another one. In older files it has no `rewrites`. */
  | {
      readonly type: 'replace';
      readonly id: string;
      readonly text: string;
      readonly rewrites?: number;
      /** Only a piece is another one: of the text before, which had so many UTF-16 code units. */
      readonly piece?: { readonly at: number; readonly removed: number; readonly length: number };
    }
  /**
   * More beside an answer's text; what is there already is passed over, and so is what belongs to an attempt that was
   * begun anew since. In older files it has no `rewrites`, which are the answer's.
   */
  | ({ readonly type: 'extras'; readonly id: string; readonly rewrites?: number } & AddedExtras)
  /** How an answer is doing, all of it: what is absent is so. */
  | AnswerProgress
  /** In older files: the answer's text and reasoning are thrown away, which is one of its `rewrites`. */
  | { readonly type: 'restart'; readonly turn: AnswerTurn }
  /** The branch that is shown goes through this turn, and from there on through the newest ones. */
  | { readonly type: 'head'; readonly id: string }
  /** These turns are gone; what followed them follows what they followed. */
  | { readonly type: 'delete'; readonly ids: readonly string[] }
  | { readonly type: 'restore'; readonly ids: readonly string[] }
  /** What the user set for the conversation as a whole; absent: unchanged. `deletedAt: null` brings it back. */
  | {
      readonly type: 'meta';
      readonly title?: string;
      readonly pinned?: boolean;
      readonly deletedAt?: number | null;
    };
