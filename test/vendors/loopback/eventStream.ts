import { cutAt, writes } from './chunks.ts';
import type { ErrorInterruption, Interruption, Wire } from './scenario.ts';
import { destroy, type Step, write } from './step.ts';

/** A reply as server-sent events, and how it is to fail. An event's data is an object (sent as JSON) or text. */
export interface EventStream {
  readonly head: Step;
  /** One event for each piece of the reply. */
  readonly pieces: readonly (object | string)[];
  /** What follows the pieces: finish reason, usage… */
  readonly ending: readonly (object | string)[];
  /** The last event of all, `[DONE]`, where the vendor has one. */
  readonly endMark?: string;
  /** The vendor's error object for an interruption. */
  readonly error: (interruption: ErrorInterruption) => object;
  /** 0 when absent. */
  readonly delayMs: number | undefined;
  readonly wire: Wire | undefined;
  readonly interruption: Interruption | undefined;
}

const encoder = new TextEncoder();

/** The steps that send the stream, whole or interrupted. */
export function eventStreamSteps(stream: EventStream): Step[] {
  const wire = stream.wire ?? {};
  const { head, interruption } = stream;
  const events = stream.pieces.map((data) => sse(data, wire));
  const mark = stream.endMark === undefined || interruption?.type === 'no-done' ? [] : [stream.endMark];
  const ending = [...stream.ending, ...mark].map((data) => sse(data, wire));
  const opening = `${wire.byteOrderMark ? '\uFEFF' : ''}${wire.comments ? `: connected${blankLine(wire)}` : ''}`;
  const first = events.length > 0 ? events : ending;
  first[0] = `${opening}${first[0] ?? ''}`;

  const steps = (parts: readonly string[]) => writes(split(parts, wire), stream.delayMs ?? 0);
  switch (interruption?.type) {
    case undefined:
    case 'no-done':
      return [head, ...steps([...events, ...ending])];
    case 'error-object':
    case 'error-event':
    case 'error-line': {
      const error = errorEvent(interruption, stream.error(interruption), wire);
      return [head, ...steps([...events.slice(0, interruption.afterPieces), error])];
    }
    case 'end':
      return [head, ...steps(events.slice(0, interruption.afterPieces))];
    case 'hold': {
      if (interruption.after === 'request') return [{ type: 'hold' }, head, ...steps([...events, ...ending])];
      const count = interruption.after === 'headers' ? 0 : interruption.after;
      return [
        head,
        ...steps(events.slice(0, count)),
        { type: 'hold' },
        ...steps([...events.slice(count), ...ending]),
      ];
    }
    case 'cut':
    case 'cut-in-character': {
      const whole = encoder.encode([...events, ...ending].join(''));
      const firstWide = whole.findIndex((byte, index) => byte >= 0xc0 && (index > 2 || !wire.byteOrderMark));
      const end = interruption.type === 'cut' ? interruption.afterBytes : firstWide + 1;
      const reset = interruption.type === 'cut' && interruption.reset;
      const sent = split([...events, ...ending], wire, end);
      return [head, ...writes(sent, stream.delayMs ?? 0), destroy(reset)];
    }
  }
}

/** The same event again and again, for ever. */
export function* endlessSteps(head: Step, data: object, delayMs: number): Generator<Step> {
  const piece = write(sse(data, {}));
  yield head;
  while (true) {
    yield piece;
    yield { type: 'pause', ms: delayMs };
  }
}

function errorEvent(interruption: ErrorInterruption, error: object, wire: Wire): string {
  switch (interruption.type) {
    case 'error-object':
      return sse(error, wire);
    case 'error-event':
      return `event: error${wire.lineEnding ?? '\n'}${sse(error, wire)}`;
    case 'error-line':
      return `${JSON.stringify(error)}${blankLine(wire)}`;
  }
}

/** One event, its blank line included. */
function sse(data: object | string, wire: Wire): string {
  const comment = wire.comments ? `: still here${wire.lineEnding ?? '\n'}` : '';
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  return `${comment}data:${wire.separator ?? ' '}${text}${blankLine(wire)}`;
}

function blankLine(wire: Wire): string {
  return (wire.lineEnding ?? '\n').repeat(2);
}

/** The events as chunks of bytes, no more than `limit` bytes in all. */
function split(events: readonly string[], wire: Wire, limit = Number.POSITIVE_INFINITY): Uint8Array[] {
  const chunks = wire.chunks ?? { type: 'events', perChunk: 1 };
  const bytes = encoder.encode(events.join('')).subarray(0, limit);
  if (chunks.type === 'cuts') return cutAt(bytes, chunks.at);
  if (chunks.type === 'bytes') {
    const count = Math.ceil(bytes.length / chunks.size);
    return cutAt(
      bytes,
      Array.from({ length: count - 1 }, (_, index) => (index + 1) * chunks.size),
    );
  }
  const positions: number[] = [];
  let position = 0;
  for (const [index, event] of events.entries()) {
    position += encoder.encode(event).length;
    if ((index + 1) % chunks.perChunk === 0) positions.push(position);
  }
  return cutAt(bytes, positions);
}
