import http from 'node:http';
import net, { type AddressInfo, type Socket } from 'node:net';

export interface RecordingProxy {
  readonly port: number;
  /** `http://127.0.0.1:PORT`, for a setting or a browser’s flag. */
  readonly origin: string;
  /** `host:port` of every request and every tunnel, in order, whether or not it led anywhere. */
  readonly targets: readonly string[];
  close(): Promise<void>;
}

/**
 * Where the proxy connects to for a target: a port of loopback, or undefined to refuse it. Nothing else is ever connected to.
 *
 * @param target `host:port`
 */
export type Route = (target: string) => number | undefined;

/** Starts an HTTP proxy on loopback that writes down every target that is asked of it, for plain requests and tunnels alike. */
export async function startRecordingProxy(route: Route): Promise<RecordingProxy> {
  const targets: string[] = [];
  const sockets = new Set<Socket>();

  function routed(target: string): number | undefined {
    targets.push(target);
    return route(target);
  }

  const server = http.createServer((request, response) => {
    const url = URL.canParse(request.url ?? '') ? new URL(request.url ?? '') : undefined;
    const port = routed(url === undefined ? `${request.url}` : `${url.hostname}:${url.port || 80}`);
    if (url === undefined || port === undefined) {
      response.writeHead(403).end();
      return;
    }
    const { method, headers } = request;
    const path = `${url.pathname}${url.search}`;
    const onward = http.request(
      { agent: false, host: '127.0.0.1', port, method, path, headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
        answer.pipe(response);
        answer.on('error', () => response.destroy());
      },
    );
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  });

  server.on('connect', (request, client: Socket, head: Buffer) => {
    const port = routed(request.url ?? '');
    if (port === undefined) {
      client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const onward = net.connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.write(head);
      onward.pipe(client).pipe(onward);
    });
    sockets.add(onward);
    for (const [one, other] of [
      [client, onward],
      [onward, client],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });

  // Whoever closes an idle connection at the moment in which it is used again makes a request fail.
  server.keepAliveTimeout = 0;
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    targets,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
