import { endlessSteps, eventStreamSteps } from '../loopback/eventStream.ts';
import { rawSteps } from '../loopback/rawSteps.ts';
import { countUsage, pieces } from '../loopback/reply.ts';
import { head, json, type Step, write } from '../loopback/step.ts';
import { estimateTokens } from '../loopback/tokens.ts';
import { wholeReplySteps } from '../loopback/wholeReply.ts';
import { generousLimits, rateLimitHeaders } from './rateLimits.ts';
import type { ErrorScenario, QianfanReply, Scenario } from './scenario.ts';
import type { Stamp } from './stamp.ts';
import { shortShapeCodes, v1Wording } from './v1Errors.ts';
import type { V1Request } from './v1Rules.ts';

const jsonType = { 'Content-Type': 'application/json' };
const streamType = { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' };

/** Turns a scenario into the steps that perform it in V1's manner; `endless` never runs out. */
export function planV1(scenario: Scenario, request: V1Request, stamp: Stamp): Iterable<Step> {
  const streamHead = head(200, { ...streamType, ...stamp.headers });
  switch (scenario.type) {
    case 'reply':
      return request.stream ? streamed(scenario, request, stamp) : whole(scenario, request, stamp);
    case 'error':
      return v1ErrorSteps(scenario, stamp);
    case 'endless':
      return endlessSteps(
        streamHead,
        { ...common(stamp), sentence_id: 0, is_end: false, is_truncated: false, result: scenario.piece },
        scenario.delayMs ?? 0,
      );
    default:
      return rawSteps(scenario, streamHead);
  }
}

/** The steps of a refusal. */
export function v1ErrorSteps(scenario: ErrorScenario, stamp: Stamp): readonly Step[] {
  const { code, status = 200 } = scenario;
  const message = scenario.message ?? v1Wording(code);
  const shape = scenario.shape ?? 'documented';
  const opening = (type: Readonly<Record<string, string>>) =>
    head(status, { ...type, ...stamp.headers, ...scenario.headers });
  const error = v1Error(code, message, stamp);
  switch (shape) {
    case 'documented':
      return [opening(jsonType), json(error)];
    case 'short':
      return [opening(jsonType), json({ code: Number(code), msg: message })];
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

function v1Error(code: string, message: string, stamp: Stamp): object {
  return shortShapeCodes.includes(code)
    ? { code: Number(code), msg: message }
    : { error_code: Number(code), error_msg: message, id: stamp.id };
}

function whole(reply: QianfanReply, request: V1Request, stamp: Stamp): Step[] {
  return wholeReplySteps({
    head: head(200, {
      ...jsonType,
      ...stamp.headers,
      ...rateLimitHeaders(reply.rateLimits ?? generousLimits),
    }),
    body: {
      ...common(stamp),
      result: pieces(reply.text).join(''),
      ...ending(reply),
      ...searchInfo(reply),
      ...usageBlock(reply, request),
    },
    error: ({ code, message }) => v1Error(code, message ?? v1Wording(code), stamp),
    interruption: reply.interruption,
  });
}

/** Every event counts on from the one before; only the last says how it ended. There is no `[DONE]`. */
function streamed(reply: QianfanReply, request: V1Request, stamp: Stamp): Step[] {
  const texts = pieces(reply.text);
  const events = texts.map((piece, index) => ({
    ...common(stamp),
    sentence_id: index,
    is_end: false,
    is_truncated: false,
    result: piece,
    need_clear_history: false,
    ...(index === 0 ? searchInfo(reply) : {}),
    ...usageSoFar(reply, request, texts.slice(0, index + 1).join('')),
  }));
  return eventStreamSteps({
    head: head(200, {
      ...streamType,
      ...stamp.headers,
      ...rateLimitHeaders(reply.rateLimits ?? generousLimits),
    }),
    pieces: events,
    ending: [
      {
        ...common(stamp),
        sentence_id: events.length,
        is_end: true,
        result: '',
        ...ending(reply),
        ...(events.length === 0 ? searchInfo(reply) : {}),
        ...usageBlock(reply, request),
      },
    ],
    error: ({ code, message }) => v1Error(code, message ?? v1Wording(code), stamp),
    delayMs: reply.delayMs,
    wire: reply.wire,
    interruption: reply.interruption,
  });
}

function common(stamp: Stamp): object {
  return { id: stamp.id, object: 'chat.completion', created: stamp.created };
}

function ending(reply: QianfanReply): object {
  const [call] = reply.calls ?? [];
  const finishReason = reply.finishReason ?? (call === undefined ? 'normal' : 'function_call');
  const { flag, needClearHistory = false, banRound } = reply.safety ?? {};
  return {
    is_truncated: finishReason === 'length',
    need_clear_history: needClearHistory,
    ...(banRound === undefined ? {} : { ban_round: banRound }),
    finish_reason: finishReason,
    ...(flag === undefined ? {} : { flag }),
    ...(call === undefined
      ? {}
      : {
          function_call: {
            name: call.name,
            arguments: pieces(call.arguments).join(''),
            ...(call.thoughts === undefined ? {} : { thoughts: call.thoughts }),
          },
        }),
  };
}

function searchInfo({ searchResults }: QianfanReply): object {
  return searchResults === undefined ? {} : { search_info: { search_results: searchResults } };
}

function usageBlock(reply: QianfanReply, request: V1Request): object {
  const usage = countUsage(reply, request);
  return usage === undefined ? {} : usageObject(usage.promptTokens, usage.completionTokens);
}

function usageSoFar(reply: QianfanReply, request: V1Request, text: string): object {
  const usage = countUsage(reply, request);
  return usage === undefined ? {} : usageObject(usage.promptTokens, estimateTokens(text));
}

function usageObject(promptTokens: number, completionTokens: number): object {
  return {
    usage: {
      prompt_tokens: promptTokens,
      completion_tokens: completionTokens,
      total_tokens: promptTokens + completionTokens,
    },
  };
}
