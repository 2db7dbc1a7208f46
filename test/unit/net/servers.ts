import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo, type Socket } from 'node:net';

const tlsFixture = (name: string) =>
  readFileSync(new URL(`../../fixtures/tls/${name}`, import.meta.url), 'utf8');

/** The authority that nobody but the tests trusts. */
export const testAuthority = tlsFixture('ca.pem');

/** For `glm.hanlin.test`, `localhost` and `127.0.0.1`. */
export const testCertificate = { key: tlsFixture('server.key.pem'), cert: tlsFixture('server.pem') };

export interface TestServer {
  readonly port: number;
  /** `http://127.0.0.1:PORT` or `https://…`. */
  readonly origin: string;
  /** How many connections were made so far. */
  readonly connections: number;
  /** How many of them are open. */
  readonly open: number;
  close(): Promise<void>;
}

export function startHttp(listener: http.RequestListener): Promise<TestServer> {
  return track(http.createServer(listener), 'http');
}

/** With a certificate for `glm.hanlin.test`, `localhost` and `127.0.0.1`. */
export function startHttps(listener: http.RequestListener): Promise<TestServer> {
  return track(https.createServer(testCertificate, listener), 'https');
}

/** Anything that is no HTTP. */
export function startTcp(listener: (socket: Socket) => void): Promise<TestServer> {
  return track(net.createServer(listener), 'http');
}

export interface TestProxy extends TestServer {
  /** The targets of the CONNECT requests, `host:port`. */
  readonly targets: readonly string[];
  readonly authorizations: readonly (string | undefined)[];
}

/**
 * An HTTP proxy that takes every host for the loopback server on `targetPort`.
 *
 * @param authorization what Proxy-Authorization has to be, or 407.
 */
export function startProxy(targetPort: number, authorization?: string): Promise<TestProxy> {
  return startProxyOn(http.createServer(refuse), 'http', targetPort, authorization);
}

/** One that is spoken to over TLS, with a certificate that nobody trusts. */
export function startTlsProxy(targetPort: number): Promise<TestProxy> {
  const certificate = { key: tlsFixture('vendors.key.pem'), cert: tlsFixture('vendors.pem') };
  return startProxyOn(https.createServer(certificate, refuse), 'https', targetPort, undefined);
}

function refuse(_request: http.IncomingMessage, response: http.ServerResponse): void {
  response.writeHead(501).end();
}

async function startProxyOn(
  server: net.Server,
  scheme: 'http' | 'https',
  targetPort: number,
  authorization: string | undefined,
): Promise<TestProxy> {
  const targets: string[] = [];
  const authorizations: (string | undefined)[] = [];
  server.on('connect', (request: http.IncomingMessage, client: Socket) => {
    targets.push(request.url ?? '');
    authorizations.push(request.headers['proxy-authorization']);
    if (authorization !== undefined && request.headers['proxy-authorization'] !== authorization) {
      client.end(
        'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="test"\r\n\r\n',
      );
      return;
    }
    const upstream = net.connect(targetPort, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });
  const started = await track(server, scheme);
  return Object.assign(started, { targets, authorizations });
}

/** Below the ports that a system gives out by itself: nobody is given one of these between two steps of a test. */
const neverGivenOut = { from: 20_000, to: 32_000 };

/** A port at which nobody listens. */
export async function closedPort(): Promise<number> {
  for (;;) {
    const port = randomInt(neverGivenOut.from, neverGivenOut.to);
    const server = net.createServer().listen(port, '127.0.0.1');
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}

/** Starts a server on a free port of 127.0.0.1 and keeps count of its connections. */
export async function track(server: net.Server, scheme: 'http' | 'https'): Promise<TestServer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    origin: `${scheme}://127.0.0.1:${port}`,
    get connections() {
      return connections;
    },
    get open() {
      return sockets.size;
    },
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
