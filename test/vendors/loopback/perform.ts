import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Step } from './step.ts';

/**
 * Does the steps to a response, each chunk as a write of its own, and ends it. Stops without a word when
 * the client has left. `released` lets a hold go on; `onDestroy` is told before the socket is destroyed.
 */
export async function perform(
  steps: Iterable<Step>,
  response: ServerResponse,
  released: Promise<void>,
  onDestroy: () => void,
): Promise<void> {
  const gone = new AbortController();
  const left = new Promise<void>((resolve) => {
    response.once('close', () => {
      gone.abort();
      resolve();
    });
  });
  for (const step of steps) {
    if (gone.signal.aborted) return;
    switch (step.type) {
      case 'head':
        response.writeHead(step.status, step.headers);
        response.flushHeaders();
        break;
      case 'write':
        await Promise.race([
          left,
          new Promise<void>((resolve) => response.write(step.bytes, () => resolve())),
        ]);
        break;
      case 'pause':
        // Even no pause yields to the loop, or chunks would be corked into one.
        await (step.ms === 0 ? setImmediate() : setTimeout(step.ms, undefined, gone).catch(() => undefined));
        break;
      case 'hold':
        await Promise.race([left, released]);
        break;
      case 'destroy':
        await setImmediate();
        onDestroy();
        destroySocket(response.socket, step.reset);
        return;
    }
  }
  if (!gone.signal.aborted) response.end();
}

function destroySocket(socket: Socket | null, reset: boolean): void {
  if (reset) socket?.resetAndDestroy();
  else socket?.destroy();
}
