import type { IncomingHttpHeaders } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Violation } from '../loopback/chatRequest.ts';
import type { HandshakeAuthentication } from './signedUrl.ts';

/** An attempt to open a WebSocket, refused or not. */
export interface RecordedHandshake {
  /** Percent-encoded as it came, without the query. */
  readonly path: string;
  /** As it came, without the question mark. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly remotePort: number;
  /** When it arrived, by the server's clock. */
  readonly at: number;
  readonly authentication: HandshakeAuthentication;
  /** Settles when the connection is over. */
  readonly closed: Promise<SocketClosing>;
}

/** A message of the client. */
export interface RecordedQuestion {
  readonly handshake: RecordedHandshake;
  readonly rawBody: string;
  /** The parsed JSON; undefined if it was none. */
  readonly body: unknown;
  readonly isBinary: boolean;
  /** When it arrived, by the server's clock. */
  readonly at: number;
  /** Why the server refused it by itself; undefined if a scenario answered. */
  readonly refusal: Violation | undefined;
  /** Settles when the connection is over. */
  readonly closed: Promise<SocketClosing>;
}

export interface SocketClosing {
  /** Who began: closed, destroyed or left first. */
  readonly by: 'client' | 'server';
  /** Of the client's close frame; 1005 if that had none, 1006 without a close frame. */
  readonly code: number;
  readonly reason: string;
  /** Since the handshake. */
  readonly afterMs: number;
}

export interface ClosingWatch {
  readonly closed: Promise<SocketClosing>;
  /** The server is about to close or destroy. */
  leaving(): void;
  /** The handshake was accepted: close frames are read from now on. */
  opened(webSocket: WebSocket): void;
}

/** Notes how a connection ends. */
export function watchClosing(connection: Duplex): ClosingWatch {
  const began = performance.now();
  const closed = Promise.withResolvers<SocketClosing>();
  let by: SocketClosing['by'] = 'client';
  let isOpened = false;
  const end = (code: number, reason: string): void => {
    closed.resolve({ by, code, reason, afterMs: performance.now() - began });
  };
  connection.once('close', () => {
    if (!isOpened) end(1006, '');
  });
  return {
    closed: closed.promise,
    leaving: () => {
      by = 'server';
    },
    opened: (webSocket) => {
      isOpened = true;
      webSocket.once('close', (code, reason) => end(code, reason.toString('utf8')));
    },
  };
}
