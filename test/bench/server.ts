/**
 * The other side of the measurements, in a process of its own: plain TCP and answers that were made beforehand, so that
 * what is measured is the client.
 */
import { createHash } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import process from 'node:process';
import { beebotEvents, chatEvents, sparkFrames } from './replies.ts';

/** What a server answers with. */
export type Service =
  /** A chat completion, each event in a chunk of its own, as fast as it is read. */
  | { readonly type: 'chat'; readonly deltas: number }
  /** The first event at once, everything else in the next turn of the event loop. */
  | { readonly type: 'first-token' }
  /** A WebSocket that answers the first message with so many frames. */
  | { readonly type: 'spark'; readonly deltas: number }
  /** Credentials at `/`, a growing answer of so many bytes everywhere else. */
  | { readonly type: 'beebot'; readonly bytes: number };

type Answer = (socket: Socket, head: string) => void;

const streamHead =
  'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream;charset=UTF-8\r\nTransfer-Encoding: chunked\r\n\r\n';

function chunk(event: string): string {
  return `${Buffer.byteLength(event).toString(16)}\r\n${event}\r\n`;
}

function wholeStream(events: readonly string[]): Buffer {
  return Buffer.from(`${streamHead}${events.map(chunk).join('')}0\r\n\r\n`);
}

function answerOf(service: Exclude<Service, { type: 'spark' }>): Answer {
  switch (service.type) {
    case 'chat': {
      const bytes = wholeStream(chatEvents(service.deltas));
      return (socket) => socket.write(bytes);
    }
    case 'first-token': {
      const [first = '', ...others] = chatEvents(3);
      const opening = Buffer.from(streamHead + chunk(first));
      const rest = Buffer.from(`${others.map(chunk).join('')}0\r\n\r\n`);
      return (socket) => {
        socket.write(opening);
        setImmediate(() => socket.write(rest));
      };
    }
    case 'beebot': {
      const bytes = wholeStream(beebotEvents(service.bytes));
      const trio = JSON.stringify({ RequestId: 'r', AccessToken: 'a', ChannelId: 'c', StreamSecret: 's' });
      const credentials = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${trio.length}\r\n\r\n${trio}`;
      return (socket, head) => socket.write(/^POST \/sse\//.test(head) ? bytes : credentials);
    }
  }
}

/** Answers each request of a connection as soon as it has arrived as a whole. */
function serveHttp(socket: Socket, answer: Answer): void {
  let received = '';
  socket.on('data', (bytes: Buffer) => {
    received += bytes.toString('latin1');
    for (;;) {
      const end = received.indexOf('\r\n\r\n');
      if (end === -1) return;
      const head = received.slice(0, end);
      const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
      if (received.length < end + 4 + length) return;
      received = received.slice(end + 4 + length);
      answer(socket, head);
    }
  });
}

/** An unmasked text frame. */
function frame(text: string): Buffer {
  const payload = Buffer.from(text);
  const length = payload.length;
  const head =
    length < 126 ? Buffer.from([0x81, length]) : Buffer.from([0x81, 126, length >> 8, length & 0xff]);
  return Buffer.concat([head, payload]);
}

function serveWebSocket(socket: Socket, frames: Buffer): void {
  const close = Buffer.from([0x88, 2, 0x03, 0xe8]);
  let received = '';
  let state: 'handshake' | 'question' | 'answered' = 'handshake';
  socket.on('data', (bytes: Buffer) => {
    received += bytes.toString('latin1');
    if (state === 'handshake') {
      const end = received.indexOf('\r\n\r\n');
      if (end === -1) return;
      const key = /^sec-websocket-key: *(\S+)/im.exec(received)?.[1] ?? '';
      const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
      );
      received = received.slice(end + 4);
      state = 'question';
    }
    if (state === 'question' && received.length > 0) {
      state = 'answered';
      socket.write(frames);
      socket.end(close);
    }
  });
}

function start(service: Service): Promise<number> {
  const server =
    service.type === 'spark'
      ? createServer((socket) => {
          socket.on('error', () => {});
          serveWebSocket(socket, frames);
        })
      : createServer((socket) => {
          socket.on('error', () => {});
          serveHttp(socket, answer);
        });
  const frames =
    service.type === 'spark' ? Buffer.concat(sparkFrames(service.deltas).map(frame)) : Buffer.of();
  const answer = service.type === 'spark' ? () => {} : answerOf(service);
  server.on('connection', (socket) => socket.setNoDelay());
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
}

process.on('message', (service: Service) => {
  void start(service).then((port) => process.send?.(port));
});
process.on('disconnect', () => process.exit());
