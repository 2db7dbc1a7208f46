import http, { type ClientRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { eventsIn } from './eventsIn.ts';
import { framesIn } from './framesIn.ts';

/** The reply that every server gives: its words tell the line how far it has come. */
export const replyPieces = ['First, ', '第二段, ', 'third.'] as const;
export const wholeReply = replyPieces.join('');

/** How the body of a response is made, and so where it can be interrupted. */
export type BodyKind = 'events' | 'frames' | 'whole';

/**
 * Where on its way an exchange goes wrong. `request`: when it has arrived whole; `head`: when the head of the response
 * has been passed on; `first text`: behind the event with the reply's first piece; `in a character`: behind the first
 * byte of one in the second piece; `last text`: behind the event with the last piece; `end`: behind the last byte, but
 * before the end; `in the body`: in the middle of one that is no stream.
 */
export type Place =
  | 'request'
  | 'in the head'
  | 'head'
  | 'first text'
  | 'in a character'
  | 'last text'
  | 'end'
  | 'in the body';

/**
 * What happens there. `cut` sends FIN, `reset` RST; `end` is a polite one, as if there were no more. `drip`: the rest
 * comes byte by byte.
 */
export type Act = 'cut' | 'reset' | 'silence' | 'end' | 'drip' | Sending | Relabelling;

/** Another content type; at the head, and all the rest as it is. */
export interface Relabelling {
  readonly contentType: string;
}

/** Bytes of our own: raw up to the head of the response, as its body behind it. */
export interface Sending {
  /** Asked for as fast as the client takes them; stops when it leaves. */
  bytes(): Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;
  readonly then: 'end' | 'silence' | 'cut';
}

export interface LineFault {
  /** Which requests it concerns. */
  readonly path: RegExp;
  readonly body: BodyKind;
  readonly place: Place;
  readonly act: Act;
  /** Awaited at the place: RST makes the client lose what it has not read yet. */
  ready?(): Promise<void>;
}

/** What stands between a client and a vendor's server. */
export interface FaultLine {
  readonly port: number;
  /** Connections of clients that are open. */
  readonly open: number;
  /** Exchanges under way. */
  readonly busy: number;
  /** The most bytes of our own that a client took in one response. */
  readonly mostSent: number;
  /** How many requests with this path have come. */
  count(path: RegExp): number;
  /** Lets the next requests that it concerns fail; all of them, if no number is given. */
  fail(fault: LineFault, times?: number): void;
  /** From now on nothing fails. */
  mend(): void;
  close(): Promise<void>;
}

/** Starts a line on 127.0.0.1 that passes everything on to a port there, until it is told to fail. */
export async function startFaultLine(target: number): Promise<FaultLine> {
  const connections = new Set<Socket>();
  const paths: string[] = [];
  let armed: { readonly fault: LineFault; left: number } | undefined;
  let busy = 0;
  let mostSent = 0;

  function faultFor(path: string): LineFault | undefined {
    paths.push(path);
    if (!armed || armed.left === 0 || !armed.fault.path.test(path)) return undefined;
    armed.left -= 1;
    return armed.fault;
  }

  async function exchange(request: IncomingMessage, client: Client): Promise<void> {
    const fault = faultFor(pathOf(request));
    const body = await bodyOf(request);
    if (fault?.place === 'request') return act(fault, client, (bytes) => client.raw(bytes));
    const upstream = http.request({
      host: '127.0.0.1',
      port: target,
      method: request.method,
      path: request.url,
      headers: request.headers,
      agent: false,
    });
    upstream.end(body);
    const answer = await Promise.race([answerTo(upstream), client.left]);
    void client.left.then(() => (answer?.socket ?? upstream).destroy());
    if (!answer || client.isGone) return client.destroy();
    if (fault?.place === 'in the head') {
      await client.raw(`HTTP/1.1 ${answer.response.statusCode} OK\r\nx-begun: ye`);
      return act(fault, client, (bytes) => client.raw(bytes));
    }
    const label = fault && labelOf(fault.act);
    const send = await client.open(label === undefined ? answer : relabelled(answer, label));
    const drips = fault?.act === 'drip';
    if (fault?.place === 'head' && label === undefined && !drips) return act(fault, client, send);
    for await (const piece of piecesOf(answer, fault?.body ?? 'whole')) {
      if (drips) {
        await drip(piece, send);
        continue;
      }
      const stop = fault && stopIn(piece, fault.place);
      await send(piece.subarray(0, stop));
      if (fault && stop !== undefined) return act(fault, client, send);
    }
    if (fault?.place === 'end') return act(fault, client, send);
    client.end();
  }

  async function act(fault: LineFault, client: Client, send: Send): Promise<void> {
    await fault.ready?.();
    let how = fault.act;
    let sent = 0;
    if (typeof how === 'object' && 'bytes' in how) {
      for await (const bytes of how.bytes()) {
        if (client.isGone) return;
        await send(bytes);
        sent += bytes.length;
        mostSent = Math.max(mostSent, sent);
      }
      how = how.then;
    }
    if (how === 'end') return client.end();
    if (how === 'silence') return client.left;
    if (how === 'reset') return client.reset();
    await nextTurn();
    client.destroy();
  }

  function run(request: IncomingMessage, client: Client): void {
    busy += 1;
    exchange(request, client)
      .catch(() => client.destroy())
      .finally(() => {
        busy -= 1;
      });
  }

  const server = http.createServer((request, response) => run(request, httpClient(request, response)));
  server.on('upgrade', (request, socket: Socket) => {
    // Nobody else notices when the client leaves.
    socket.once('end', () => socket.destroy());
    socket.resume();
    run(request, socketClient(socket));
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  server.on('connection', (socket) => {
    connections.add(socket);
    // Every exchange on it waits for its end.
    socket.setMaxListeners(0);
    socket.on('error', () => {});
    socket.on('close', () => connections.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    get open() {
      return connections.size;
    },
    get busy() {
      return busy;
    },
    get mostSent() {
      return mostSent;
    },
    count: (path) => paths.filter((each) => path.test(each)).length,
    fail(fault, times = Infinity) {
      armed = { fault, left: times };
    },
    mend() {
      armed = undefined;
    },
    close() {
      for (const socket of connections) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

type Send = (bytes: string | Uint8Array) => Promise<void>;

async function drip(piece: Buffer, send: Send): Promise<void> {
  for (let at = 0; at < piece.length; at += 1) {
    await send(piece.subarray(at, at + 1));
    await nextTurn();
  }
}

function labelOf(act: Act): string | undefined {
  return typeof act === 'object' && 'contentType' in act ? act.contentType : undefined;
}

/** What came back from the server; `socket`: it has become a WebSocket. */
interface Answer {
  readonly response: IncomingMessage;
  readonly socket?: Socket;
  readonly early?: Buffer;
}

function relabelled(answer: Answer, contentType: string): Answer {
  const { rawHeaders } = answer.response;
  const headers = rawHeaders.map((value, index) =>
    rawHeaders[index - 1]?.toLowerCase() === 'content-type' && index % 2 === 1 ? contentType : value,
  );
  answer.response.rawHeaders = headers;
  return answer;
}

/** One request's way back. */
interface Client {
  readonly isGone: boolean;
  /** Resolves when the connection is closed, by whomever. */
  readonly left: Promise<undefined>;
  /** Writes past HTTP. */
  raw(bytes: string | Uint8Array): Promise<void>;
  /** Passes the head on; what is returned writes the body. */
  open(answer: Answer): Promise<Send>;
  end(): void;
  reset(): void;
  destroy(): void;
}

function httpClient(request: IncomingMessage, response: ServerResponse): Client {
  const { socket } = request;
  const base = socketClient(socket);
  response.sendDate = false;
  return {
    ...base,
    get isGone() {
      return socket.destroyed;
    },
    async open({ response: { statusCode = 502, rawHeaders } }) {
      response.writeHead(statusCode, rawHeaders);
      response.flushHeaders();
      return (bytes) => written((done) => response.write(bytes, done), base.left);
    },
    end: () => void (response.headersSent ? response.end() : socket.end()),
  };
}

function socketClient(socket: Socket): Client {
  const left = new Promise<undefined>((resolve) => socket.once('close', () => resolve(undefined)));
  let upstream: Socket | undefined;
  const raw: Send = (bytes) => written((done) => socket.write(bytes, done), left);
  return {
    get isGone() {
      return socket.destroyed;
    },
    left,
    raw,
    async open({ response, socket: opened }) {
      const { statusCode, statusMessage, rawHeaders } = response;
      let head = `HTTP/1.1 ${statusCode} ${statusMessage}\r\n`;
      for (let i = 0; i < rawHeaders.length; i += 2) {
        // The body comes without the pieces that it was cut into, and ends with the connection.
        const isLength = /^(?:transfer-encoding|content-length)$/i.test(rawHeaders[i] ?? '');
        if (opened || !isLength) head += `${rawHeaders[i]}: ${rawHeaders[i + 1]}\r\n`;
      }
      await raw(`${head}\r\n`);
      upstream = opened;
      if (opened) {
        socket.on('data', (bytes) => opened.write(bytes));
        opened.on('error', () => {});
        socket.once('close', () => opened.destroy());
      }
      return raw;
    },
    end: () => void (upstream ? socket.end(closeFrame) : socket.end()),
    reset: () => void socket.resetAndDestroy(),
    destroy: () => void socket.destroy(),
  };
}

/** A goodbye without a code. */
const closeFrame = Buffer.from([0x88, 0]);

/** Resolves when the bytes are out, or never will be. */
function written(write: (done: () => void) => void, left: Promise<unknown>): Promise<void> {
  const out = new Promise<void>((resolve) => write(() => resolve()));
  return Promise.race([left.then(() => {}), out]);
}

function pathOf({ url = '/' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '';
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  // Nothing of what follows an upgrade belongs to it.
  if (request.headers.upgrade !== undefined) return Buffer.alloc(0);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function answerTo(upstream: ClientRequest): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    upstream.once('response', (response) => resolve({ response }));
    upstream.once('upgrade', (response, socket, early) =>
      resolve({ response, socket: socket as Socket, early }),
    );
    upstream.on('error', () => resolve(undefined));
    upstream.once('close', () => resolve(undefined));
  });
}

async function* piecesOf({ response, socket, early }: Answer, kind: BodyKind): AsyncGenerator<Buffer> {
  if (socket) yield* framesIn(socket, early ?? Buffer.alloc(0));
  else if (kind === 'events') yield* eventsIn(response);
  else for await (const chunk of response) yield chunk as Buffer;
}

/** How much of a piece is passed on if this is where to stop; undefined if it is not. */
function stopIn(piece: Buffer, place: Place): number | undefined {
  const [first, second, third] = replyPieces;
  switch (place) {
    case 'first text':
      return piece.includes(first.trim()) ? piece.length : undefined;
    case 'in a character': {
      const at = piece.indexOf(second.slice(0, 1));
      return at < 0 ? undefined : at + 1;
    }
    case 'last text':
      return piece.includes(third) ? piece.length : undefined;
    case 'in the body':
      return piece.length >> 1;
    default:
      return undefined;
  }
}
