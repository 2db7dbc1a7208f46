import { Socket } from 'node:net';
import { ProviderError } from '../core/error.ts';
import type { TlsOptions } from './openSocket.ts';

export interface TunnelOptions {
  /** For a proxy that is spoken to over TLS. */
  readonly tls: TlsOptions;
  /** The value of the Proxy-Authorization header; absent: user name and password of the proxy's URL, if any. */
  readonly proxyAuthorization?: string | undefined;
  /** How long connecting to the proxy may take, in milliseconds. */
  readonly timeoutMs: number;
}

/**
 * A connection to `target` through an HTTP proxy.
 *
 * @param target with the protocol `http:` or `https:`, which stand for the default ports.
 * @throws the error of undici, or a ProviderError if the proxy does not connect.
 */
export async function openTunnel(
  proxy: string,
  target: URL,
  { tls, proxyAuthorization, timeoutMs }: TunnelOptions,
  signal: AbortSignal,
): Promise<Socket> {
  const { username, password, origin, protocol } = new URL(proxy);
  if (!/^https?:$/.test(protocol)) {
    throw new ProviderError('network', `A WebSocket cannot go through a proxy of the kind ${protocol}//`, {
      advice: 'proxy',
    });
  }
  const { Client } = await import('undici');
  const client = new Client(origin, {
    connect: { ...tls, timeout: timeoutMs },
    headersTimeout: 0,
  });
  const host = `${target.hostname}:${target.port || (target.protocol === 'https:' ? '443' : '80')}`;
  const authorization = proxyAuthorization ?? (username || password ? basic(username, password) : undefined);
  try {
    const { statusCode, socket } = await client.connect({
      path: host,
      headers: { host, ...(authorization && { 'proxy-authorization': authorization }) },
      signal,
    });
    if (statusCode === 200 && socket instanceof Socket) return socket;
    socket.destroy();
    throw new ProviderError(
      'network',
      `The proxy answered ${statusCode} instead of connecting to ${target.host}`,
      { advice: 'proxy' },
    );
  } finally {
    // The connection itself has left the client by now.
    void client.close();
  }
}

function basic(username: string, password: string): string {
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}
