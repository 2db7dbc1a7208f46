import { adviseOn } from '../../../src/chat/advice.ts';
import { toFailure } from '../../../src/chat/failure.ts';
import type { ChatRequest, Provider } from '../../../src/core/provider.ts';
import type { ApiDescriptor, AuthMode, VendorDescriptor } from '../../../src/core/vendor.ts';
import { vendors } from '../../../src/vendors/registry.ts';
import { type Canary, canariesIn, textsIn } from './canaries.ts';

/** One way to sign in to one API. */
export interface Way {
  readonly vendor: VendorDescriptor;
  readonly api: ApiDescriptor;
  readonly mode: AuthMode;
}

export const ways: readonly Way[] = vendors.flatMap((vendor) =>
  vendor.apis.flatMap((api) => api.authModes.map((mode) => ({ vendor, api, mode }))),
);

/** What a search has looked at. */
export interface Tally {
  requests: number;
  texts: number;
  found: number;
}

export interface Outcome {
  /** What each call gave, or its error. */
  readonly results: readonly unknown[];
  /** Canaries that were found in them, and in what would be shown of them. */
  readonly found: readonly string[];
}

/** Asks in every way that a provider has, and searches whatever comes of it. */
export async function search(
  { vendor, api }: Way,
  provider: Provider,
  canaries: readonly Canary[],
  tally: Tally,
  signal: AbortSignal = new AbortController().signal,
): Promise<Outcome> {
  const request: ChatRequest = {
    model: api.models[0]?.id ?? '',
    messages: [{ role: 'user', text: 'Hello' }],
  };
  const completion = { model: request.model, prefix: 'a = ', suffix: '', language: 'python' };
  const calls = [
    () => collect(provider.stream(request, signal)),
    ...(provider.completeCode ? [() => collect(provider.completeCode?.(completion, signal) ?? [])] : []),
    ...(provider.listModels ? [async () => provider.listModels?.(signal)] : []),
  ];
  const results: unknown[] = [];
  const found: string[] = [];
  for (const call of calls) {
    tally.requests += 1;
    const result = await call().catch((error: unknown) => error);
    const texts = new Set(textsIn(result));
    if (result instanceof Error) {
      const failure = toFailure(result);
      const respondent = { vendorId: vendor.id, apiId: api.id, vendorLabel: 'V', modelLabel: 'M', model: '' };
      for (const shown of [failure, adviseOn(failure, respondent, (text) => text)])
        for (const text of textsIn(shown)) texts.add(text);
    }
    tally.texts += texts.size;
    results.push(result);
    found.push(...canariesIn([...texts].join('\n'), canaries));
  }
  tally.found += found.length;
  return { results, found };
}

async function collect<T>(parts: AsyncIterable<T> | Iterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const part of parts) all.push(part);
  return all;
}
