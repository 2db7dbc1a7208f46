import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import dns from 'node:dns';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as delay, setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { ownTime } from '../../ownTime.ts';
import { listenOnLoopback } from './listenOnLoopback.ts';

/** A name that is looked up for ever, in any domain that ends so. */
export const silentDomain = 'silent.invalid';

/**
 * Lets the lookup of names in `silentDomain` take for ever.
 *
 * @returns what ends that.
 */
export function silenceLookups(): () => void {
  const { lookup } = dns;
  const silent = (host: string, ...rest: unknown[]): void => {
    if (!host.endsWith(silentDomain)) Reflect.apply(lookup, dns, [host, ...rest]);
  };
  dns.lookup = silent as typeof lookup;
  return () => {
    dns.lookup = lookup;
  };
}

export interface SilentPort {
  readonly port: number;
  close(): Promise<void>;
}

export interface MutePort extends SilentPort {
  /** Pieces that clients have sent so far. */
  readonly received: number;
  /** When the newest connection is closed by the client, by `ownTime()`. */
  closing(): Promise<number> | undefined;
}

/** A port of 127.0.0.1 where connections are accepted, and nothing is ever said. */
export async function startMutePort(): Promise<MutePort> {
  const sockets = new Set<Socket>();
  let received = 0;
  let latest: Promise<number> | undefined;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    latest = new Promise((resolve) => {
      socket.once('close', () => {
        sockets.delete(socket);
        resolve(ownTime());
      });
    });
    socket.on('data', () => {
      received += 1;
    });
  });
  return {
    port: await listenOnLoopback(server),
    get received() {
      return received;
    },
    closing: () => latest,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Listens, and never gets to accept anybody. */
const busyServer = `
  const { parentPort } = require('node:worker_threads');
  const server = require('node:net').createServer();
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
  });
`;

/** A port of 127.0.0.1 whose queue is full, so that a connection is neither made nor refused. */
export async function startFullPort(): Promise<SilentPort> {
  const worker = new Worker(busyServer, { eval: true });
  const [port] = (await once(worker, 'message')) as [number];
  const waiting: Socket[] = [];
  // How many fit in is the system's business.
  for (let isFull = false; !isFull; ) {
    const socket = connect(port, '127.0.0.1');
    // The system gives up after some minutes.
    socket.on('error', () => {});
    waiting.push(socket);
    await Promise.race([once(socket, 'connect'), delay(200)]);
    // On a busy machine the timer may be heard of before what the system has said long ago.
    await setImmediate();
    await setImmediate();
    isFull = socket.connecting;
  }
  return {
    port,
    async close() {
      for (const socket of waiting) socket.destroy();
      await worker.terminate();
    },
  };
}

/** Notes the connections that this process makes, until `dispose` is called. */
export function watchConnecting(): {
  readonly isConnecting: boolean;
  /** When the newest one is given up, by `ownTime()`. */
  closing(): Promise<number> | undefined;
  dispose(): void;
} {
  let newest: Socket | undefined;
  const note = (message: unknown): void => {
    newest = (message as { readonly socket: Socket }).socket;
  };
  subscribe('net.client.socket', note);
  return {
    get isConnecting() {
      return newest?.connecting === true;
    },
    closing: () => newest && new Promise((resolve) => newest?.once('close', () => resolve(ownTime()))),
    dispose: () => void unsubscribe('net.client.socket', note),
  };
}
