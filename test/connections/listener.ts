import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** One port of loopback that notes whatever reaches it. */
export interface Listener {
  readonly port: number;
  /** In order. */
  readonly arrived: readonly ('connection' | 'datagram')[];
  close(): void;
}

/** Starts a listener for connections and datagrams, which answers none of them. */
export async function startListener(): Promise<Listener> {
  const arrived: ('connection' | 'datagram')[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    arrived.push('connection');
    sockets.add(socket);
    socket.on('error', () => {});
    // Whoever has said what it wanted need not wait for an answer.
    socket.once('data', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const datagrams = createSocket('udp4', () => arrived.push('datagram'));
  datagrams.bind(port, '127.0.0.1');
  await once(datagrams, 'listening');
  return {
    port,
    arrived,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      datagrams.close();
    },
  };
}
