import { ProviderError } from '../../../../src/core/error.ts';
import type { HttpResponse, Transport } from '../../../../src/core/transport.ts';
import type { StartTimer } from '../../../../src/net/timers.ts';

export interface InstantAnswer {
  readonly status?: number;
  /** By names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly chunks: readonly Uint8Array[];
  /** The connection breaks behind the chunks rather than ending properly. */
  readonly breaks?: boolean;
}

/** Of WebSockets: the messages that come, or what refuses the handshake. */
export type InstantHandshake =
  | { readonly messages: readonly string[]; readonly breaks?: boolean }
  | { readonly refusal: InstantAnswer };

/** The most requests that one question may make. */
const mostRequests = 40;

/**
 * A transport without any network, whose answers are there at once. The last answer is given for ever, though a question
 * that asks for it again and again is a fault.
 */
export function instantTransport(
  answers: readonly InstantAnswer[],
  handshake: InstantHandshake = { messages: [] },
): Transport {
  let requests = 0;
  let uuids = 0;
  const count = () => {
    requests += 1;
    if (requests > mostRequests) throw new RangeError('There is no end to the requests.');
  };
  return {
    // Time passes, so that who looks again and again gives up some day.
    now: () => 1_800_000_000_000 + requests * 60_000,
    randomUUID() {
      uuids += 1;
      return `00000000-0000-4000-8000-${String(uuids).padStart(12, '0')}`;
    },
    async fetch(url, { headers }, signal) {
      count();
      // As a real one does: these throw for what is no address and no header.
      new URL(url);
      new Headers(headers);
      return respond(answers[Math.min(requests, answers.length) - 1] ?? { chunks: [] }, signal);
    },
    async connect(url, signal) {
      count();
      new URL(url);
      if ('refusal' in handshake) return { type: 'refused', response: respond(handshake.refusal, signal) };
      let isClosed = false;
      return {
        type: 'open',
        socket: {
          send: () => {},
          close() {
            isClosed = true;
          },
          async read(onMessage) {
            for (const message of handshake.messages) {
              if (isClosed || signal.aborted) break;
              onMessage(message);
            }
            if (handshake.breaks) throw cut();
            return 1000;
          },
        },
      };
    },
  };
}

function respond(
  { status = 200, headers = {}, chunks, breaks }: InstantAnswer,
  signal: AbortSignal,
): HttpResponse {
  return {
    status,
    header: (name) => (Object.hasOwn(headers, name.toLowerCase()) ? headers[name.toLowerCase()] : undefined),
    async read(onChunk) {
      for (const chunk of chunks) {
        if (signal.aborted) throw new ProviderError('cancelled', 'The request was stopped');
        onChunk(chunk);
      }
      if (breaks) throw cut();
    },
  };
}

function cut(): ProviderError {
  return new ProviderError('network', 'The connection broke', { retryable: true });
}

/** Countdowns that are over as soon as nothing else is to be done. */
export const instantTimer: StartTimer = (_delayMs, onEnd) => {
  let running = setImmediate(onEnd);
  return {
    refresh() {
      clearImmediate(running);
      running = setImmediate(onEnd);
    },
    stop: () => clearImmediate(running),
  };
};
