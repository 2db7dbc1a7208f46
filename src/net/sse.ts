import { createParser } from 'eventsource-parser';
import { ProviderError } from '../core/error.ts';
import { longestEvent, longestStream, longestWithoutEvent } from '../core/limits.ts';

export interface SseEvent {
  /** The event's type where the server names one. */
  readonly event?: string | undefined;
  readonly data: string;
}

/**
 * Decodes a server-sent event stream as the HTML standard describes it, whatever the chunks are cut at. Malformed
 * UTF-8 becomes U+FFFD; an event without the empty line that ends it is not delivered.
 *
 * @param onEvent what it throws comes out of `push`.
 * @returns `push`, to be called with each chunk of bytes. Throws a ProviderError (`protocol`) for an event that is
 *   too long or has no end, for anything else that goes on without one, and for a stream that does not end.
 */
export function createSseDecoder(onEvent: (event: SseEvent) => void): (chunk: Uint8Array) => void {
  let withoutEvent = 0;
  let total = 0;
  const parser = createParser({
    onEvent(event) {
      withoutEvent = 0;
      if (event.data.length > longestEvent) throw eventTooLong();
      onEvent(event);
    },
  });
  // Node decodes several times faster as long as an instance has never been used with `stream: true`. Nearly every
  // chunk ends at the end of a line; only those that may end inside a character take the slow decoder. The parser
  // removes the byte order mark: a decoder would do so after every flush.
  const whole = new TextDecoder('utf-8', { ignoreBOM: true });
  const split = new TextDecoder('utf-8', { ignoreBOM: true });
  let pending = false;
  return (chunk) => {
    const last = chunk.at(-1);
    if (last === undefined) return;
    const endsInside = last >= 0x80;
    const text = pending || endsInside ? split.decode(chunk, { stream: endsInside }) : whole.decode(chunk);
    pending = endsInside;
    withoutEvent += chunk.byteLength;
    total += chunk.byteLength;
    parser.feed(text);
    if (withoutEvent > longestWithoutEvent) {
      throw new ProviderError('protocol', `${longestWithoutEvent} bytes of the reply came without an event`);
    }
    if (total > longestStream) throw streamTooLong();
  };
}

/** The error for an event that is no part of a reply. */
export function eventTooLong(): ProviderError {
  return new ProviderError('protocol', `An event of the reply is longer than ${longestEvent} characters`);
}

/** The error for events that go on and on. */
export function streamTooLong(): ProviderError {
  return new ProviderError('protocol', `The reply is longer than ${longestStream} bytes`);
}
