import { ProviderError } from '../core/error.ts';
import { longestReply } from '../core/limits.ts';
import type { StreamPart } from '../core/streamPart.ts';
import { createReplyBudget, replyTooLong } from './replyBudget.ts';
import { type StartTimer, startTimer, type Timer } from './timers.ts';

export type EmitPart = (part: StreamPart) => void;

/** Pushes the parts of one reply as they arrive; resolves when there are no more, rejects when the request fails. */
export type PartProducer = (emit: EmitPart, signal: AbortSignal) => Promise<void>;

/**
 * After `finish` the response has only its last bytes to deliver. They are awaited, because a connection that is
 * closed before them cannot be used for the next question, but not for long.
 */
const drainMs = 1_000;

/**
 * Turns pushed parts into what `for await` takes. This is the only asynchronous layer between the socket and the
 * consumer: a part that is already there costs one resolved promise, and no part waits for another one.
 *
 * - `produce` starts with the first `next()`.
 * - Whatever was pushed is handed out before an error is thrown.
 * - Leaving the loop and aborting `signal` both abort the producer's signal, at once.
 * - A reply that does not end is ended, by a ProviderError; of all that comes beside its text, so much is handed out as
 *   `src/core/limits.ts` says.
 * - After `finish` comes nothing, no error either. A reply that ends without `finish` ends with a ProviderError.
 *
 * @param signal the user's.
 * @returns an iterable for a single loop.
 */
export function partStream(
  signal: AbortSignal,
  produce: PartProducer,
  timer: StartTimer = startTimer,
): AsyncIterableIterator<StreamPart> {
  const request = new AbortController();
  let arrived: StreamPart[] = [];
  /** The next one last. */
  let ready: StreamPart[] = [];
  let state: 'new' | 'running' | 'finished' | 'ended' = 'new';
  let failure: ProviderError | undefined;
  let waiting: PromiseWithResolvers<IteratorResult<StreamPart>> | undefined;
  let draining: Timer | undefined;
  const budget = createReplyBudget();

  function emit(sent: StreamPart): void {
    if (state !== 'running') return;
    const part = budget.take(sent);
    if (!part) return;
    if (part.type === 'finish') state = 'finished';
    if (waiting) {
      const { resolve } = waiting;
      waiting = undefined;
      resolve({ done: false, value: part });
    } else {
      arrived.push(part);
    }
    if (budget.length <= longestReply) return;
    end(replyTooLong());
    request.abort();
  }

  function end(error?: ProviderError): void {
    if (state === 'ended') return;
    if (state !== 'finished') failure = error;
    state = 'ended';
    signal.removeEventListener('abort', cancel);
    draining?.stop();
    if (!waiting) return;
    const { resolve, reject } = waiting;
    waiting = undefined;
    if (failure) {
      reject(failure);
      failure = undefined;
    } else {
      resolve({ done: true, value: undefined });
    }
  }

  function cancel(): void {
    end(new ProviderError('cancelled', 'The request was stopped'));
    request.abort();
  }

  async function run(): Promise<void> {
    try {
      await produce(emit, request.signal);
      end(cutReply());
    } catch (error) {
      end(
        error instanceof ProviderError
          ? error
          : new ProviderError('protocol', 'The reply could not be read', { cause: error }),
      );
    }
  }

  function start(): void {
    if (signal.aborted) {
      cancel();
      return;
    }
    state = 'running';
    signal.addEventListener('abort', cancel);
    const producing = run();
    void producing;
  }

  function drain(): void {
    draining ??= timer(drainMs, () => request.abort());
  }

  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next() {
      if (state === 'new') start();
      if (ready.length === 0) [ready, arrived] = [arrived.reverse(), ready];
      const part = ready.pop();
      if (part) return Promise.resolve({ done: false, value: part });
      if (failure) {
        const error = failure;
        failure = undefined;
        return Promise.reject(error);
      }
      if (state === 'finished') drain();
      if (state !== 'running') return Promise.resolve({ done: true, value: undefined });
      if (waiting) return Promise.reject(new Error('next() was called before the one before had settled'));
      waiting = Promise.withResolvers();
      return waiting.promise;
    },
    return() {
      ready = [];
      arrived = [];
      if (state === 'finished') {
        drain();
      } else {
        end();
        failure = undefined;
        request.abort();
      }
      return Promise.resolve({ done: true, value: undefined });
    },
  };
}

function cutReply(): ProviderError {
  return new ProviderError('network', 'The connection was closed in the middle of the reply', {
    retryable: true,
  });
}
