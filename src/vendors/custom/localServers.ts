import { ProviderError } from '../../core/error.ts';
import type { Transport } from '../../core/transport.ts';
import type { Endpoint, LocalServer } from '../../core/vendor.ts';
import { vendorError } from '../../net/errorTable.ts';
import { listModels } from '../../net/openAiChat/listModels.ts';
import { type StartTimer, startTimer } from '../../net/timers.ts';
import { endpoints } from './endpoints.ts';

/** A server on this computer answers at once, or not at all. */
const patienceMs = 1_500;

/**
 * The servers that run on this computer where Ollama and LM Studio usually do. What does not answer like one is none.
 *
 * @throws {ProviderError} of kind `cancelled`, and no other.
 */
export async function findLocalServers(
  transport: Transport,
  signal: AbortSignal,
  candidates: readonly Endpoint[] = endpoints.filter(
    ({ baseUrl }) => new URL(baseUrl).hostname === 'localhost',
  ),
  timer: StartTimer = startTimer,
): Promise<readonly LocalServer[]> {
  const looking = new AbortController();
  const stop = () => looking.abort();
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop);
  const patience = timer(patienceMs, stop);
  try {
    const found = await Promise.allSettled(
      candidates.map(async (endpoint): Promise<LocalServer> => {
        const call = {
          baseUrl: endpoint.baseUrl,
          headers: {},
          mapFailure: (failure: Parameters<typeof vendorError>[0]) => vendorError(failure, {}),
        };
        return { endpoint, models: await listModels(transport, call, looking.signal) };
      }),
    );
    if (signal.aborted) throw new ProviderError('cancelled', 'The request was stopped');
    return found.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  } finally {
    patience.stop();
    signal.removeEventListener('abort', stop);
  }
}
