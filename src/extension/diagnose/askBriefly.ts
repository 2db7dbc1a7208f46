import type { ModelOptions } from '../../core/modelOptions.ts';
import type { Provider } from '../../core/provider.ts';
import type { Usage } from '../../core/streamPart.ts';
import type { ApiDescriptor } from '../../core/vendor.ts';

/** What came of one short question. */
export interface BriefReply {
  /** When each piece of the reply came, in milliseconds after the question was sent. */
  readonly arrivals: readonly number[];
  readonly usage: Usage | undefined;
}

/** Enough words to see whether they come one by one, few enough to cost next to nothing. */
const question = 'Count from 1 to 20.';
const mostTokens = 40;

/**
 * Asks a model one short question and notes when its reply came. A reply that was cut short by its length is a good
 * sign too.
 *
 * @param onPiece called with the time of each piece, as it comes.
 * @param clock milliseconds, for durations.
 * @throws {ProviderError} what the vendor said instead of answering, or how the reply was cut.
 */
export async function askBriefly(
  provider: Provider,
  api: ApiDescriptor,
  model: string,
  onPiece: (ms: number) => void,
  clock: () => number,
  signal: AbortSignal,
): Promise<BriefReply> {
  const arrivals: number[] = [];
  const startedAt = clock();
  let usage: Usage | undefined;
  const request = {
    model,
    messages: [{ role: 'user', text: question } as const],
    options: cheapOptions(api, model),
  };
  for await (const part of provider.stream(request, signal)) {
    if (part.type === 'finish') usage = part.usage;
    if (part.type !== 'text-delta' && part.type !== 'text-replace' && part.type !== 'reasoning-delta')
      continue;
    const ms = clock() - startedAt;
    arrivals.push(ms);
    onPiece(ms);
  }
  return { arrivals, usage };
}

function cheapOptions({ options, models }: ApiDescriptor, model: string): ModelOptions {
  const limit = options.maxOutputTokens;
  const info = models.find(({ id }) => id === model);
  return {
    ...(limit?.type === 'integer' && { maxOutputTokens: Math.max(mostTokens, limit.minimum ?? 1) }),
    ...(info?.thinking === 'optional' && options.thinking && { thinking: false }),
  };
}
