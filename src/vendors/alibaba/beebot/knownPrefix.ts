/**
 * Every event of an answer repeats the whole text so far, so that reading all of it costs the square of the answer's
 * length. Of an event that begins like the one before, up to where its text ended, only the rest is read: `head` (all
 * before the text), a marker and that rest are an event whose text is the marker and what has been added, and which
 * otherwise says the same. Where there is no marker, what was read is something else: a member can be there twice.
 */
export interface KnownPrefix {
  /** What stands before the text in an event. */
  readonly head: string;
  /** `data:`, `head` and the text as it is written there, twice escaped: the first `length` bytes. */
  readonly bytes: Buffer;
  readonly length: number;
}

/** Stands in for the text that is known. */
const marker = '\uffff';
const field = 'data:';

/**
 * Finds the text in an event; undefined if it is not written there as expected.
 *
 * @param text the event’s last sentence.
 * @param read gives the last sentence of an event, or undefined if it is not like this one.
 */
export function findPrefix(
  data: string,
  text: string,
  read: (data: string) => string | undefined,
): KnownPrefix | undefined {
  const opening = '\\"Content\\":\\"';
  const raw = escapeTwice(text);
  // Others have this name, too: only reading the event tells which is the sentence.
  const at = data.lastIndexOf(`${opening}${raw}\\"`);
  if (at === -1) return undefined;
  const head = data.slice(0, at + opening.length);
  const known = head + raw;
  const rest = data.slice(known.length);
  if (read(known + marker + rest) !== text + marker || read(head + marker + rest) !== marker)
    return undefined;
  const bytes = Buffer.from(field + known);
  return { head, bytes, length: bytes.length };
}

/** What an event has added, whose text was read without what was known; undefined if that is not the text. */
export function additionIn(text: string | undefined): string | undefined {
  return text?.startsWith(marker) ? text.slice(marker.length) : undefined;
}

/**
 * What is known after an event that has added something; undefined if that is not written there as expected.
 *
 * @param shortened the event without the text that was known.
 */
export function lengthen(
  { head, bytes, length }: KnownPrefix,
  shortened: string,
  addition: string,
): KnownPrefix | undefined {
  const raw = escapeTwice(addition);
  if (!shortened.startsWith(`${raw}\\"`, head.length + marker.length)) return undefined;
  const added = Buffer.from(raw);
  const longer = length + added.length;
  const room = bytes.length < longer ? Buffer.concat([bytes], 2 * longer) : bytes;
  added.copy(room, length);
  return { head, bytes: room, length: longer };
}

/** Whether this was left out of an event: one that follows where the filter has not seen an end is as it was sent. */
export function isShortened({ head }: KnownPrefix, data: string): boolean {
  return data.startsWith(head + marker);
}

/** The event as it was sent. */
export function restore({ head, bytes, length }: KnownPrefix, shortened: string): string {
  return bytes.toString('utf8', field.length, length) + shortened.slice(head.length + marker.length);
}

/** As JSON inside a string of JSON. */
function escapeTwice(text: string): string {
  return JSON.stringify(JSON.stringify(text).slice(1, -1)).slice(1, -1);
}

const lineFeed = 0x0a;
const endOfEvent = Buffer.from('\n\n');

/**
 * Takes what is known out of the bytes of a stream, before anything else has to look at it.
 *
 * Events are recognised by the blank line that the vendor puts behind them. A stream with other line endings is passed
 * on as it is.
 *
 * @param getKnown asked at the beginning of every event.
 * @param feed takes the bytes; `known` is what was left out of the event that they belong to, if anything was.
 */
export function createPrefixFilter(
  getKnown: () => KnownPrefix | undefined,
  feed: (bytes: Uint8Array, known: KnownPrefix | undefined) => void,
): (chunk: Uint8Array) => void {
  let known = getKnown();
  /** How many bytes of `known` have come; undefined once the rest of the event is passed on. */
  let matched: number | undefined = 0;
  let endsInLineFeed = false;

  /** Compares as much as there is; returns how many bytes have been used. */
  function compare(chunk: Buffer, at: number, soFar: number): number {
    const length = Math.min((known?.length ?? 0) - soFar, chunk.length - at);
    if (known?.bytes.compare(chunk, at, at + length, soFar, soFar + length) !== 0) {
      const held = known?.bytes.subarray(0, soFar);
      known = undefined;
      matched = undefined;
      if (held?.length) feed(held, undefined);
      return 0;
    }
    matched = soFar + length;
    if (matched === known.length) {
      matched = undefined;
      feed(Buffer.from(field + known.head + marker), known);
    }
    return length;
  }

  /** Passes on as much as belongs to the event; returns how many bytes that is. */
  function pass(chunk: Buffer, at: number): number {
    const end = endOf(chunk, at);
    const piece = chunk.subarray(at, end);
    feed(piece, known);
    endsInLineFeed = end === undefined && piece.at(-1) === lineFeed;
    if (end !== undefined) {
      known = getKnown();
      matched = 0;
    }
    return piece.length;
  }

  /** Where the event ends; undefined if not in this chunk. */
  function endOf(chunk: Buffer, at: number): number | undefined {
    if (endsInLineFeed && chunk[at] === lineFeed) return at + 1;
    const found = chunk.indexOf(endOfEvent, at);
    return found === -1 ? undefined : found + endOfEvent.length;
  }

  return (bytes) => {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = 0; at < chunk.length; ) {
      at += matched === undefined ? pass(chunk, at) : compare(chunk, at, matched);
    }
  };
}
