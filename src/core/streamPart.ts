/** Why a reply ended. `other`: the vendor used a word we do not know; see `rawReason`. */
export type FinishReason = 'stop' | 'length' | 'context-length' | 'content-filter' | 'other';

/** Tokens as the vendor counted them; a member is absent where the vendor does not report it. */
export interface Usage {
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  /** The part of `inputTokens` that came from the vendor's cache. */
  readonly cachedTokens?: number;
  /** The part of `outputTokens` that was spent on reasoning. */
  readonly reasoningTokens?: number;
}

/**
 * What a provider yields. A well-formed stream is any number of deltas followed by exactly one `finish`; a stream
 * that cannot get there throws a ProviderError, so that a cut reply never looks like a whole one.
 */
export type StreamPart =
  | { readonly type: 'text-delta'; readonly text: string }
  | { readonly type: 'reasoning-delta'; readonly text: string }
  | {
      readonly type: 'finish';
      readonly reason: FinishReason;
      /** The vendor's own word for `reason`, unchanged. */
      readonly rawReason?: string;
      readonly usage?: Usage;
    };
