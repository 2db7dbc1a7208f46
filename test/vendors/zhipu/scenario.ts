/** What the server shall do with the next request that is authorised and well formed. Plain data. */
export type Scenario =
  | ReplyScenario
  | ErrorScenario
  | BodyScenario
  | TranscriptScenario
  | EndlessScenario
  | RedirectScenario;

/** An answer: streamed or whole, as the request asked. */
export interface ReplyScenario {
  readonly type: 'reply';
  /** One chunk per piece. */
  readonly text?: string | readonly string[];
  /** Pieces of `reasoning_content`; they come before the text. */
  readonly reasoning?: string | readonly string[];
  /** `stop` when absent; any word, also one the vendor does not document. */
  readonly finishReason?: string;
  /** Counted from the texts when absent; `none` leaves the block out. */
  readonly usage?: ReplyUsage | 'none';
  /** The model named in the answer, when it shall differ from the one asked for. */
  readonly model?: string;
  /** Pause before every chunk but the first. 0 when absent. */
  readonly delayMs?: number;
  readonly interruption?: Interruption;
  readonly wire?: Wire;
}

export interface ReplyUsage {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly cachedTokens?: number;
  readonly reasoningTokens?: number;
}

/**
 * How a reply fails to be whole. `afterPieces` counts reasoning and text pieces together. Only `hold`, `cut`
 * and the two errors have a meaning for a reply that is not streamed.
 */
export type Interruption =
  /** `data: {"error":{…}}`, then the end. */
  | {
      readonly type: 'error-object';
      readonly afterPieces: number;
      readonly code: string;
      readonly message?: string;
    }
  /** `event: error` with the same data, then the end. */
  | {
      readonly type: 'error-event';
      readonly afterPieces: number;
      readonly code: string;
      readonly message?: string;
    }
  /** Silence until `server.release()`, then the rest: before the headers, after them, or after n pieces. */
  | { readonly type: 'hold'; readonly after: 'request' | 'headers' | number }
  /** A polite end without finish_reason, usage or [DONE]. */
  | { readonly type: 'end'; readonly afterPieces: number }
  /** Everything but [DONE]. */
  | { readonly type: 'no-done' }
  /** The socket is destroyed; `reset` sends RST instead of FIN. */
  | { readonly type: 'cut'; readonly afterBytes: number; readonly reset?: boolean }
  /** The socket is destroyed after the first byte of the first character that has several. */
  | { readonly type: 'cut-in-character' };

/** How the bytes of a stream are written. */
export interface Wire {
  /** `\n` when absent. */
  readonly lineEnding?: '\n' | '\r\n' | '\r';
  readonly byteOrderMark?: boolean;
  /** Puts a comment line before every event, and one event with nothing but a comment at the start. */
  readonly comments?: boolean;
  /** One event per chunk when absent. */
  readonly chunks?:
    | { readonly type: 'events'; readonly perChunk: number }
    | { readonly type: 'bytes'; readonly size: number }
    /** Cut at these byte positions, ascending. */
    | { readonly type: 'cuts'; readonly at: readonly number[] };
}

/** A refusal instead of an answer. */
export interface ErrorScenario {
  readonly type: 'error';
  /** The vendor's code. Status and wording follow the documented table unless given. */
  readonly code: string;
  readonly status?: number;
  readonly message?: string;
  /** Such as `Retry-After`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** `documented` when absent. */
  readonly shape?: ErrorShape;
}

/**
 * `documented`: `{"error":{"code":"1001","message":"…"}}`; `numeric-code`: the code as a number; `flat`:
 * `{"code":1001,"msg":"…","success":false}`; `anthropic`: the envelope of the Anthropic-compatible route;
 * `text`: the bare message; `empty`: no body.
 */
export type ErrorShape = 'documented' | 'numeric-code' | 'flat' | 'anthropic' | 'text' | 'empty';

/** Any status, any headers, any bytes. */
export interface BodyScenario {
  readonly type: 'body';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** A recorded stream, byte for byte. */
export interface TranscriptScenario {
  readonly type: 'transcript';
  readonly bytes: string | Uint8Array;
  /** Byte positions, ascending, at which it is cut into chunks; one chunk when absent. */
  readonly cuts?: readonly number[];
  readonly delayMs?: number;
  /** `finish` when absent; `hold` stays silent until `server.release()`. */
  readonly ending?: 'finish' | 'destroy' | 'hold';
}

/** A stream that repeats one text piece until the client leaves. */
export interface EndlessScenario {
  readonly type: 'endless';
  readonly piece: string;
  readonly delayMs?: number;
}

export interface RedirectScenario {
  readonly type: 'redirect';
  /** 307 when absent, which asks for the same method and body. */
  readonly status?: number;
  readonly location: string;
}

/** A gateway's page where JSON or a stream was expected. */
export function htmlPage(status: 200 | 502): BodyScenario {
  const title = status === 200 ? 'Welcome' : '502 Bad Gateway';
  return {
    type: 'body',
    status,
    headers: { 'Content-Type': 'text/html; charset=utf-8' },
    body: `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`,
  };
}

/** Says it is gzip and is not. */
export function gzipGarbage(): BodyScenario {
  return {
    type: 'body',
    status: 200,
    headers: { 'Content-Type': 'text/event-stream;charset=UTF-8', 'Content-Encoding': 'gzip' },
    body: 'data: not compressed at all\n\n',
  };
}

/** A sound stream labelled `text/plain`. */
export function wrongContentType(transcript: string): BodyScenario {
  return { type: 'body', status: 200, headers: { 'Content-Type': 'text/plain' }, body: transcript };
}
