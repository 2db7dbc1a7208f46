import http, { type RequestListener } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';

export interface ListenOptions {
  /** A free one when absent. */
  readonly port?: number;
  /** PEM key and certificate: speaks https. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

export interface Listening {
  /** For `upgrade` events. */
  readonly server: http.Server;
  /** `http://127.0.0.1:PORT` or `https://…`, without a path. */
  readonly origin: string;
  readonly port: number;
  /** Destroys every socket and stops listening. Sockets that were upgraded are the caller's. */
  close(): Promise<void>;
}

/** Listens on 127.0.0.1. Rejects with the listen error (EADDRINUSE…). */
export async function listen(options: ListenOptions, handle: RequestListener): Promise<Listening> {
  const server = options.tls ? https.createServer(options.tls, handle) : http.createServer(handle);
  server.on('clientError', (_error, socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    server,
    origin: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    port,
    close: async () => {
      const stopped = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await stopped;
    },
  };
}

/** Listens on the preferred port, or on a free one if that is taken or not allowed. */
export async function preferPort<Server>(
  port: number,
  start: (port: number) => Promise<Server>,
): Promise<Server> {
  try {
    return await start(port);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (port === 0 || (code !== 'EADDRINUSE' && code !== 'EACCES')) throw error;
    return start(0);
  }
}
