import { ProviderError } from '../core/error.ts';
import type { HttpResponse, Transport } from '../core/transport.ts';
import { type StartTimer, startTimer, type Timer } from './timers.ts';

/** Milliseconds. */
export interface Timeouts {
  /** From the request to the head of the response. */
  readonly headMs: number;
  /** For the handshake of a WebSocket, behind which no model thinks yet. */
  readonly handshakeMs: number;
  /** Between two chunks of the body, or two messages. */
  readonly idleMs: number;
}

/**
 * A model that thinks for minutes may keep even the head of the response back: 300 s is what the vendors' own clients
 * wait. Once a stream has begun, a service that is alive sends reasoning, text or a comment much more often than every
 * two minutes.
 */
export const defaultTimeouts: Timeouts = { headMs: 300_000, handshakeMs: 30_000, idleMs: 120_000 };

/** A transport that gives up, with a ProviderError of kind `timeout`, when the other side stays silent. */
export function withTimeouts(
  transport: Transport,
  timeouts: Timeouts = defaultTimeouts,
  timer: StartTimer = startTimer,
): Transport {
  /** Opens something within `limitMs`, and reads from it as long as it does not pause for too long. */
  async function watch<T>(
    signal: AbortSignal,
    limitMs: number,
    open: (connectionSignal: AbortSignal) => Promise<T>,
  ): Promise<{ readonly opened: T; readonly watchRead: WatchRead }> {
    const connection = new AbortController();
    const forward = () => connection.abort(signal.reason);
    if (signal.aborted) forward();
    signal.addEventListener('abort', forward);
    const release = () => signal.removeEventListener('abort', forward);
    let failure: ProviderError | undefined;
    const expire = (message: string) => () => {
      failure = new ProviderError('timeout', message, { retryable: true });
      connection.abort(failure);
    };

    const opening = timer(limitMs, expire(`No response within ${limitMs / 1000} s`));
    try {
      const opened = await open(connection.signal);
      // Runs from here on, so that a response nobody reads does not hold its connection for ever.
      const idle = timer(timeouts.idleMs, expire(`Nothing came for ${timeouts.idleMs / 1000} s`));
      return {
        opened,
        async watchRead(read) {
          try {
            return await read(refreshOnce(idle));
          } catch (error) {
            throw failure ?? error;
          } finally {
            idle.stop();
            release();
          }
        },
      };
    } catch (error) {
      release();
      throw failure ?? error;
    } finally {
      opening.stop();
    }
  }

  return {
    now: () => transport.now(),
    randomUUID: () => transport.randomUUID(),
    async fetch(url, request, signal) {
      const { opened, watchRead } = await watch(signal, timeouts.headMs, (connectionSignal) =>
        transport.fetch(url, request, connectionSignal),
      );
      return watchedResponse(opened, watchRead);
    },
    async connect(url, signal) {
      const { opened, watchRead } = await watch(signal, timeouts.handshakeMs, (connectionSignal) =>
        transport.connect(url, connectionSignal),
      );
      if (opened.type === 'refused') {
        return { type: 'refused', response: watchedResponse(opened.response, watchRead) };
      }
      const { socket } = opened;
      return {
        type: 'open',
        socket: {
          send: (text) => socket.send(text),
          close: () => socket.close(),
          read: (onMessage) =>
            watchRead((refresh) =>
              socket.read((text) => {
                refresh();
                onMessage(text);
              }),
            ),
        },
      };
    },
  };
}

/** Runs `read`, which calls its argument whenever something came. */
type WatchRead = <T>(read: (refresh: () => void) => Promise<T>) => Promise<T>;

function watchedResponse(response: HttpResponse, watchRead: WatchRead): HttpResponse {
  return {
    status: response.status,
    header: (name) => response.header(name),
    read: (onChunk) =>
      watchRead((refresh) =>
        response.read((chunk) => {
          refresh();
          onChunk(chunk);
        }),
      ),
  };
}

/** Hundreds of chunks may come out of one read of the socket; they need the timer set only once. */
function refreshOnce(timer: Timer): () => void {
  let refreshed = false;
  const forget = () => {
    refreshed = false;
  };
  return () => {
    if (refreshed) return;
    refreshed = true;
    timer.refresh();
    queueMicrotask(forget);
  };
}
