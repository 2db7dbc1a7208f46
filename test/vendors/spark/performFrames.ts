import type { Duplex } from 'node:stream';
import { setImmediate, setTimeout } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import type { SocketStep } from './socketPlan.ts';

/** A WebSocket and the TCP or TLS connection below it. */
export interface OpenSocket {
  readonly webSocket: WebSocket;
  readonly connection: Duplex;
}

/**
 * Does the steps to a WebSocket, each chunk as a write of its own to the connection. Stops without a word when
 * the client has left or says goodbye. `released` lets a hold go on; `answered` is told before the last bytes
 * of the answer, `leaving` before the server closes or destroys.
 */
export async function performFrames(
  steps: Iterable<SocketStep>,
  { webSocket, connection }: OpenSocket,
  released: Promise<void>,
  tell: { answered(): void; leaving(): void },
): Promise<void> {
  const gone = new AbortController();
  const left = new Promise<void>((resolve) => {
    connection.once('close', () => {
      gone.abort();
      resolve();
    });
  });
  for (const step of steps) {
    if (gone.signal.aborted || webSocket.readyState !== webSocket.OPEN) return;
    switch (step.type) {
      case 'write':
        await Promise.race([
          left,
          new Promise<void>((resolve) => connection.write(step.bytes, () => resolve())),
        ]);
        break;
      case 'pause':
        await (step.ms === 0 ? setImmediate() : setTimeout(step.ms, undefined, gone).catch(() => undefined));
        break;
      case 'hold':
        await Promise.race([left, released]);
        break;
      case 'answered':
        tell.answered();
        break;
      case 'close':
        tell.leaving();
        if (step.code === 1005) webSocket.close();
        else webSocket.close(step.code, step.reason);
        return;
      case 'destroy':
        await setImmediate();
        tell.leaving();
        destroyConnection(connection, step.reset);
        return;
    }
  }
}

/** `reset` sends RST where the connection is plain TCP. */
export function destroyConnection(connection: Duplex, reset: boolean): void {
  if (reset && 'resetAndDestroy' in connection) (connection as Resettable).resetAndDestroy();
  else connection.destroy();
}

interface Resettable {
  resetAndDestroy(): void;
}
