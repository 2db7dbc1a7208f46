import { gzipSync } from 'node:zlib';
import type { Exchange, Outcome } from './apis.ts';
import { type Act, type BodyKind, type Place, replyPieces, type Sending, wholeReply } from './faultLine.ts';

/** One way in which the network, or what stands in it, fails. */
export interface FaultRow {
  readonly name: string;
  readonly place: Place;
  readonly act: Act;
  readonly outcome: Outcome;
  /** Only for bodies of this kind; all when absent. */
  readonly only?: readonly BodyKind[];
  /** Whether it is tried on the global `fetch`, too: what happens below HTTP differs there. */
  readonly onFetch?: boolean;
}

const streams: readonly BodyKind[] = ['events', 'frames'];
const http: readonly BodyKind[] = ['events', 'whole'];

const [first] = replyPieces;

/** What is on the screen when the reply has come this far. */
const shown: Partial<Record<Place, string>> = {
  'first text': first,
  'in a character': first,
  'last text': wholeReply,
  end: wholeReply,
};

const lost: Outcome = { end: 'network', retried: true };
const nonsense: Outcome = { end: 'protocol' };
const down: Outcome = { end: 'unavailable', retried: true };
const whole: Outcome = { end: 'done', text: wholeReply };

/** FIN, RST, silence and a polite end at every place. */
const interruptions: readonly FaultRow[] = (
  [
    ['request', undefined],
    ['in the head', undefined],
    ['head', streams],
    ['head', ['whole']],
    ['in the body', ['whole']],
    ['first text', streams],
    ['in a character', streams],
    ['last text', streams],
    ['end', streams],
  ] as const
).flatMap(([place, only]) => {
  const text = shown[place];
  const cut: Outcome = place === 'end' ? whole : text === undefined ? lost : { end: 'network', text };
  const late: Outcome = place === 'end' ? whole : { end: 'timeout', ...(text !== undefined && { text }) };
  const row = (act: 'cut' | 'reset' | 'silence' | 'end', outcome: Outcome): FaultRow => ({
    name: `${act}, ${place}`,
    place,
    act,
    outcome,
    ...(only && { only }),
    onFetch: true,
  });
  const rows = [row('cut', cut), row('reset', cut), row('silence', late)];
  // An end before the head is a cut, one behind the last byte is right.
  if (only === undefined || place === 'end') return rows;
  return [...rows, row('end', only[0] === 'whole' ? nonsense : cut)];
});

/** Bytes for ever; how many the client takes is its own business. */
function* endless(piece: string | Uint8Array): Generator<string | Uint8Array> {
  for (;;) yield piece;
}

function sending(
  bytes: string | Uint8Array | (() => Iterable<string | Uint8Array>),
  then: Sending['then'] = 'end',
) {
  return { bytes: typeof bytes === 'function' ? bytes : () => [bytes], then } as const satisfies Sending;
}

/** What somebody answers in the vendor's place. */
function answer(
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string | Uint8Array,
): Sending {
  const lines = Object.entries({
    ...headers,
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return sending(() => [`HTTP/1.1 ${status} Status\r\n${lines.join('')}\r\n`, body]);
}

/** A head, and then a body that never ends. */
function flood(status: number, type: string, piece: string): Sending {
  return sending(function* () {
    yield `HTTP/1.1 ${status} Status\r\ncontent-type: ${type}\r\nconnection: close\r\n\r\n`;
    yield* endless(piece.repeat(Math.ceil(16_384 / piece.length)));
  });
}

/** Where redirects lead. Nobody is to go there: the key would go along. */
export const redirectPath = '/elsewhere';

const page =
  '<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><h1>Sign in</h1></body></html>\n';
const html = { 'content-type': 'text/html; charset=utf-8' };
const json = { 'content-type': 'application/json' };
const eventStream = { 'content-type': 'text/event-stream' };

const instead = (name: string, act: Act, outcome: Outcome, more: Partial<FaultRow> = {}): FaultRow => ({
  name,
  place: 'request',
  act,
  outcome,
  ...more,
});

/** Something else than the response. */
const answers: readonly FaultRow[] = [
  instead('no HTTP', sending('SSH-2.0-OpenSSH_9.2\r\n'), nonsense, { onFetch: true }),
  instead(
    'random bytes',
    sending(Buffer.from(Array.from({ length: 512 }, (_, i) => (i * 131) & 0xff))),
    nonsense,
  ),
  instead(
    'a head that never ends',
    sending(function* () {
      yield 'HTTP/1.1 200 OK\r\n';
      yield* endless(`x-filler: ${'x'.repeat(1000)}\r\n`);
    }),
    nonsense,
    { onFetch: true },
  ),
  instead(
    'a head line that never ends',
    sending(function* () {
      yield 'HTTP/1.1 200 OK\r\nx-filler: ';
      yield* endless('x'.repeat(1000));
    }),
    nonsense,
    { onFetch: true },
  ),
  instead('a page, 200', answer(200, html, page), nonsense, { onFetch: true }),
  instead('a page, 403', answer(403, html, page), nonsense),
  instead('a page, 404', answer(404, html, page), nonsense),
  instead('a page, 407', answer(407, html, page), { end: 'network', advice: 'proxy' }, { onFetch: true }),
  instead('a page, 502', answer(502, html, page), down, { onFetch: true }),
  instead('nothing, 200 as JSON', answer(200, json, ''), nonsense),
  instead('nothing, 401', answer(401, {}, ''), { end: 'auth' }),
  instead('nothing, 500', answer(500, {}, ''), down),
  instead('nothing, 503', answer(503, {}, ''), down),
  instead('nothing, 429', answer(429, {}, ''), { end: 'rate-limit', retried: true }),
  instead('429, Retry-After in seconds', answer(429, { 'retry-after': '30' }, ''), {
    end: 'rate-limit',
    retried: true,
    waits: [30_000, 30_000, 30_000, 30_000, 40_000],
  }),
  instead('503, Retry-After in seconds', answer(503, { 'retry-after': '5' }, ''), {
    end: 'unavailable',
    retried: true,
    waits: [5_000, 5_000, 8_000],
  }),
  instead('429, Retry-After that nobody waits for', answer(429, { 'retry-after': '3600' }, ''), {
    end: 'rate-limit',
  }),
  instead('429, Retry-After that is none', answer(429, { 'retry-after': 'soon' }, ''), {
    end: 'rate-limit',
    retried: true,
  }),
  instead('JSON of somebody else', answer(200, json, '{"hello":"world"}'), nonsense),
  instead('JSON that is no object', answer(200, json, '[[],null]'), nonsense),
  instead('JSON that is cut', answer(200, json, '{"choices":[{"delta":{"cont'), nonsense),
  instead(
    'gzip that is none',
    answer(200, { ...eventStream, 'content-encoding': 'gzip' }, 'data: no\n\n'),
    nonsense,
    {
      onFetch: true,
    },
  ),
  instead(
    'gzip that nobody asked for',
    answer(200, { ...eventStream, 'content-encoding': 'gzip' }, gzipSync(page)),
    nonsense,
  ),
  instead(
    'gzip that nobody asked for, 502',
    answer(502, { ...html, 'content-encoding': 'gzip' }, gzipSync(page)),
    down,
  ),
  instead('JSON without end', flood(200, 'application/json', '[{"a":"b"},'), nonsense, { onFetch: true }),
  instead('a page without end', flood(200, 'text/html', page), nonsense),
  instead('an error without end', flood(500, 'application/json', '{"error":{"message":"x"}},'), down, {
    onFetch: true,
  }),
  instead('an error page without end', flood(502, 'text/html', page), down),
  instead('bytes without a name', flood(200, 'application/octet-stream', 'x'), nonsense),
  ...[301, 302, 303, 307, 308].map((status) =>
    instead(`redirect, ${status}`, answer(status, { location: redirectPath }, ''), nonsense, {
      onFetch: status === 307,
    }),
  ),
];

/** What is said in the reply's own form, as far as that goes. */
const streamed: readonly FaultRow[] = [
  ...(['head', 'first text'] as const).flatMap((place): FaultRow[] => {
    const text = shown[place];
    const row = (name: string, act: Sending): FaultRow => ({
      name: `${name}, ${place}`,
      place,
      act,
      outcome: { end: 'protocol', ...(text !== undefined && { text }) },
      only: ['events'],
    });
    return [
      row('an event that is no JSON', sending('data: {"choices":[{"delta":\n\n')),
      row('an event that is a sentence', sending('data: Service is being upgraded.\n\n')),
      row(
        'an event of random bytes',
        sending(
          Buffer.concat([
            Buffer.from('data: '),
            Buffer.from(Array.from({ length: 256 }, (_, i) => (i * 7 + 128) | 0x80)),
            Buffer.from('\n\n'),
          ]),
        ),
      ),
      row(
        'a line without end',
        sending(function* () {
          yield 'data: {"text":"';
          yield* endless('x'.repeat(65_536));
        }),
      ),
      row(
        'lines without end that say nothing',
        sending(() => endless('x\n'.repeat(8_192))),
      ),
      row(
        'comments without end',
        sending(() => endless(': still here\n\n'.repeat(1_000))),
      ),
    ];
  }),
];

/** Not a fault at all: it has to be read as usual. */
const harmless: readonly FaultRow[] = [
  { name: 'byte by byte', place: 'head', act: 'drip', outcome: whole, onFetch: true },
  {
    name: 'labelled text/plain',
    place: 'head',
    act: { contentType: 'text/plain' },
    outcome: whole,
    only: http,
  },
];

/** A frame of a WebSocket's server: opcode and flags, then the payload. */
function frame(first: number, payload: string | Uint8Array, announced = Buffer.byteLength(payload)): Buffer {
  const head = Buffer.alloc(announced < 126 ? 2 : 10);
  head[0] = first;
  if (announced < 126) head[1] = announced;
  else {
    head[1] = 127;
    head.writeBigUInt64BE(BigInt(announced), 2);
  }
  return Buffer.concat([head, Buffer.from(payload)]);
}

function closing(code: number): Buffer {
  const payload = Buffer.alloc(2);
  payload.writeUInt16BE(code);
  return frame(0x88, payload);
}

const frames: readonly FaultRow[] = (['head', 'first text'] as const).flatMap((place): FaultRow[] => {
  const text = shown[place];
  const row = (name: string, act: Sending, outcome: Outcome = { end: 'protocol' }): FaultRow => ({
    name: `${name}, ${place}`,
    place,
    act,
    outcome: text === undefined ? outcome : { end: outcome.end, text },
    only: ['frames'],
  });
  return [
    row('a frame that is no JSON', sending(frame(0x81, '{"header":'), 'silence')),
    row('a frame of something else', sending(frame(0x81, '{"hello":"world"}'), 'silence')),
    row('a frame of broken UTF-8', sending(frame(0x81, Buffer.from([0xe7, 0xac])), 'silence')),
    row('a frame with reserved bits', sending(frame(0xf1, 'x'), 'silence')),
    row('a frame of an unknown kind', sending(frame(0x8b, 'x'), 'silence')),
    row('a frame that goes on with none', sending(frame(0x80, 'x'), 'silence')),
    row('a frame of 100 MB', sending(frame(0x81, 'x', 100_000_000), 'silence')),
    row(
      'fragments without end',
      sending(function* () {
        yield frame(0x01, 'x');
        yield* endless(frame(0x00, 'x'.repeat(65_536)));
      }),
    ),
    // Nothing of a reply: the countdown goes on.
    row(
      'pings, then silence',
      sending(() => Array.from({ length: 20 }, () => frame(0x89, 'x')), 'silence'),
      { end: 'timeout' },
    ),
    row(
      'pings without end',
      sending(() => endless(Buffer.concat(Array(1000).fill(frame(0x89, 'x'))))),
      lost,
    ),
    ...[1000, 1001, 1006, 1011, 1013, 4000].map((code) =>
      row(`closed with ${code}`, sending(closing(code)), code === 1006 ? nonsense : lost),
    ),
  ];
});

const handshakes: readonly FaultRow[] = [
  instead(
    'an upgrade to something else',
    sending('HTTP/1.1 101 Switching\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\n'),
    nonsense,
    { only: ['frames'] },
  ),
  instead(
    'an upgrade with a wrong proof',
    sending(
      'HTTP/1.1 101 Switching\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-accept: bm90IHlvdXJz\r\n\r\n',
      'silence',
    ),
    nonsense,
    { only: ['frames'] },
  ),
];

export const faultRows: readonly FaultRow[] = [
  ...interruptions,
  ...answers,
  ...streamed,
  ...frames,
  ...handshakes,
  ...harmless,
];

/** The rows that concern an exchange. */
export function rowsFor({ body }: Exchange): readonly FaultRow[] {
  return faultRows.filter(({ only }) => only === undefined || only.includes(body));
}
