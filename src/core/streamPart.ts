/** Why a reply ended. `other`: the vendor used a word we do not know; see `rawReason`. */
export type FinishReason = 'stop' | 'length' | 'context-length' | 'content-filter' | 'tool-calls' | 'other';

/** Tokens as the vendor counted them; a member is absent where the vendor does not report it. */
export interface Usage {
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  /** The part of `inputTokens` that came from the vendor's cache. */
  readonly cachedTokens?: number;
  /** The part of `outputTokens` that was spent on reasoning. */
  readonly reasoningTokens?: number;
}

/** What the vendor reports of its limits along with a reply. */
export interface RateLimit {
  readonly requestLimit?: number;
  readonly requestsLeft?: number;
  readonly tokenLimit?: number;
  readonly tokensLeft?: number;
  /** In milliseconds from now. */
  readonly resetAfterMs?: number;
}

export type NoticeKind =
  /** The vendor asks to drop the conversation so far; `detail`: from which round on (1 is the first), if it says so. */
  | 'clear-history'
  /** The conversation tends toward what the vendor's content rules forbid. */
  | 'sensitive'
  /** A bot wants to hand over to a human agent; `detail`: its reason. */
  | 'hand-over'
  /** The bot says that it has no answer. */
  | 'no-answer'
  /** The reply has something in it that cannot be shown; `detail`: the vendor's name for it. */
  | 'unsupported';

/**
 * What a provider yields. A well-formed stream is any number of parts followed by exactly one `finish`; a stream
 * that cannot get there throws a ProviderError, so that a cut reply never looks like a whole one.
 */
export type StreamPart =
  | { readonly type: 'text-delta'; readonly text: string }
  /** The whole text so far, anew: the server has rewritten what it said. */
  | { readonly type: 'text-replace'; readonly text: string }
  | { readonly type: 'reasoning-delta'; readonly text: string }
  /** A whole call; fragments are put together before. */
  | { readonly type: 'tool-call'; readonly id: string; readonly name: string; readonly input: string }
  /** A search result or a document that the answer rests on. `number` is how the text refers to it. */
  | {
      readonly type: 'source';
      readonly title: string;
      readonly number?: number;
      readonly url?: string;
      readonly snippet?: string;
    }
  /** Things to ask next, each a whole question: to make clear what was meant, or related ones. */
  | {
      readonly type: 'suggestions';
      readonly purpose: 'clarify' | 'related';
      readonly items: readonly string[];
    }
  | { readonly type: 'notice'; readonly kind: NoticeKind; readonly detail?: string }
  /** The vendor's id of the conversation, to be sent along with the next question. */
  | { readonly type: 'vendor-session'; readonly id: string }
  | {
      readonly type: 'finish';
      readonly reason: FinishReason;
      /** The vendor's own word for `reason`, unchanged. */
      readonly rawReason?: string;
      /** The model that answered, where the vendor has taken another one than was asked. */
      readonly model?: string;
      readonly usage?: Usage;
      readonly rateLimit?: RateLimit;
    };
