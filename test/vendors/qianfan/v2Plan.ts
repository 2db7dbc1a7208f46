import { endlessSteps, eventStreamSteps } from '../loopback/eventStream.ts';
import { rawSteps } from '../loopback/rawSteps.ts';
import { countUsage, pieces } from '../loopback/reply.ts';
import { head, json, type Step, write } from '../loopback/step.ts';
import { wholeReplySteps } from '../loopback/wholeReply.ts';
import { rateLimitHeaders } from './rateLimits.ts';
import type { ErrorScenario, FunctionCall, QianfanReply, Scenario } from './scenario.ts';
import type { Stamp } from './stamp.ts';
import { v2Error } from './v2Errors.ts';
import type { V2Request } from './v2Rules.ts';

const jsonType = { 'Content-Type': 'application/json; charset=utf-8' };
const streamType = { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-cache' };

/** Turns a scenario into the steps that perform it in V2's manner; `endless` never runs out. */
export function planV2(scenario: Scenario, request: V2Request, stamp: Stamp): Iterable<Step> {
  const streamHead = head(200, { ...streamType, ...stamp.headers });
  switch (scenario.type) {
    case 'reply':
      return request.stream ? streamed(scenario, request, stamp) : whole(scenario, request, stamp);
    case 'error':
      return v2ErrorSteps(scenario, stamp);
    case 'endless':
      return endlessSteps(
        streamHead,
        chunk(request.model, stamp, { content: scenario.piece }),
        scenario.delayMs ?? 0,
      );
    default:
      return rawSteps(scenario, streamHead);
  }
}

/** The steps of a refusal. */
export function v2ErrorSteps(scenario: ErrorScenario, stamp: Stamp): readonly Step[] {
  const shape = scenario.shape ?? 'documented';
  const documented = v2Error(scenario.code);
  const message = scenario.message ?? documented.message;
  const isOk = shape === 'short' || shape === 'event' || shape === 'line';
  const status = scenario.status ?? (isOk ? 200 : documented.status);
  const opening = (type: Readonly<Record<string, string>>) =>
    head(status, { ...type, ...stamp.headers, ...scenario.headers });
  const error = errorObject(scenario.code, message, stamp);
  switch (shape) {
    case 'documented':
      return [opening(jsonType), json(error)];
    case 'short':
      return [opening(jsonType), json({ code: scenario.code, msg: message })];
    case 'event':
      return [opening(streamType), write(`data: ${JSON.stringify(error)}\n\n`)];
    case 'line':
      return [opening(streamType), write(`${JSON.stringify(error)}\n`)];
    case 'text':
      return [opening({ 'Content-Type': 'text/plain; charset=utf-8' }), write(message)];
    case 'empty':
      return [opening(jsonType)];
  }
}

function errorObject(code: string, message: string | undefined, stamp: Stamp): object {
  const documented = v2Error(code);
  return {
    error: { code, message: message ?? documented.message, type: documented.type },
    id: stamp.id,
  };
}

function whole(reply: QianfanReply, request: V2Request, stamp: Stamp): Step[] {
  const reasoning = pieces(reply.reasoning).join('');
  const message = {
    role: 'assistant',
    content: pieces(reply.text).join(''),
    ...(reasoning === '' ? {} : { reasoning_content: reasoning }),
    ...(reply.calls === undefined ? {} : { tool_calls: reply.calls.map(toolCall) }),
  };
  return wholeReplySteps({
    head: head(200, { ...jsonType, ...stamp.headers, ...rateLimitHeaders(reply.rateLimits ?? 'none') }),
    body: {
      id: stamp.id,
      object: 'chat.completion',
      created: stamp.created,
      model: reply.model ?? request.model,
      choices: [{ index: 0, message, finish_reason: finishReason(reply), ...choiceSafety(reply) }],
      ...topSafety(reply),
      ...searchBlock(reply),
      ...usageBlock(reply, request),
    },
    error: ({ code, message: text }) => errorObject(code, text, stamp),
    interruption: reply.interruption,
  });
}

function streamed(reply: QianfanReply, request: V2Request, stamp: Stamp): Step[] {
  const model = reply.model ?? request.model;
  const texts = pieces(reply.text);
  const deltas = [
    ...pieces(reply.reasoning).map((piece) => ({ content: '', reasoning_content: piece })),
    ...texts.map((piece) => ({ content: piece })),
    ...(reply.calls ?? []).flatMap(callDeltas),
  ];
  const firstText = texts.length === 0 ? -1 : pieces(reply.reasoning).length;
  const events = deltas.map((delta, index) => ({
    ...chunk(model, stamp, index === 0 ? { role: 'assistant', ...delta } : delta),
    ...(index === firstText ? searchBlock(reply) : {}),
  }));
  const last = {
    ...chunk(model, stamp, { content: '' }, { finish_reason: finishReason(reply), ...choiceSafety(reply) }),
    ...topSafety(reply),
    ...(firstText < 0 ? searchBlock(reply) : {}),
  };
  const usage = {
    id: stamp.id,
    object: 'chat.completion.chunk',
    created: stamp.created,
    model,
    choices: [],
    ...usageBlock(reply, request),
  };
  return eventStreamSteps({
    head: head(200, { ...streamType, ...stamp.headers, ...rateLimitHeaders(reply.rateLimits ?? 'none') }),
    pieces: events,
    ending: request.includeUsage && reply.usage !== 'none' ? [last, usage] : [last],
    endMark: '[DONE]',
    error: ({ code, message }) => errorObject(code, message, stamp),
    delayMs: reply.delayMs,
    wire: reply.wire,
    interruption: reply.interruption,
  });
}

function chunk(model: string, stamp: Stamp, delta: object, more: object = {}): object {
  return {
    id: stamp.id,
    object: 'chat.completion.chunk',
    created: stamp.created,
    model,
    choices: [{ index: 0, delta, flag: 0, ...more }],
  };
}

function finishReason({ finishReason: given, calls }: QianfanReply): string {
  return given ?? (calls === undefined ? 'stop' : 'tool_calls');
}

function toolCall(call: FunctionCall, index: number): object {
  const values = pieces(call.arguments).join('');
  return { id: callId(index), type: 'function', function: { name: call.name, arguments: values } };
}

/** The first chunk of a call names it; the ones that follow carry its index and more of its arguments. */
function callDeltas(call: FunctionCall, index: number): readonly object[] {
  const [first = '', ...rest] = pieces(call.arguments);
  const opening = {
    index,
    id: callId(index),
    type: 'function',
    function: { name: call.name, arguments: first },
  };
  return [
    { tool_calls: [opening] },
    ...rest.map((piece) => ({ tool_calls: [{ index, function: { arguments: piece } }] })),
  ];
}

function callId(index: number): string {
  return `call_${(index + 1).toString().padStart(8, '0')}`;
}

function choiceSafety({ safety }: QianfanReply): object {
  if (safety === undefined) return { flag: 0 };
  const { flag = 0, needClearHistory, banRound, place } = safety;
  return {
    flag,
    ...(banRound === undefined ? {} : { ban_round: banRound }),
    ...(needClearHistory === undefined || place === 'top' ? {} : { need_clear_history: needClearHistory }),
  };
}

function topSafety({ safety }: QianfanReply): object {
  if (safety?.needClearHistory === undefined || safety.place !== 'top') return {};
  return { need_clear_history: safety.needClearHistory };
}

function searchBlock({ searchResults }: QianfanReply): object {
  return searchResults === undefined ? {} : { search_results: searchResults };
}

function usageBlock(reply: QianfanReply, request: V2Request): object {
  const usage = countUsage(reply, request);
  if (usage === undefined) return {};
  return {
    usage: {
      prompt_tokens: usage.promptTokens,
      completion_tokens: usage.completionTokens,
      total_tokens: usage.promptTokens + usage.completionTokens,
      ...(usage.cachedTokens === undefined
        ? {}
        : { prompt_tokens_details: { cached_tokens: usage.cachedTokens } }),
      ...(usage.reasoningTokens
        ? { completion_tokens_details: { reasoning_tokens: usage.reasoningTokens } }
        : {}),
    },
  };
}
