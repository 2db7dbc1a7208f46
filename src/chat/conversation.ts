import type { ErrorKind, ProviderErrorDetails } from '../core/error.ts';
import type { FinishReason, RateLimit, StreamPart, Usage } from '../core/streamPart.ts';
import type { Attachment } from './attachment.ts';

/**
 * One question. Turns form a tree: a question follows an answer, an answer follows its question, and editing or asking
 * anew gives a turn an alternative that follows the same one.
 */
export interface QuestionTurn {
  readonly role: 'question';
  readonly id: string;
  /** The answer it follows; null at the beginning of the conversation. */
  readonly parent: string | null;
  /** Which of the alternatives at this place it is, from 1 in the order of their making. */
  readonly alternative: number;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  /** Milliseconds since 1970 UTC. */
  readonly askedAt: number;
  /** Whether the model is to reason; absent: as the vendor sees fit. */
  readonly thinking?: boolean;
  /** Whether the vendor is to search the web; absent: as the vendor sees fit. */
  readonly webSearch?: boolean;
}

/** A failure as data: what can be stored, and turned into advice in whatever language the window has then. */
export interface Failure {
  readonly kind: ErrorKind;
  readonly message: string;
  readonly details: Omit<ProviderErrorDetails, 'cause'>;
}

export type AnswerStatus =
  | { readonly state: 'waiting' }
  | { readonly state: 'reasoning' }
  | { readonly state: 'answering' }
  /** Failed before anything was shown; the next try is at `untilMs` (since 1970 UTC), `waitMs` after the failure. */
  | {
      readonly state: 'retrying';
      readonly failure: Failure;
      readonly waitMs: number;
      readonly untilMs: number;
    }
  | {
      readonly state: 'done';
      readonly reason: FinishReason;
      readonly usage?: Usage;
      readonly rateLimit?: RateLimit;
    }
  | { readonly state: 'stopped' }
  | { readonly state: 'failed'; readonly failure: Failure }
  /** The window was closed before the reply had ended. */
  | { readonly state: 'interrupted' };

/** A model as it is chosen, by our ids of vendor and API and the vendor's id of the model. */
export interface ModelSelection {
  readonly vendorId: string;
  readonly apiId: string;
  readonly model: string;
}

/** Who was asked: for people, and to know again which vendor keeps the history. */
export interface Respondent extends ModelSelection {
  readonly vendorLabel: string;
  readonly modelLabel: string;
  /** The model's limit for one reply, where known, in tokens. */
  readonly maxOutputTokens?: number;
}

export type Source = Omit<Extract<StreamPart, { type: 'source' }>, 'type'>;
export type Suggestions = Omit<Extract<StreamPart, { type: 'suggestions' }>, 'type'>;
export type VendorNotice = Omit<Extract<StreamPart, { type: 'notice' }>, 'type'>;

/** What an answer has beside its text. */
export interface AnswerExtras {
  readonly sources: readonly Source[];
  readonly suggestions: readonly Suggestions[];
  readonly notices: readonly VendorNotice[];
  /** The vendor's id of the conversation, where the vendor keeps the history. */
  readonly vendorSession?: string;
}

/** What was added to one of the lists behind its first `at` entries. */
export type AddedExtras =
  | { readonly list: 'sources'; readonly at: number; readonly items: readonly Source[] }
  | { readonly list: 'suggestions'; readonly at: number; readonly items: readonly Suggestions[] }
  | { readonly list: 'notices'; readonly at: number; readonly items: readonly VendorNotice[] };

/** What did not fit into the model's window along with a question. */
export interface LeftOut {
  /** How many earlier questions with their answers were not sent, from the oldest on. */
  readonly pairs: number;
  /** The names of attachments of which only a part was sent. */
  readonly cut: readonly string[];
}

export const noExtras: AnswerExtras = { sources: [], suggestions: [], notices: [] };

export interface AnswerTurn {
  readonly role: 'answer';
  readonly id: string;
  /** The question it answers. */
  readonly parent: string;
  /** Which of the answers to its question it is, from 1 in the order of their making. */
  readonly alternative: number;
  readonly respondent: Respondent;
  readonly text: string;
  readonly reasoning: string;
  readonly extras: AnswerExtras;
  readonly status: AnswerStatus;
  /** Milliseconds since 1970 UTC. */
  readonly askedAt: number;
  readonly reasoningMs?: number;
  /** From sending to the first text or reasoning. */
  readonly firstTokenMs?: number;
  readonly totalMs?: number;
  /** Absent where everything was sent. */
  readonly leftOut?: LeftOut;
  /** How often its text was replaced or begun anew; absent for 0. It tells which text a piece of it belongs to. */
  readonly rewrites?: number;
  /**
   * The id of the answer in whose place it was asked for, or that it goes on with. It is shown there as long as nothing of
   * that one is lost, else beside it: another window may have gone on with it as well.
   */
  readonly replaces?: string;
}

export type Turn = QuestionTurn | AnswerTurn;

/** Whether the answer may still grow. */
export function isRunning(status: AnswerStatus): boolean {
  return ['waiting', 'reasoning', 'answering', 'retrying'].includes(status.state);
}
