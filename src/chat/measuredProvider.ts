import type { ChatRequest, Provider } from '../core/provider.ts';
import type { StreamPart } from '../core/streamPart.ts';
import { requestTokens } from './requestMessages.ts';

/**
 * The same provider, with `learn` hearing after every answer how many tokens we estimated for its question, without
 * correction, and how many the vendor reported. Not where the vendor counts what we did not send, as search results,
 * or what we can hardly estimate, as images and tools.
 */
export function measuredProvider(
  provider: Provider,
  learn: (estimated: number, reported: number) => void,
): Provider {
  return {
    ...(provider.completeCode && { completeCode: provider.completeCode.bind(provider) }),
    ...(provider.listModels && { listModels: provider.listModels.bind(provider) }),
    async *stream(request: ChatRequest, signal: AbortSignal): AsyncIterable<StreamPart> {
      let comparable = isPlain(request);
      for await (const part of provider.stream(request, signal)) {
        if (part.type === 'source') comparable = false;
        const reported = part.type === 'finish' ? part.usage?.inputTokens : undefined;
        if (comparable && reported !== undefined) learn(requestTokens(request.messages), reported);
        yield part;
      }
    },
  };
}

function isPlain({ messages, options, tools, vendorSession }: ChatRequest): boolean {
  const hasImages = messages.some((message) => message.role === 'user' && message.images !== undefined);
  return !hasImages && !options?.webSearch && tools === undefined && vendorSession === undefined;
}
