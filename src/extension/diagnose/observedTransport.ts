import type { HttpResponse, Transport } from '../../core/transport.ts';

/** The head of a response, and when it came. */
export interface ObservedHead {
  readonly origin: string;
  /** Milliseconds since 1970 UTC, by this side's clock. */
  readonly sentAt: number;
  readonly receivedAt: number;
  /** The `Date` header, in milliseconds since 1970 UTC. */
  readonly date: number | undefined;
}

/** What came over a transport while somebody watched. */
export interface Observations {
  readonly heads: readonly ObservedHead[];
  /** What became of the last WebSocket handshake, in milliseconds or with the status it was refused with. */
  readonly handshake: { readonly ms: number } | { readonly status: number } | undefined;
}

/** The same transport, with notes taken of everything that comes back; none of what is sent. */
export function observedTransport(transport: Transport): {
  transport: Transport;
  observations: Observations;
} {
  const heads: ObservedHead[] = [];
  let handshake: Observations['handshake'];

  function note(url: string, sentAt: number, response: HttpResponse): void {
    const date = Date.parse(response.header('date') ?? '');
    heads.push({
      origin: new URL(url).origin,
      sentAt,
      receivedAt: transport.now(),
      date: Number.isNaN(date) ? undefined : date,
    });
  }

  return {
    observations: {
      heads,
      get handshake() {
        return handshake;
      },
    },
    transport: {
      now: () => transport.now(),
      randomUUID: () => transport.randomUUID(),
      async fetch(url, request, signal) {
        const sentAt = transport.now();
        const response = await transport.fetch(url, request, signal);
        note(url, sentAt, response);
        return response;
      },
      async connect(url, signal) {
        const sentAt = transport.now();
        const opened = await transport.connect(url, signal);
        if (opened.type === 'refused') {
          note(url, sentAt, opened.response);
          handshake = { status: opened.response.status };
        } else {
          handshake = { ms: transport.now() - sentAt };
        }
        return opened;
      },
    },
  };
}
