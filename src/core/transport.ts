export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpResponse {
  readonly status: number;
  /** The value of a response header (name in any letter case), or undefined. */
  header(name: string): string | undefined;
  /**
   * Hands over the body chunk by chunk, as it arrives and without buffering. Resolves at the end of the body, rejects
   * when the body is cut or the request was aborted. When `onChunk` throws, the connection is closed and the promise
   * rejects with that error. May be called once.
   *
   * A callback rather than an async iterable: a layer of iterators costs more per chunk than decoding it.
   */
  read(onChunk: (chunk: Uint8Array) => void): Promise<void>;
}

/** An open WebSocket. */
export interface Socket {
  send(text: string): void;
  /**
   * Hands over every message as it arrives, binary ones decoded as UTF-8. Resolves with the close code when the
   * connection is closed by either side, rejects when it breaks or was aborted. When `onMessage` throws, the connection
   * is closed and the promise rejects with that error. May be called once.
   */
  read(onMessage: (text: string) => void): Promise<number>;
  close(): void;
}

/** What became of a WebSocket's handshake. */
export type Handshake =
  | { readonly type: 'open'; readonly socket: Socket }
  /** The server answered with something else than an upgrade: the vendor's way to say what is wrong. */
  | { readonly type: 'refused'; readonly response: HttpResponse };

/** All that a vendor may do to the outside world. */
export interface Transport {
  /**
   * Sends one request and resolves with the head of the response, whatever its status. Redirects are not followed:
   * a key must not travel to another address. Aborting `signal` closes the connection, during `read` as well.
   *
   * @throws {ProviderError} of kind `network`, `timeout` or `cancelled`.
   */
  fetch(url: string, request: HttpRequest, signal: AbortSignal): Promise<HttpResponse>;
  /**
   * Opens a WebSocket at a `ws:` or `wss:` address. Aborting `signal` closes it at any time.
   *
   * @throws {ProviderError} of kind `network`, `timeout` or `cancelled`.
   */
  connect(url: string, signal: AbortSignal): Promise<Handshake>;
  /** Milliseconds since 1970 UTC. */
  now(): number;
  /** A new version 4 UUID. */
  randomUUID(): string;
}
