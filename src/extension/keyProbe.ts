import type { Provider } from '../core/provider.ts';
import type { ApiDescriptor } from '../core/vendor.ts';

/**
 * Tries a key with the smallest question there is. A reply that was cut short by its length is a good sign too.
 *
 * @throws {ProviderError} what the vendor said instead of answering.
 */
export async function probeKey(
  provider: Provider,
  api: ApiDescriptor,
  model: string,
  signal: AbortSignal,
): Promise<void> {
  const limit = api.options.maxOutputTokens;
  const fewest = limit?.type === 'integer' ? (limit.minimum ?? 1) : undefined;
  const request = {
    model,
    messages: [{ role: 'user', text: 'Hi' } as const],
    ...(fewest !== undefined && { options: { maxOutputTokens: fewest } }),
  };
  // The first sign of life is enough; leaving the loop ends the request.
  for await (const _ of provider.stream(request, signal)) return;
}
