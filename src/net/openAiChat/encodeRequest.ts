import type { ChatRequest } from '../../core/provider.ts';

/**
 * The body of a streamed chat completion, as JSON text.
 *
 * @param extra the vendor's own members.
 */
export function encodeRequest(request: ChatRequest, extra: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({
    model: request.model,
    messages: request.messages.map(({ role, text }) => ({ role, content: text })),
    stream: true,
    ...(request.maxOutputTokens !== undefined && { max_tokens: request.maxOutputTokens }),
    ...extra,
  });
}
