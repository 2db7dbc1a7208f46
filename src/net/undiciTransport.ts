import { randomUUID } from 'node:crypto';
import type { Dispatcher } from 'undici';
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
  /** Whether certificates are checked. */
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
  const dispatchers = new Map<string | undefined, Promise<Dispatcher>>();
  let tls: TlsOptions | undefined;

  function readTls(): TlsOptions {
    tls ??= {
      secureContext: createTrust(options.systemCertificates, options.ca),
      rejectUnauthorized: options.strictSSL,
    };
    return tls;
  }

  async function createDispatcher(proxy: string | undefined): Promise<Dispatcher> {
    const { Agent, ProxyAgent } = await import('undici');
    const connect = { ...readTls(), timeout: connectTimeoutMs };
    // Silence is measured by withTimeouts, for every transport alike.
    const shared = { keepAliveTimeout: keepAliveMs, headersTimeout: 0, bodyTimeout: 0 };
    if (proxy === undefined) return new Agent({ ...shared, connect });
    return new ProxyAgent({
      ...shared,
      uri: proxy,
      requestTls: connect,
      proxyTls: connect,
      ...(options.proxyAuthorization && { token: options.proxyAuthorization }),
    });
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
        const tunnelOptions = { tls: readTls(), proxyAuthorization, timeoutMs: connectTimeoutMs };
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
        let dispatcher = dispatchers.get(proxy);
        if (!dispatcher) {
          dispatcher = createDispatcher(proxy);
          dispatchers.set(proxy, dispatcher);
        }
        return await send(await dispatcher, url, request, signal, fail);
      } catch (error) {
        throw fail(error);
      }
    },
  };
  return {
    ...withTimeouts(transport, timeouts, timer),
    async close() {
      const open = [...dispatchers.values()];
      dispatchers.clear();
      await Promise.all(open.map(async (dispatcher) => (await dispatcher).close()));
    },
  };
}

/** How a response ended. */
type Outcome = 'complete' | { readonly error: unknown };

function send(
  dispatcher: Dispatcher,
  url: URL,
  request: HttpRequest,
  signal: AbortSignal,
  fail: (error: unknown) => ProviderError,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined;
    let receive: ((chunk: Uint8Array) => void) | undefined;
    let outcome: Outcome | undefined;
    let settleRead: ((outcome: Outcome) => void) | undefined;

    function abort(): void {
      const stopped = new ProviderError('cancelled', 'The request was stopped');
      // Without a connection there is nothing to abort yet: onRequestStart asks again.
      if (controller) controller.abort(stopped);
      else reject(stopped);
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
        controller?.resume();
      });
    }

    if (signal.aborted) {
      abort();
      return;
    }
    signal.addEventListener('abort', abort);
    dispatcher.dispatch(
      {
        origin: url.origin,
        path: url.pathname + url.search,
        method: request.method,
        headers: { ...request.headers },
        body: request.body ?? null,
      },
      {
        onRequestStart(started) {
          controller = started;
          if (signal.aborted) abort();
        },
        onResponseStart(started, status, headers) {
          if (status < 200) return;
          started.pause();
          resolve({
            status,
            header(name) {
              const value = headers[name.toLowerCase()];
              return Array.isArray(value) ? value.join(', ') : value;
            },
            read,
          });
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
      },
    );
  });
}
