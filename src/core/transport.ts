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

/** All that a vendor may do to the outside world. */
export interface Transport {
  /**
   * Sends one request and resolves with the head of the response, whatever its status. Redirects are not followed:
   * a key must not travel to another address. Aborting `signal` closes the connection, during `read` as well.
   *
   * @throws {ProviderError} of kind `network`, `timeout` or `cancelled`.
   */
  fetch(url: string, request: HttpRequest, signal: AbortSignal): Promise<HttpResponse>;
  /** Milliseconds since 1970 UTC. */
  now(): number;
}
