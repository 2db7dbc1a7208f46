import { ProviderError } from '../../../src/core/error.ts';
import type { Handshake, HttpRequest, HttpResponse, Transport } from '../../../src/core/transport.ts';
import type { StartTimer } from '../../../src/net/timers.ts';

/** What a fake server sends: a head, chunks, and how the body ends. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly chunks?: readonly (string | Uint8Array)[];
  /** `end` when absent; an error cuts the body; `hold` leaves it open until the request is aborted. */
  readonly ending?: 'end' | 'hold' | Error;
}

export interface SentRequest extends HttpRequest {
  readonly url: string;
  readonly signal: AbortSignal;
}

/** What a fake WebSocket server does: it refuses the handshake, or sends messages and ends. */
export type FakeHandshake =
  | { readonly refusal: Answer }
  | {
      readonly messages: readonly string[];
      /** A close code (1000 when absent); an error breaks the connection; `hold` leaves it open until it is aborted. */
      readonly ending?: number | 'hold' | Error;
    };

export interface OpenedSocket {
  readonly url: string;
  readonly signal: AbortSignal;
  /** What the client sent. */
  readonly received: readonly string[];
  readonly closed: boolean;
}

export interface FakeTransport extends Transport {
  readonly sent: readonly SentRequest[];
  readonly sockets: readonly OpenedSocket[];
}

/**
 * A transport that gives the answers in turn, and the last one for ever. Chunks arrive in tasks of their own. Its UUIDs
 * are counted: `00000000-0000-4000-8000-000000000001` is the first.
 */
export function fakeTransport(
  answers: readonly Answer[],
  now: () => number = () => 0,
  handshakes: readonly FakeHandshake[] = [],
): FakeTransport {
  const sent: SentRequest[] = [];
  const sockets: OpenedSocket[] = [];
  let uuids = 0;
  return {
    sent,
    sockets,
    now,
    randomUUID() {
      uuids += 1;
      return `00000000-0000-4000-8000-${String(uuids).padStart(12, '0')}`;
    },
    async connect(url, signal) {
      const socket = { url, signal, received: [], closed: false };
      sockets.push(socket);
      const handshake = handshakes[Math.min(sockets.length, handshakes.length) - 1] ?? { messages: [] };
      return 'refusal' in handshake
        ? { type: 'refused', response: respond(handshake.refusal, signal) }
        : openFakeSocket(handshake, socket);
    },
    async fetch(url, request, signal) {
      sent.push({ ...request, url, signal });
      const answer = answers[Math.min(sent.length, answers.length) - 1] ?? {};
      return respond(answer, signal);
    },
  };
}

function openFakeSocket(
  { messages, ending = 1000 }: Exclude<FakeHandshake, { refusal: Answer }>,
  state: { readonly signal: AbortSignal; readonly received: string[]; closed: boolean },
): Handshake {
  return {
    type: 'open',
    socket: {
      send: (text) => void state.received.push(text),
      close() {
        state.closed = true;
      },
      async read(onMessage) {
        for (const message of messages) {
          await new Promise(setImmediate);
          if (state.signal.aborted) throw new ProviderError('cancelled', 'aborted');
          if (state.closed) return 1000;
          onMessage(message);
        }
        if (ending instanceof Error) throw ending;
        if (ending === 'hold' && !state.closed) await aborted(state.signal);
        return ending === 'hold' ? 1000 : ending;
      },
    },
  };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new ProviderError('cancelled', 'aborted')));
  });
}

function respond(answer: Answer, signal: AbortSignal): HttpResponse {
  const {
    status = 200,
    headers = { 'content-type': 'text/event-stream' },
    chunks = [],
    ending = 'end',
  } = answer;
  return {
    status,
    header: (name) => headers[name.toLowerCase()],
    async read(onChunk) {
      for (const chunk of chunks) {
        await new Promise(setImmediate);
        if (signal.aborted) throw new ProviderError('cancelled', 'aborted');
        onChunk(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
      }
      if (ending instanceof Error) throw ending;
      if (ending === 'hold') await aborted(signal);
    },
  };
}

export interface FakeTimers {
  readonly start: StartTimer;
  /** Lets this many milliseconds pass. */
  advance(ms: number): void;
  /** How many countdowns run. */
  readonly running: number;
}

export function fakeTimers(): FakeTimers {
  let now = 0;
  const running = new Map<object, { due: number; onEnd: () => void }>();
  return {
    start(delayMs, onEnd) {
      const key = {};
      running.set(key, { due: now + delayMs, onEnd });
      return {
        refresh: () => void running.set(key, { due: now + delayMs, onEnd }),
        stop: () => void running.delete(key),
      };
    },
    advance(ms) {
      now += ms;
      for (const [key, { due, onEnd }] of running) {
        if (due > now) continue;
        running.delete(key);
        onEnd();
      }
    },
    get running() {
      return running.size;
    },
  };
}

/** Everything an iterable yields, and the error it ends with, if any. */
export async function collect<T>(
  iterable: AsyncIterable<T>,
): Promise<{ readonly parts: readonly T[]; readonly error?: unknown }> {
  const parts: T[] = [];
  try {
    for await (const part of iterable) parts.push(part);
    return { parts };
  } catch (error) {
    return { parts, error };
  }
}

/** Fails unless the value is a ProviderError of this kind; returns it. */
export function providerError(value: unknown, kind: ProviderError['kind']): ProviderError {
  if (!(value instanceof ProviderError)) throw new Error(`not a ProviderError: ${value}`, { cause: value });
  if (value.kind !== kind)
    throw new Error(`${value.kind} instead of ${kind}: ${value.message}`, { cause: value });
  return value;
}
