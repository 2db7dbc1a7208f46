import type { ReplyUsage } from '../loopback/reply.ts';
import type { RawScenario } from '../loopback/scenario.ts';

/** What the WebSocket server shall do with the next question that is well formed. Plain data. */
export type SocketScenario = SocketReply | ErrorFrame | FrameLog | EndlessFrames;

/** An answer: sources, then reasoning, then text, one frame per piece; the last frame has status 2. */
export interface SocketReply {
  readonly type: 'reply';
  readonly text?: string | readonly string[];
  /** Pieces of `reasoning_content`. */
  readonly reasoning?: string | readonly string[];
  /** Sent first, as the plugin `ifly_search`, whether the question asked for them or not. */
  readonly search?: readonly SearchSource[];
  /** The only frame then, with status 2 and without text. */
  readonly functionCall?: { readonly name: string; readonly arguments: string };
  /** Counted from the texts when absent; `none` leaves the block out. */
  readonly usage?: ReplyUsage | 'none';
  /**
   * What the frame with status 2 carries: the last piece (when absent), an entry with an empty text, or no
   * entry at all.
   */
  readonly lastFrame?: 'piece' | 'empty text' | 'no entry';
  /** Pause before every frame but the first. 0 when absent. */
  readonly delayMs?: number;
  readonly interruption?: SocketInterruption;
  readonly wire?: SocketWire;
  /** After the last frame; `close`, with 1000, when absent. */
  readonly ending?: SocketEnding;
}

export interface SearchSource {
  readonly index: number;
  readonly url: string;
  readonly title: string;
}

/** `wait` leaves the connection to the client. */
export type SocketEnding = 'close' | 'destroy' | 'wait';

/** How an answer fails to be whole. `afterFrames` counts all frames, sources included. */
export type SocketInterruption =
  /** An error frame instead of the next one, then 1000. After the last frame, which then has status 1, too. */
  | {
      readonly type: 'error';
      readonly afterFrames: number;
      readonly code: string;
      readonly message?: string;
    }
  /** The whole answer, status 2 included, and then an error frame. */
  | { readonly type: 'error-after-last'; readonly code: string; readonly message?: string }
  /** Silence until `server.release()`, then the rest. */
  | { readonly type: 'hold'; readonly afterFrames: number }
  /** A close frame with this code; without a code when it is 1005. */
  | {
      readonly type: 'close';
      readonly afterFrames: number;
      readonly code: number;
      readonly reason?: string;
    }
  /** The TCP connection is destroyed (1006), in the middle of the next frame if asked; `reset` sends RST. */
  | {
      readonly type: 'cut';
      readonly afterFrames: number;
      readonly inFrame?: boolean;
      readonly reset?: boolean;
    };

/** How messages become bytes. */
export interface SocketWire {
  /** Into so many fragments (RFC 6455, 5.4) every message is cut, anywhere, also inside a character. */
  readonly fragments?: number;
  /** A ping before every message. */
  readonly pings?: boolean;
  /** One message per TCP chunk when absent. */
  readonly chunks?:
    | { readonly type: 'messages'; readonly perChunk: number }
    | { readonly type: 'bytes'; readonly size: number };
}

/** A refusal: one frame without payload, then 1000. */
export interface ErrorFrame {
  readonly type: 'error';
  readonly code: string;
  /** The vendor's wording when absent. */
  readonly message?: string;
}

/** Frames as recorded or as nobody should send them. A text is a text frame, bytes are a binary one. */
export interface FrameLog {
  readonly type: 'frames';
  readonly frames: readonly (string | Uint8Array | RawFrame)[];
  readonly delayMs?: number;
  readonly wire?: SocketWire;
  /** `close`, with 1000, when absent; `hold` stays silent until `server.release()` and then closes. */
  readonly ending?: SocketEnding | 'hold';
}

/** A frame that may break RFC 6455: one length announced and another sent, reserved bits, a mask… */
export interface RawFrame {
  readonly opcode: number;
  readonly payload: string | Uint8Array;
  /** True when absent. */
  readonly fin?: boolean;
  /** The three reserved bits, 0 to 7. */
  readonly reserved?: number;
  readonly masked?: boolean;
  /** Bytes announced, when that shall not be the payload's length. */
  readonly announcedLength?: number;
}

/** Frames with one piece of text until the client leaves. */
export interface EndlessFrames {
  readonly type: 'endless';
  readonly piece: string;
  readonly delayMs?: number;
}

/** What the server shall do with the next handshake whose signature is right, instead of accepting it. */
export type HandshakeScenario =
  | RawScenario
  /** An HTTP status and `{"message":…}`, as the gateway sends it. */
  | {
      readonly type: 'refuse';
      readonly status: number;
      readonly message: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** No answer until `server.release()`; then it is accepted. */
  | { readonly type: 'hold' }
  | { readonly type: 'cut'; readonly reset?: boolean }
  /** 101 with a wrong `Sec-WebSocket-Accept`. */
  | { readonly type: 'wrong accept' };
