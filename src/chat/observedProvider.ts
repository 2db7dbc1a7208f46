import type { ChatRequest, CompletionRequest, Provider } from '../core/provider.ts';
import type { StreamPart } from '../core/streamPart.ts';

export interface ProviderObserver {
  /** A request begins. What is returned is called once when it is over, however it ends. */
  begin(): () => void;
  /** An answer has ended as it should. */
  finish(part: Extract<StreamPart, { type: 'finish' }>): void;
}

/**
 * The same provider, with somebody watching. Of completions only what they use is told: they come and go with every
 * few keystrokes.
 */
export function observedProvider(provider: Provider, observer: ProviderObserver): Provider {
  const completeCode = provider.completeCode?.bind(provider);
  return {
    ...(completeCode && {
      async *completeCode(request: CompletionRequest, signal: AbortSignal): AsyncIterable<StreamPart> {
        for await (const part of completeCode(request, signal)) {
          if (part.type === 'finish') observer.finish(part);
          yield part;
        }
      },
    }),
    ...(provider.listModels && { listModels: provider.listModels.bind(provider) }),
    async *stream(request: ChatRequest, signal: AbortSignal): AsyncIterable<StreamPart> {
      const end = observer.begin();
      try {
        for await (const part of provider.stream(request, signal)) {
          if (part.type === 'finish') observer.finish(part);
          yield part;
        }
      } finally {
        end();
      }
    },
  };
}
