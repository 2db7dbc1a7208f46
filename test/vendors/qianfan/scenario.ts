import type { Reply } from '../loopback/reply.ts';
import type { EndlessScenario, Interruption, RawScenario } from '../loopback/scenario.ts';

/** What the server shall do with the next chat that is authorised and well formed, on either API. Plain data. */
export type Scenario = QianfanReply | ErrorScenario | EndlessScenario | RawScenario;

/**
 * An answer. `error-line` as interruption is V1's: a bare JSON line in a stream. `no-done` is V2's: V1 has no
 * end mark, and `end` leaves out the event that says `is_end`.
 */
export interface QianfanReply extends Reply {
  /** What the safety system says; in the last event of a stream. */
  readonly safety?: Safety;
  /** One call in V1, any number in V2. They come after the text. */
  readonly calls?: readonly FunctionCall[];
  /** V1 puts them into `search_info`, V2 beside the choices. With the first piece of text. */
  readonly searchResults?: readonly SearchResult[];
  /** V1 says them in headers, generously when absent; `none` leaves the headers out. V2 only says what is given. */
  readonly rateLimits?: RateLimits | 'none';
}

export interface Safety {
  /** Other than 0 for a class of unsafe text. */
  readonly flag?: number;
  readonly needClearHistory?: boolean;
  /** The round that offends, -1 for the last question. */
  readonly banRound?: number;
  /** Where V2 puts `need_clear_history`, which its document leaves open; in the choice when absent. */
  readonly place?: 'choice' | 'top';
}

export interface FunctionCall {
  readonly name: string;
  /** JSON, or what a model took for it; V2 streams each piece in a chunk of its own. */
  readonly arguments: string | readonly string[];
  /** V1 only. */
  readonly thoughts?: string;
}

export interface SearchResult {
  readonly index: number;
  readonly url: string;
  readonly title: string;
}

export interface RateLimits {
  readonly limitRequests: number;
  readonly remainingRequests: number;
  readonly limitTokens: number;
  readonly remainingTokens: number;
}

/** A refusal instead of an answer. */
export interface ErrorScenario {
  readonly type: 'error';
  /** A code of the API's table. Status and wording follow it unless given. */
  readonly code: string;
  readonly status?: number;
  readonly message?: string;
  /** Such as `Retry-After`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** `documented` when absent. */
  readonly shape?: ErrorShape;
}

/**
 * `documented`: what the table of the API says, `{error_code, error_msg}` or `{code, msg}` on V1 and
 * `{error: {code, message, type}}` on V2; `short`: `{code, msg}` on HTTP 200; `event`: the documented object as
 * the only event of a stream; `line`: the documented object as a line of what claims to be a stream; `text`: the
 * bare message; `empty`: no body.
 */
export type ErrorShape = 'documented' | 'short' | 'event' | 'line' | 'text' | 'empty';

/** What the OAuth address shall do with the next sound request. */
export type OAuthScenario = AccessTokenScenario | OAuthErrorScenario | RawScenario;

export interface AccessTokenScenario {
  readonly type: 'token';
  /** What the answer promises; 30 days when absent. */
  readonly expiresInSeconds?: number;
  /** When the server really stops to accept the token, where that shall differ from the promise. */
  readonly validForSeconds?: number;
  readonly interruption?: Extract<Interruption, { type: 'hold' | 'cut' }>;
}

export interface OAuthErrorScenario {
  readonly type: 'error';
  /** `invalid_client`, `invalid_request`… */
  readonly error: string;
  readonly description?: string;
  /** 401 when absent. */
  readonly status?: number;
}

/** What the minting address shall do with the next request whose signature is sound. */
export type MintingScenario = MintedTokenScenario | IamErrorScenario | RawScenario;

export interface MintedTokenScenario {
  readonly type: 'token';
  /** When the server really stops to accept the token, where that shall differ from the promise. */
  readonly validForSeconds?: number;
  /** `enable` when absent; a disabled token is refused. */
  readonly status?: 'enable' | 'disable';
  readonly interruption?: Extract<Interruption, { type: 'hold' | 'cut' }>;
}

export interface IamErrorScenario {
  readonly type: 'error';
  /** A code of the IAM table. Status and wording follow it unless given. */
  readonly code: string;
  readonly status?: number;
  readonly message?: string;
  /** Writes `Code` and `Message`, as some hosts do. */
  readonly capitalised?: boolean;
}
