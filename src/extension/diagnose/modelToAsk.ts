import type { Provider } from '../../core/provider.ts';
import type { ApiDescriptor } from '../../core/vendor.ts';

/**
 * The model that a short question goes to: the one that a key is tried with. A server with models of its own is asked
 * which they are, and the chosen one is taken if it is there.
 *
 * @param chosen the model that the user has chosen at this server, if any
 * @throws {ProviderError} where the server does not say
 */
export async function modelToAsk(
  { ownModels, probeModel }: Pick<ApiDescriptor, 'ownModels' | 'probeModel'>,
  provider: Pick<Provider, 'listModels'>,
  chosen: string | undefined,
  signal: AbortSignal,
): Promise<string> {
  if (!ownModels) return probeModel;
  const listed = (await provider.listModels?.(signal)) ?? [];
  const isThere = chosen !== undefined && (listed.length === 0 || listed.includes(chosen));
  return isThere ? chosen : (listed[0] ?? probeModel);
}
