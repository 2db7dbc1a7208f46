import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import type { buildConnector, Dispatcher } from 'undici';
import { ProviderError } from '../core/error.ts';
import type { HttpRequest, HttpResponse, Transport } from '../core/transport.ts';
import { networkError } from './networkError.ts';
import { openSocket, type TlsOptions } from './openSocket.ts';
import { httpUrl, type ProxySettings, proxyFor } from './proxySettings.ts';
import { openTunnel } from './proxyTunnel.ts';
import { startTimer } from './timers.ts';
import { createTrust } from './trustedCertificates.ts';
import { defaultTimeouts, withTimeouts } from './withTimeouts.ts';

export interface UndiciOptions extends ProxySettings {
  /** The value of the Proxy-Authorization header; absent: user name and password of the proxy's URL, if any. */
  readonly proxyAuthorization?: string;
  /** Whether the certificate of a proxy is checked that is spoken to over TLS. A server's always is. */
  readonly strictSSL: boolean;
  /** Whether the system's certificate store is trusted beside Node's own list. */
  readonly systemCertificates: boolean;
  /** Further certificate authorities, as PEM texts. */
  readonly ca: readonly string[];
}

/** A direct way out with nothing but Node's own certificates. */
export const directOptions: UndiciOptions = {
  noProxy: [],
  strictSSL: true,
  systemCertificates: false,
  ca: [],
};

export interface UndiciTransport extends Transport {
  /** Lets running requests end and closes the connections. The transport cannot be used afterwards. */
  close(): Promise<void>;
}

/** Long enough for a slow handshake through a proxy, short enough to try something else. */
const connectTimeoutMs = 15_000;

/** People read an answer before they ask again: a connection that waits a little longer than 4 s saves the handshake. */
const keepAliveMs = 30_000;

/**
 * Transport on npm undici, which is loaded by the first request. It goes below undici's `request`: a stream object
 * and an async iterator per response cost more than decoding the reply.
 */
export function createUndiciTransport(
  options: UndiciOptions,
  { now = Date.now, timeouts = defaultTimeouts, timer = startTimer } = {},
): UndiciTransport {
  const clients = new Map<string | undefined, Promise<Client>>();
  let tls: TlsOptions | undefined;

  function readTls(): TlsOptions {
    tls ??= {
      secureContext: createTrust(options.systemCertificates, options.ca),
      // Said outright: NODE_TLS_REJECT_UNAUTHORIZED would decide otherwise.
      rejectUnauthorized: true,
    };
    return tls;
  }

  function readProxyTls(): TlsOptions {
    return { ...readTls(), rejectUnauthorized: options.strictSSL };
  }

  async function createClient(proxy: string | undefined): Promise<Client> {
    const { Agent, buildConnector, Pool, ProxyAgent } = await import('undici');
    const connect = { ...readTls(), timeout: connectTimeoutMs };
    // Silence is measured by withTimeouts, for every transport alike.
    const shared = { keepAliveTimeout: keepAliveMs, headersTimeout: 0, bodyTimeout: 0 };
    const attempts = new ConnectionAttempts();
    if (proxy === undefined) {
      const connector = attempts.watch(buildConnector(connect));
      return { dispatcher: new Agent({ ...shared, connect: connector }), attempts };
    }
    const dispatcher = new ProxyAgent({
      ...shared,
      uri: proxy,
      requestTls: connect,
      proxyTls: { ...connect, ...readProxyTls() },
      clientFactory: (origin, client) =>
        new Pool(origin, {
          ...client,
          connect: attempts.watch((client as { connect: buildConnector.connector }).connect),
        }),
      factory: (origin, pool) =>
        new Pool(origin, {
          ...pool,
          connect: failingForGood((pool as { connect: buildConnector.connector }).connect),
        }),
      ...(options.proxyAuthorization && { token: options.proxyAuthorization }),
    });
    return { dispatcher, attempts };
  }

  const transport: Transport = {
    now,
    randomUUID,
    async connect(address, signal) {
      const url = httpUrl(address);
      const proxy = proxyFor(url, options);
      const fail = (error: unknown) => networkError(error, address, signal, proxy !== undefined);
      try {
        const { proxyAuthorization } = options;
        const tunnelOptions = { tls: readProxyTls(), proxyAuthorization, timeoutMs: connectTimeoutMs };
        const tunnel = proxy === undefined ? undefined : await openTunnel(proxy, url, tunnelOptions, signal);
        return await openSocket(address, { tls: readTls(), tunnel, fail }, signal);
      } catch (error) {
        throw fail(error);
      }
    },
    async fetch(address, request, signal) {
      const url = new URL(address);
      const proxy = proxyFor(url, options);
      const fail = (error: unknown) => networkError(error, address, signal, proxy !== undefined);
      try {
        let client = clients.get(proxy);
        if (!client) {
          client = createClient(proxy);
          clients.set(proxy, client);
          // One that could not be made is made anew, and nothing of it is left to close.
          client.catch(() => clients.delete(proxy));
        }
        return await send(await client, url, request, signal, fail);
      } catch (error) {
        throw fail(error);
      }
    },
  };
  return {
    ...withTimeouts(transport, timeouts, timer),
    async close() {
      const open = [...clients.values()];
      clients.clear();
      await Promise.all(open.map(async (client) => (await client).dispatcher.close()));
    },
  };
}

/**
 * A tunnel whose proxy hangs up fails with an error that undici takes for a reason to try again: at once, some thousand
 * times a second, until the request is given up. With another error around it, it does not.
 */
function failingForGood(connect: buildConnector.connector): buildConnector.connector {
  return (options, callback) =>
    connect(options, (...[error, socket]) => {
      if (error) callback(new Error('The tunnel could not be opened', { cause: error }), null);
      else callback(null, socket as Socket);
    });
}

/**
 * Tells which connection is made for which request: undici has no way to stop connecting for one that was given up, and
 * a server that is slow with its handshake would be kept busy for nothing.
 */
class ConnectionAttempts {
  #begun: ((socket: Socket) => void) | undefined;

  watch(connect: buildConnector.connector): buildConnector.connector {
    return (options, callback) => {
      // It does return the socket, whatever its type says.
      const socket = connect(options, callback) as unknown as Socket;
      this.#begun?.(socket);
      return socket;
    };
  }

  /** @param begun is called with the connection that `dispatch` makes, if it makes one: at once, before it returns. */
  during(dispatch: () => void, begun: (socket: Socket) => void): void {
    this.#begun = begun;
    try {
      dispatch();
    } finally {
      this.#begun = undefined;
    }
  }
}

interface Client {
  readonly dispatcher: Dispatcher;
  readonly attempts: ConnectionAttempts;
}

/** How a response ended. */
type Outcome = 'complete' | { readonly error: unknown };

function send(
  { dispatcher, attempts }: Client,
  url: URL,
  request: HttpRequest,
  signal: AbortSignal,
  fail: (error: unknown) => ProviderError,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined;
    let connecting: Socket | undefined;
    let receive: ((chunk: Uint8Array) => void) | undefined;
    let encoding: string | undefined;
    let outcome: Outcome | undefined;
    let settleRead: ((outcome: Outcome) => void) | undefined;

    function abort(): void {
      const stopped = new ProviderError('cancelled', 'The request was stopped');
      if (controller) {
        controller.abort(stopped);
      } else {
        // Without a connection there is no request to abort yet: onRequestStart asks again.
        reject(stopped);
        connecting?.destroy(stopped);
      }
    }

    function end(result: Outcome): void {
      outcome = result;
      signal.removeEventListener('abort', abort);
      settleRead?.(result);
    }

    function read(onChunk: (chunk: Uint8Array) => void): Promise<void> {
      return new Promise((resolveRead, rejectRead) => {
        let thrown: { readonly error: unknown } | undefined;
        settleRead = (result) => {
          if (thrown) rejectRead(thrown.error);
          else if (result === 'complete') resolveRead();
          else rejectRead(fail(result.error));
        };
        if (outcome) {
          settleRead(outcome);
          return;
        }
        receive = (chunk) => {
          try {
            onChunk(chunk);
          } catch (error) {
            thrown = { error };
            throw error;
          }
        };
        if (encoding === undefined) controller?.resume();
        else controller?.abort(compressed(encoding));
      });
    }

    if (signal.aborted) {
      abort();
      return;
    }
    signal.addEventListener('abort', abort);
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(started) {
        controller = started;
        if (signal.aborted) abort();
      },
      onResponseStart(started, status, headers) {
        if (status < 200) return;
        started.pause();
        const header = (name: string) => {
          const value = headers[name.toLowerCase()];
          return Array.isArray(value) ? value.join(', ') : value;
        };
        encoding = header('content-encoding')?.replace(/^identity$/i, '') || undefined;
        resolve({ status, header, read });
      },
      onResponseData(_controller, chunk) {
        // When this throws, undici closes the connection and reports the error below.
        receive?.(chunk);
      },
      onResponseEnd() {
        end('complete');
      },
      onResponseError(_controller, error) {
        end({ error });
        reject(error);
      },
    };
    attempts.during(
      () => {
        dispatcher.dispatch(
          {
            origin: url.origin,
            path: url.pathname + url.search,
            method: request.method,
            headers: { ...request.headers },
            body: request.body ?? null,
          },
          handler,
        );
      },
      (socket) => {
        connecting = socket;
      },
    );
  });
}

/** Nobody asks for it, so it is a proxy that does so, and what it is about cannot be read. */
function compressed(encoding: string): ProviderError {
  return new ProviderError('protocol', `The response is compressed (${encoding}), which was not asked for`);
}
