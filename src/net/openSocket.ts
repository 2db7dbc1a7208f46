import type { IncomingMessage } from 'node:http';
import type { Socket as Connection } from 'node:net';
import { finished } from 'node:stream';
import * as tls from 'node:tls';
import type { WebSocket } from 'ws';
import { ProviderError } from '../core/error.ts';
import { longestEvent } from '../core/limits.ts';
import type { Handshake, HttpResponse, Socket } from '../core/transport.ts';

/** How certificates are checked. */
export interface TlsOptions {
  readonly secureContext: tls.SecureContext;
  readonly rejectUnauthorized: boolean;
}

export interface SocketOptions {
  readonly tls: TlsOptions;
  /** A connection to the server that exists already, through a proxy. */
  readonly tunnel?: Connection | undefined;
  /** Brings whatever the connection fails with into the form that providers throw. */
  readonly fail: (error: unknown) => ProviderError;
}

/** How long the other side may take to answer our goodbye before the connection is cut. */
const goodbyeMs = 2_000;

/**
 * Opens a WebSocket with npm ws, which is loaded by the first one. Unlike the global WebSocket it follows VS Code's
 * proxy settings and hands over what a server answers that refuses the handshake.
 *
 * @throws {ProviderError} from `fail`.
 */
export async function openSocket(
  url: string,
  { tls: tlsOptions, tunnel, fail }: SocketOptions,
  signal: AbortSignal,
): Promise<Handshake> {
  const { WebSocket } = await import('ws');
  if (signal.aborted) throw stopped();
  const { hostname, protocol } = new URL(url);
  const overTunnel = tunnel && {
    createConnection: () => (protocol === 'wss:' ? secure(tunnel, hostname, tlsOptions) : tunnel),
  };
  const options = {
    ...tlsOptions,
    ...overTunnel,
    // The messages are small: inflating them costs more than it saves.
    perMessageDeflate: false,
    maxPayload: longestEvent,
    closeTimeout: goodbyeMs,
  };
  let socket: WebSocket;
  try {
    socket = new WebSocket(url, options);
  } catch (error) {
    throw fail(error);
  }
  return await new Promise<Handshake>((resolve, reject) => {
    const abort = () => {
      reject(stopped());
      cut(socket);
    };
    signal.addEventListener('abort', abort);
    const forget = () => signal.removeEventListener('abort', abort);
    const open = receive(socket, fail);
    socket.once('open', () => resolve({ type: 'open', socket: open }));
    socket.once('unexpected-response', (request, response) => {
      response.once('close', forget);
      signal.addEventListener('abort', () => request.destroy());
      resolve({ type: 'refused', response: readRefusal(response, fail) });
    });
    socket.once('close', forget);
    socket.on('error', (error) => reject(signal.aborted ? stopped() : handshakeError(error, fail)));
  });
}

/** Collects what arrives from the first moment on: messages may follow the handshake in the same packet. */
function receive(socket: WebSocket, fail: (error: unknown) => ProviderError): Socket {
  const early: string[] = [];
  let deliver = (text: string): void => void early.push(text);
  let failure: { readonly error: unknown } | undefined;
  let code: number | undefined;
  let left = false;
  let settle: (() => void) | undefined;

  socket.on('message', (data: Buffer) => {
    deliver(data.toString());
  });
  socket.on('error', (error) => {
    failure ??= { error };
  });
  socket.on('close', (closeCode) => end(closeCode));

  function end(closeCode: number): void {
    if (code !== undefined) return;
    code = closeCode;
    settle?.();
  }

  return {
    send: (text) => socket.send(text),
    close() {
      left = true;
      socket.close(1000);
      end(1000);
    },
    read(onMessage) {
      return new Promise((resolve, reject) => {
        let thrown: { readonly error: unknown } | undefined;
        settle = () => {
          if (thrown) reject(thrown.error);
          else if (failure || code === undefined || code === cutOff) reject(fail(failure?.error));
          else resolve(code);
        };
        deliver = (text) => {
          if (thrown || left) return;
          try {
            onMessage(text);
          } catch (error) {
            thrown = { error };
            cut(socket);
            end(cutOff);
          }
        };
        for (const text of early.splice(0)) deliver(text);
        if (code !== undefined) settle();
      });
    },
  };
}

/** The close code of a connection that ended without a goodbye. */
const cutOff = 1006;

/** Says goodbye as far as that is possible at once. */
function cut(socket: WebSocket): void {
  socket.close();
  socket.terminate();
}

function secure(tunnel: Connection, hostname: string, options: TlsOptions): tls.TLSSocket {
  return tls.connect({
    ...options,
    socket: tunnel,
    host: hostname,
    ...(/^[\d.]+$|^\[/.test(hostname) ? {} : { servername: hostname }),
  });
}

function readRefusal(response: IncomingMessage, fail: (error: unknown) => ProviderError): HttpResponse {
  return {
    status: response.statusCode ?? 0,
    header(name) {
      const value = response.headers[name.toLowerCase()];
      return Array.isArray(value) ? value.join(', ') : value;
    },
    read(onChunk) {
      return new Promise((resolve, reject) => {
        response.on('data', (chunk: Buffer) => {
          try {
            onChunk(chunk);
          } catch (error) {
            reject(error);
            response.destroy();
          }
        });
        finished(response, (error) => (error ? reject(fail(error)) : resolve()));
      });
    },
  };
}

/** ws gives no code to an answer that looks like an upgrade and is none. */
function handshakeError(error: Error, fail: (error: unknown) => ProviderError): ProviderError {
  if ('code' in error || error.cause !== undefined || error instanceof AggregateError) return fail(error);
  return /^(?:Invalid|Server sent|Missing)\b/.test(error.message)
    ? new ProviderError('protocol', `The server did not open a WebSocket: ${error.message}`)
    : fail(error);
}

function stopped(): ProviderError {
  return new ProviderError('cancelled', 'The request was stopped');
}
