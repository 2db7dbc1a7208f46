import type { ErrorKind, ProviderErrorDetails } from '../core/error.ts';
import type { FinishReason, RateLimit, StreamPart, Usage } from '../core/streamPart.ts';

/** A piece of code that is sent along with a question. */
export interface CodeAttachment {
  readonly id: string;
  /** How the piece was found: marked by the user, or the symbol or block around the cursor. */
  readonly kind: 'selection' | 'symbol' | 'block';
  /** Where it can be opened again, as a URI. */
  readonly uri: string;
  /** The file's name without its folder. */
  readonly name: string;
  /** The path as the user knows it: inside its workspace folder where it has one. */
  readonly path: string;
  /** VS Code's language id, as the label of the code. */
  readonly language: string;
  /** One-based, both included. */
  readonly startLine: number;
  readonly endLine: number;
  readonly code: string;
  /** The lines of the same file above and below; as much of them is sent as fits. */
  readonly before: string;
  readonly after: string;
}

export interface QuestionTurn {
  readonly role: 'question';
  readonly id: string;
  readonly text: string;
  readonly attachments: readonly CodeAttachment[];
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

/** Who was asked: for people, and to know again which vendor keeps the history. */
export interface Respondent {
  readonly vendorId: string;
  readonly apiId: string;
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

export const noExtras: AnswerExtras = { sources: [], suggestions: [], notices: [] };

export interface AnswerTurn {
  readonly role: 'answer';
  readonly id: string;
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
}

export type Turn = QuestionTurn | AnswerTurn;

/** Whether the answer may still grow. */
export function isRunning(status: AnswerStatus): boolean {
  return ['waiting', 'reasoning', 'answering', 'retrying'].includes(status.state);
}
