import { endlessSteps, eventStreamSteps } from '../loopback/eventStream.ts';
import { rawSteps } from '../loopback/rawSteps.ts';
import { countUsage, pieces, type Reply } from '../loopback/reply.ts';
import type { EndlessScenario, ErrorInterruption, RawScenario } from '../loopback/scenario.ts';
import { head, type Step, write } from '../loopback/step.ts';
import { wholeReplySteps } from '../loopback/wholeReply.ts';
import { type CustomErrorScenario, customError, customErrorSteps } from './customErrors.ts';
import type { CustomRequest } from './customRules.ts';
import type { Peculiarities } from './peculiarities.ts';
import { type ScriptedToolCall, toolCallFragments, wholeToolCalls } from './toolCalls.ts';

/** What the server shall do with the next request that is authorised and well formed. Plain data. */
export type CustomScenario = CustomReply | CustomErrorScenario | EndlessScenario | RawScenario;

export interface CustomReply extends Reply {
  readonly toolCalls?: readonly ScriptedToolCall[];
  /** The fragments of several calls take turns, where the server sends fragments. */
  readonly interleaved?: boolean;
}

/** What an answer says about itself beside its text. */
export interface CustomStamp {
  readonly id: string;
  /** Seconds since 1970. */
  readonly created: number;
}

const streamHead = head(200, { 'Content-Type': 'text/event-stream' });

/** Turns a scenario into the steps with which a server of these peculiarities performs it. */
export function planCustom(
  scenario: CustomScenario,
  request: CustomRequest,
  stamp: CustomStamp,
  peculiarities: Peculiarities,
): Iterable<Step> {
  switch (scenario.type) {
    case 'reply':
      if (request.call === 'completion') return completed(scenario, request, stamp, peculiarities);
      return request.stream
        ? streamed(scenario, request, stamp, peculiarities)
        : whole(scenario, request, stamp, peculiarities);
    case 'error':
      return customErrorSteps(scenario, peculiarities.errors);
    case 'endless': {
      const piece =
        request.call === 'completion'
          ? { index: 0, text: scenario.piece, logprobs: null, finish_reason: null }
          : choice({ content: scenario.piece }, undefined, peculiarities);
      return endlessSteps(streamHead, chunk(request.model, stamp, [piece]), scenario.delayMs ?? 0);
    }
    default:
      return rawSteps(scenario, streamHead);
  }
}

/** A completion that is no chat: its text stands in the choice itself. */
function completed(
  reply: CustomReply,
  request: CustomRequest,
  stamp: CustomStamp,
  peculiarities: Peculiarities,
): Step[] {
  const usage = usageOf(reply, request);
  const event = (choices: readonly object[]): object => ({
    ...chunk(reply.model ?? request.model, stamp, choices),
    object: 'text_completion',
  });
  const textChoice = (text: string, finishReason: string | null): object => ({
    index: 0,
    text,
    logprobs: null,
    finish_reason: finishReason,
  });
  const finishReason = reply.finishReason ?? 'stop';
  if (!request.stream) {
    return wholeReplySteps({
      head: head(200, { 'Content-Type': 'application/json' }),
      body: {
        ...event([textChoice(pieces(reply.text).join(''), finishReason)]),
        ...(usage ? { usage } : {}),
      },
      error: (interruption) => inBandError(interruption, peculiarities),
      interruption: reply.interruption,
    });
  }
  return eventStreamSteps({
    head: streamHead,
    pieces: pieces(reply.text).map((text) => event([textChoice(text, null)])),
    ending: [
      event([textChoice('', finishReason)]),
      ...(usage && request.includeUsage ? [{ ...event([]), usage }] : []),
    ],
    ...(peculiarities.endMark ? { endMark: '[DONE]' } : {}),
    error: (interruption) => inBandError(interruption, peculiarities),
    delayMs: reply.delayMs,
    wire: { separator: peculiarities.separator, comments: peculiarities.keepAlive, ...reply.wire },
    interruption: reply.interruption,
  });
}

function streamed(
  reply: CustomReply,
  request: CustomRequest,
  stamp: CustomStamp,
  peculiarities: Peculiarities,
): Step[] {
  const model = reply.model ?? request.model;
  const usage = usageOf(reply, request);
  const habit = peculiarities.usage;
  const finishReason = reply.finishReason ?? (reply.toolCalls ? 'tool_calls' : 'stop');
  const lastDelta = peculiarities.roleInEveryChunk ? { role: 'assistant', content: '' } : {};
  const last = choice(lastDelta, finishReason, peculiarities);
  return eventStreamSteps({
    head: streamHead,
    pieces: deltas(reply, peculiarities).map((delta) => ({
      ...chunk(model, stamp, [choice(delta, undefined, peculiarities)]),
      ...(usage && habit === 'every-chunk' ? { usage } : {}),
    })),
    ending: [
      {
        ...chunk(model, stamp, [{ ...last, ...(usage && habit === 'in-choice' ? { usage } : {}) }]),
        ...(usage && (habit === 'with-finish' || habit === 'every-chunk') ? { usage } : {}),
      },
      ...(usage && habit === 'when-asked' && request.includeUsage
        ? [{ ...chunk(model, stamp, []), usage }]
        : []),
    ],
    ...(peculiarities.endMark ? { endMark: '[DONE]' } : {}),
    error: (interruption) => inBandError(interruption, peculiarities),
    delayMs: reply.delayMs,
    wire: { separator: peculiarities.separator, comments: peculiarities.keepAlive, ...reply.wire },
    interruption: reply.interruption,
  });
}

function whole(
  reply: CustomReply,
  request: CustomRequest,
  stamp: CustomStamp,
  peculiarities: Peculiarities,
): Step[] {
  const reasoning = pieces(reply.reasoning).join('');
  const { reasoningField } = peculiarities;
  const message = {
    role: 'assistant',
    content: pieces(reply.text).join(''),
    ...(reasoningField === 'none' || reasoning === '' ? {} : { [reasoningField]: reasoning }),
    ...(reply.toolCalls ? { tool_calls: wholeToolCalls(reply.toolCalls) } : {}),
  };
  const usage = usageOf(reply, request);
  const steps = wholeReplySteps({
    head: head(200, { 'Content-Type': 'application/json' }),
    body: {
      ...chunk(reply.model ?? request.model, stamp, [
        {
          index: 0,
          message,
          finish_reason: reply.finishReason ?? (reply.toolCalls ? 'tool_calls' : 'stop'),
        },
      ]),
      object: 'chat.completion',
      ...(usage && peculiarities.usage !== 'never' ? { usage } : {}),
    },
    error: (interruption) => inBandError(interruption, peculiarities),
    interruption: reply.interruption,
  });
  return steps.flatMap((step) =>
    step.type === 'head' && peculiarities.keepAlive ? [step, write('\n\n')] : [step],
  );
}

function deltas(reply: CustomReply, peculiarities: Peculiarities): readonly object[] {
  const { reasoningField, roleInEveryChunk } = peculiarities;
  const reasoning = reasoningField === 'none' ? [] : pieces(reply.reasoning);
  const plain = [
    ...reasoning.map((piece) => ({ content: '', [reasoningField]: piece })),
    ...pieces(reply.text).map((piece) => ({ content: piece })),
    ...callDeltas(reply, peculiarities),
  ];
  return plain.map((delta, index) =>
    index === 0 || roleInEveryChunk ? { role: 'assistant', ...delta } : delta,
  );
}

function callDeltas(reply: CustomReply, { toolCalls }: Peculiarities): readonly object[] {
  const calls = reply.toolCalls ?? [];
  if (toolCalls === 'fragments') {
    return toolCallFragments(calls, reply.interleaved ?? false).map(
      ({ index, opening, arguments: piece }) => ({
        tool_calls: [
          opening
            ? { index, id: opening.id, type: 'function', function: { name: opening.name, arguments: piece } }
            : { index, function: { arguments: piece } },
        ],
      }),
    );
  }
  if (calls.length === 0) return [];
  const whole = wholeToolCalls(calls);
  const sent = toolCalls === 'whole' ? whole : whole.map((call) => ({ ...call, index: undefined }));
  return [{ content: '', tool_calls: sent }];
}

function choice(delta: object, finishReason: string | undefined, { noFinishReason }: Peculiarities): object {
  if (finishReason !== undefined) return { index: 0, delta, finish_reason: finishReason };
  if (noFinishReason === 'absent') return { index: 0, delta };
  return { index: 0, delta, finish_reason: noFinishReason === 'empty' ? '' : null };
}

function chunk(model: string, stamp: CustomStamp, choices: readonly object[]): object {
  return { id: stamp.id, object: 'chat.completion.chunk', created: stamp.created, model, choices };
}

function usageOf(reply: CustomReply, request: CustomRequest): object | undefined {
  const said = (reply.toolCalls ?? []).flatMap((call) => [call.name, ...pieces(call.arguments)]);
  const usage = countUsage({ ...reply, text: [...pieces(reply.text), ...said] }, request);
  return (
    usage && {
      prompt_tokens: usage.promptTokens,
      completion_tokens: usage.completionTokens,
      total_tokens: usage.promptTokens + usage.completionTokens,
    }
  );
}

function inBandError({ code, message }: ErrorInterruption, { errors }: Peculiarities): object {
  return customError(code, message, errors);
}
