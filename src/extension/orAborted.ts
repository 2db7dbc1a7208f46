import { ProviderError } from '../core/error.ts';

/**
 * What `work` comes to, however long that takes, unless the signal is aborted before.
 *
 * @throws {ProviderError} of kind `cancelled` as soon as the signal is aborted; what `work` rejects with.
 */
export async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(new ProviderError('cancelled', '', { cause: signal.reason }));
  signal.addEventListener('abort', abort);
  if (signal.aborted) abort();
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
