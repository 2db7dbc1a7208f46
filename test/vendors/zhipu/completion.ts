import { toolCallFragments, wholeToolCalls } from '../custom/toolCalls.ts';
import { countUsage, pieces } from '../loopback/reply.ts';
import type { GlmRequest } from './requestRules.ts';
import type { GlmReply } from './scenario.ts';
import type { Stamp } from './stamp.ts';

/*
 * A reply as the vendor writes it. Source: docs.bigmodel.cn, API reference, chat completions; guide, tool streaming.
 */

/** A reply that is not streamed. */
export function completion(reply: GlmReply, request: GlmRequest, stamp: Stamp): object {
  const reasoning = pieces(reply.reasoning).join('');
  const content = pieces(reply.text).join('');
  const calls = callsOf(reply, request);
  const message = {
    role: 'assistant',
    content: content === '' && calls.length > 0 ? null : content,
    ...(reasoning === '' ? {} : { reasoning_content: reasoning }),
    ...(calls.length > 0 ? { tool_calls: wholeToolCalls(calls) } : {}),
  };
  return {
    id: stamp.id,
    request_id: request.requestId ?? stamp.id,
    created: stamp.created,
    model: reply.model ?? request.model,
    choices: [{ index: 0, finish_reason: finishReasonOf(reply, request), message }],
    ...usageBlock(reply, request),
    ...searchBlock(reply, request),
  };
}

/** The chunks of a streamed reply, all but the last, which has its finish reason. */
export function completionChunks(reply: GlmReply, request: GlmRequest, stamp: Stamp): readonly object[] {
  const deltas = [
    ...pieces(reply.reasoning).map((piece) => ({ reasoning_content: piece })),
    ...pieces(reply.text).map((piece) => ({ content: piece })),
    ...callDeltas(reply, request),
  ];
  return deltas.map((delta, index) => ({
    ...deltaChunk(reply.model ?? request.model, stamp, delta),
    ...(index === 0 && request.search === 'before' ? searchBlock(reply, request) : {}),
  }));
}

/** The chunk with which a streamed reply ends. */
export function lastChunk(reply: GlmReply, request: GlmRequest, stamp: Stamp): object {
  const finishReason = finishReasonOf(reply, request);
  return {
    ...deltaChunk(reply.model ?? request.model, stamp, { content: '' }, finishReason),
    ...usageBlock(reply, request),
    ...(request.search === 'after' ? searchBlock(reply, request) : {}),
  };
}

/** One chunk of a stream; the role is in each. */
export function deltaChunk(model: string, stamp: Stamp, delta: object, finishReason?: string): object {
  return {
    id: stamp.id,
    created: stamp.created,
    model,
    choices: [
      {
        index: 0,
        ...(finishReason === undefined ? {} : { finish_reason: finishReason }),
        delta: { role: 'assistant', ...delta },
      },
    ],
  };
}

/** Fragments where the request asks for them, else all calls in one piece. */
function callDeltas(reply: GlmReply, request: GlmRequest): readonly object[] {
  const calls = callsOf(reply, request);
  if (calls.length === 0) return [];
  if (!request.toolStream) return [{ tool_calls: wholeToolCalls(calls) }];
  return toolCallFragments(calls, false).map(({ index, opening, arguments: piece }) => ({
    tool_calls: [
      opening
        ? { index, id: opening.id, type: 'function', function: { name: opening.name, arguments: piece } }
        : { index, function: { arguments: piece } },
    ],
  }));
}

function callsOf(reply: GlmReply, request: GlmRequest): NonNullable<GlmReply['toolCalls']> {
  return request.functions.length > 0 ? (reply.toolCalls ?? []) : [];
}

function finishReasonOf(reply: GlmReply, request: GlmRequest): string {
  return reply.finishReason ?? (callsOf(reply, request).length > 0 ? 'tool_calls' : 'stop');
}

function searchBlock(reply: GlmReply, request: GlmRequest): object {
  if (request.search === 'none' || reply.searchResults === undefined) return {};
  return {
    web_search: reply.searchResults.map((result) => ({ icon: '', media: '', publish_date: '', ...result })),
  };
}

function usageBlock(reply: GlmReply, request: GlmRequest): object {
  const called = callsOf(reply, request).flatMap((call) => [call.name, ...pieces(call.arguments)]);
  const usage = countUsage({ ...reply, text: [...pieces(reply.text), ...called] }, request);
  if (usage === undefined) return {};
  return {
    usage: {
      prompt_tokens: usage.promptTokens,
      completion_tokens: usage.completionTokens,
      total_tokens: usage.promptTokens + usage.completionTokens,
      prompt_tokens_details: { cached_tokens: usage.cachedTokens ?? 0 },
      completion_tokens_details: { reasoning_tokens: usage.reasoningTokens ?? 0 },
    },
  };
}
