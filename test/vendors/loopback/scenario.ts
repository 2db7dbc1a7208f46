/**
 * How a reply fails to be whole. `afterPieces` counts reasoning and text pieces together. Only `hold`, `cut`
 * and the errors have a meaning for a reply that is not streamed.
 */
export type Interruption =
  | ErrorInterruption
  /** Silence until `server.release()`, then the rest: before the headers, after them, or after n pieces. */
  | { readonly type: 'hold'; readonly after: 'request' | 'headers' | number }
  /** A polite end without finish reason, usage or end mark. */
  | { readonly type: 'end'; readonly afterPieces: number }
  /** Everything but the end mark (`[DONE]`). */
  | { readonly type: 'no-done' }
  /** The socket is destroyed; `reset` sends RST instead of FIN. */
  | { readonly type: 'cut'; readonly afterBytes: number; readonly reset?: boolean }
  /** The socket is destroyed after the first byte of the first character that has several. */
  | { readonly type: 'cut-in-character' };

/** The vendor's error object where the next piece should be, then the end. */
export interface ErrorInterruption {
  /** As `data: {…}`, as an `event: error` with the same data, or as a bare line without `data:`. */
  readonly type: 'error-object' | 'error-event' | 'error-line';
  readonly afterPieces: number;
  readonly code: string;
  readonly message?: string;
}

/** How the bytes of a stream are written. */
export interface Wire {
  /** `\n` when absent. */
  readonly lineEnding?: '\n' | '\r\n' | '\r';
  readonly byteOrderMark?: boolean;
  /** Puts a comment line before every event, and one event with nothing but a comment at the start. */
  readonly comments?: boolean;
  /** What stands between `data:` and the data, where it shall differ from the vendor's habit. */
  readonly separator?: '' | ' ';
  /** One event per chunk when absent. */
  readonly chunks?:
    | { readonly type: 'events'; readonly perChunk: number }
    | { readonly type: 'bytes'; readonly size: number }
    /** Cut at these byte positions, ascending. */
    | { readonly type: 'cuts'; readonly at: readonly number[] };
}

/** Scenarios that know nothing of any vendor. */
export type RawScenario = BodyScenario | TranscriptScenario | RedirectScenario;

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

export interface RedirectScenario {
  readonly type: 'redirect';
  /** 307 when absent, which asks for the same method and body. */
  readonly status?: number;
  readonly location: string;
}

/** A stream that repeats one text piece until the client leaves. */
export interface EndlessScenario {
  readonly type: 'endless';
  readonly piece: string;
  readonly delayMs?: number;
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
