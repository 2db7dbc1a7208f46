import { connect, type Socket } from 'node:net';

/** Long enough for a slow line, short enough to wait for on a page. */
export const connectTimeoutMs = 10_000;

/**
 * A TCP connection to the host of an address.
 *
 * @throws Node's error; one with the code ETIMEDOUT after `timeoutMs`; the signal's reason once it is aborted.
 */
export function openConnection(url: URL, signal: AbortSignal, timeoutMs = connectTimeoutMs): Promise<Socket> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const host = url.hostname.replace(/[[\]]/g, '');
    const socket = connect({ host, port: Number(portOf(url)) });
    const end = () => {
      clearTimeout(timeout);
      signal.removeEventListener('abort', leave);
      socket.off('error', fail);
    };
    const fail = (error: unknown) => {
      end();
      // Whatever else the connection has to say is of no interest.
      socket.on('error', () => {});
      socket.destroy();
      reject(error);
    };
    const leave = () => fail(signal.reason);
    const timeout = setTimeout(() => {
      fail(Object.assign(new Error(`No connection within ${timeoutMs} ms`), { code: 'ETIMEDOUT' }));
    }, timeoutMs);
    signal.addEventListener('abort', leave);
    socket.once('error', fail);
    socket.once('connect', () => {
      end();
      resolve(socket);
    });
  });
}

/** @param url with the protocol `http:` or `https:`. */
export function portOf({ port, protocol }: URL): string {
  return port || (protocol === 'https:' ? '443' : '80');
}
