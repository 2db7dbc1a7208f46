import { type ScriptedToolCall, toolCallFragments, wholeToolCalls } from '../custom/toolCalls.ts';
import { endlessSteps, eventStreamSteps } from '../loopback/eventStream.ts';
import { rawSteps } from '../loopback/rawSteps.ts';
import { countUsage, pieces, type Reply } from '../loopback/reply.ts';
import type { EndlessScenario, ErrorInterruption, RawScenario } from '../loopback/scenario.ts';
import { head, type Step } from '../loopback/step.ts';
import { wholeReplySteps } from '../loopback/wholeReply.ts';
import { type DashScopeErrorScenario, dashScopeErrorSteps, openAiError } from './dashScopeErrors.ts';
import type { DashScopeRequest } from './dashScopeRules.ts';

/** What the server shall do with the next request that is authorised and well formed. Plain data. */
export type DashScopeScenario = DashScopeReply | DashScopeErrorScenario | EndlessScenario | RawScenario;

export interface DashScopeReply extends Reply {
  readonly toolCalls?: readonly ScriptedToolCall[];
  /** The fragments of several calls take turns. */
  readonly interleaved?: boolean;
  /** What stands for the name in the later fragments of a call, whose id is empty. `null` when absent. */
  readonly laterNames?: 'null' | 'absent' | 'empty';
}

/** What an answer says about itself beside its text. */
export interface DashScopeStamp {
  readonly requestId: string;
  /** Seconds since 1970. */
  readonly created: number;
}

const streamHead = (stamp: DashScopeStamp): Step =>
  head(200, { 'Content-Type': 'text/event-stream;charset=UTF-8', 'X-Request-Id': stamp.requestId });

/** Turns a scenario into the steps that perform it; `endless` never runs out. */
export function planDashScope(
  scenario: DashScopeScenario,
  request: DashScopeRequest,
  stamp: DashScopeStamp,
): Iterable<Step> {
  switch (scenario.type) {
    case 'reply':
      return request.stream ? streamed(scenario, request, stamp) : whole(scenario, request, stamp);
    case 'error':
      return dashScopeErrorSteps(scenario, stamp.requestId);
    case 'endless': {
      const delta =
        request.call === 'chat' ? chatChoice({ content: scenario.piece }) : textChoice(scenario.piece);
      return endlessSteps(
        streamHead(stamp),
        chunk(request, stamp, scenario.piece === '' ? [] : [delta]),
        scenario.delayMs ?? 0,
      );
    }
    default:
      return rawSteps(scenario, streamHead(stamp));
  }
}

function streamed(reply: DashScopeReply, request: DashScopeRequest, stamp: DashScopeStamp): Step[] {
  const named = { ...request, model: reply.model ?? request.model };
  const choices =
    request.call === 'chat' ? chatChoices(reply) : pieces(reply.text).map((text) => textChoice(text));
  const finishReason = reply.finishReason ?? (reply.toolCalls ? 'tool_calls' : 'stop');
  const last =
    request.call === 'chat' ? chatChoice({ content: '' }, finishReason) : textChoice('', finishReason);
  const usage = usageOf(reply, request);
  return eventStreamSteps({
    head: streamHead(stamp),
    pieces: choices.map((choice) => chunk(named, stamp, [choice])),
    ending: [
      chunk(named, stamp, [last]),
      ...(request.includeUsage && usage ? [{ ...chunk(named, stamp, []), usage }] : []),
    ],
    endMark: '[DONE]',
    error: (interruption) => inBandError(interruption, stamp),
    delayMs: reply.delayMs,
    wire: reply.wire,
    interruption: reply.interruption,
  });
}

function whole(reply: DashScopeReply, request: DashScopeRequest, stamp: DashScopeStamp): Step[] {
  const reasoning = pieces(reply.reasoning).join('');
  const content = pieces(reply.text).join('');
  const finishReason = reply.finishReason ?? (reply.toolCalls ? 'tool_calls' : 'stop');
  const ending = { finish_reason: finishReason, index: 0, logprobs: null };
  const message = {
    role: 'assistant',
    content,
    ...(reasoning === '' ? {} : { reasoning_content: reasoning }),
    ...(reply.toolCalls ? { tool_calls: wholeToolCalls(reply.toolCalls) } : {}),
  };
  const usage = usageOf(reply, request);
  return wholeReplySteps({
    head: head(200, { 'Content-Type': 'application/json', 'X-Request-Id': stamp.requestId }),
    body: {
      ...chunk({ ...request, model: reply.model ?? request.model }, stamp, [
        request.call === 'chat' ? { message, ...ending } : { text: content, ...ending },
      ]),
      object: request.call === 'chat' ? 'chat.completion' : 'text_completion',
      usage: usage ?? null,
    },
    error: (interruption) => inBandError(interruption, stamp),
    interruption: reply.interruption,
  });
}

/** Thinking, text and fragments of calls; the role comes with the first of them only. */
function chatChoices(reply: DashScopeReply): readonly object[] {
  const reasoning = pieces(reply.reasoning);
  const deltas = [
    ...reasoning.map((piece) => ({ content: null, reasoning_content: piece })),
    ...pieces(reply.text).map((piece) => ({
      content: piece,
      ...(reasoning.length > 0 ? { reasoning_content: null } : {}),
    })),
    ...toolCallFragments(reply.toolCalls ?? [], reply.interleaved ?? false).map(
      ({ index, opening, arguments: piece }) => ({
        content: null,
        tool_calls: [
          opening
            ? { index, id: opening.id, type: 'function', function: { name: opening.name, arguments: piece } }
            : {
                index,
                id: '',
                type: 'function',
                function: { ...laterName(reply.laterNames), arguments: piece },
              },
        ],
      }),
    ),
  ];
  return deltas.map((delta, index) => chatChoice(index === 0 ? { ...delta, role: 'assistant' } : delta));
}

function laterName(laterNames: DashScopeReply['laterNames']): object {
  if (laterNames === 'absent') return {};
  return { name: laterNames === 'empty' ? '' : null };
}

function chatChoice(delta: object, finishReason: string | null = null): object {
  return { delta, finish_reason: finishReason, index: 0, logprobs: null };
}

function textChoice(text: string, finishReason: string | null = null): object {
  return { text, finish_reason: finishReason, index: 0, logprobs: null };
}

function chunk(
  { call, model }: Pick<DashScopeRequest, 'call' | 'model'>,
  stamp: DashScopeStamp,
  choices: readonly object[],
): object {
  return {
    choices,
    object: call === 'chat' ? 'chat.completion.chunk' : 'text_completion',
    usage: null,
    created: stamp.created,
    system_fingerprint: null,
    model,
    id: `${call === 'chat' ? 'chatcmpl' : 'cmpl'}-${stamp.requestId}`,
  };
}

function usageOf(reply: DashScopeReply, request: DashScopeRequest): object | undefined {
  const said = (reply.toolCalls ?? []).flatMap((call) => [call.name, ...pieces(call.arguments)]);
  const usage = countUsage({ ...reply, text: [...pieces(reply.text), ...said] }, request);
  return (
    usage && {
      prompt_tokens: usage.promptTokens,
      completion_tokens: usage.completionTokens,
      total_tokens: usage.promptTokens + usage.completionTokens,
      completion_tokens_details: { reasoning_tokens: usage.reasoningTokens ?? 0 },
      prompt_tokens_details: { cached_tokens: usage.cachedTokens ?? 0 },
    }
  );
}

function inBandError({ code, message }: ErrorInterruption, stamp: DashScopeStamp): object {
  return { ...openAiError(code, message), id: `chatcmpl-${stamp.requestId}`, request_id: stamp.requestId };
}
