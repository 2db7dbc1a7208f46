import { connect, createServer, type Server, type Socket } from 'node:net';
import { ownTime } from '../../ownTime.ts';
import { listenOnLoopback } from './listenOnLoopback.ts';

/** How much of the next response gets through; the rest is kept back until the connection is closed. */
export type Passage =
  | { readonly type: 'all' }
  /** Not a byte: who asked hears nothing. */
  | { readonly type: 'nothing' }
  /** The head, and so many bytes of what follows it. */
  | { readonly type: 'head'; readonly bytes: number }
  /** All but the mark that ends a response of unknown length. */
  | { readonly type: 'all but the end' }
  /** The server is left out, and this is answered in its place. */
  | { readonly type: 'instead'; readonly response: string };

/** Stands between a client and a server, and sees what a server sees of its client. */
export interface Relay {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** Connections of clients that are open. */
  readonly open: number;
  /** Pieces that clients have sent so far. */
  readonly received: number;
  /** Bytes of responses that were kept back so far. */
  readonly kept: number;
  /** Bytes of responses that got through so far. */
  readonly passed: number;
  /** Holds for the responses that have not begun. */
  let(passage: Passage): void;
  /**
   * When the connection that a client sent something over last is closed by the client, by `ownTime()`;
   * undefined if nobody sent anything.
   */
  closing(): Promise<number> | undefined;
  close(): Promise<void>;
}

const headEnd = '\r\n\r\n';
const bodyEnd = '\r\n0\r\n\r\n';

/** @param target the port of the server on 127.0.0.1. */
export async function startRelay(target: number): Promise<Relay> {
  const sockets = new Set<Socket>();
  let passage: Passage = { type: 'all' };
  let received = 0;
  let kept = 0;
  let through = 0;
  let latest: Promise<number> | undefined;

  const server: Server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    const closed = new Promise<number>((resolve) => {
      client.once('close', () => resolve(ownTime()));
    });
    let current = passage;
    let passed = '';
    sockets.add(client);
    // Whoever resets a connection closes it as well.
    client.on('error', () => {});
    upstream.on('error', () => client.destroy());
    client.once('close', () => {
      sockets.delete(client);
      upstream.destroy();
    });
    upstream.once('close', () => {
      if (current.type === 'all') client.end();
    });
    client.on('data', (bytes) => {
      received += 1;
      latest = closed;
      // What a client says in a WebSocket asks for no response of its own.
      if (!passed.startsWith('HTTP/1.1 101 ')) {
        current = passage;
        passed = '';
      }
      if (current.type === 'instead') client.write(current.response);
      else upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      const known = passed.length;
      passed += bytes.toString('latin1');
      const allowed = Math.max(0, passable(current, passed) - known);
      if (allowed > 0) client.write(bytes.subarray(0, allowed));
      through += Math.min(allowed, bytes.length);
      kept += Math.max(0, bytes.length - allowed);
    });
  });

  const port = await listenOnLoopback(server);
  return {
    origin: `http://127.0.0.1:${port}`,
    get open() {
      return sockets.size;
    },
    get received() {
      return received;
    },
    get kept() {
      return kept;
    },
    get passed() {
      return through;
    },
    let: (next) => {
      passage = next;
    },
    closing: () => latest,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** How many of a response's bytes get through. */
function passable(passage: Passage, response: string): number {
  switch (passage.type) {
    case 'all':
      return response.length;
    case 'head': {
      const head = response.indexOf(headEnd);
      return head < 0 ? response.length : Math.min(response.length, head + headEnd.length + passage.bytes);
    }
    case 'all but the end': {
      const end = response.indexOf(bodyEnd);
      return end < 0 ? response.length : end + 2;
    }
    case 'nothing':
    case 'instead':
      return 0;
  }
}
