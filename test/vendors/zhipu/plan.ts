import type { AcceptedRequest } from '../loopback/chatRequest.ts';
import { endlessSteps, eventStreamSteps } from '../loopback/eventStream.ts';
import { rawSteps } from '../loopback/rawSteps.ts';
import { countUsage, pieces, type Reply } from '../loopback/reply.ts';
import type { ErrorInterruption } from '../loopback/scenario.ts';
import { head, json, type Step, write } from '../loopback/step.ts';
import { wholeReplySteps } from '../loopback/wholeReply.ts';
import { documentedError } from './errorTable.ts';
import type { ErrorScenario, Scenario } from './scenario.ts';

/** What an answer says about itself beside its text. */
export interface Stamp {
  readonly id: string;
  /** Seconds since 1970. */
  readonly created: number;
  readonly language: 'zh' | 'en';
}

const streamHead = head(200, {
  'Content-Type': 'text/event-stream;charset=UTF-8',
  'Cache-Control': 'no-cache',
});
const jsonType = { 'Content-Type': 'application/json; charset=UTF-8' };

/** Turns a scenario into the steps that perform it; `endless` never runs out. */
export function planSteps(scenario: Scenario, request: AcceptedRequest, stamp: Stamp): Iterable<Step> {
  switch (scenario.type) {
    case 'reply':
      return request.stream ? streamedReply(scenario, request, stamp) : wholeReply(scenario, request, stamp);
    case 'error':
      return errorSteps(scenario, stamp.language);
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

/** The steps of a refusal in the wording of `language`. */
export function errorSteps(scenario: ErrorScenario, language: 'zh' | 'en'): readonly Step[] {
  const documented = documentedError(scenario.code);
  const message = scenario.message ?? documented[language];
  const shape = scenario.shape ?? 'documented';
  const type = shape === 'text' ? { 'Content-Type': 'text/plain; charset=utf-8' } : jsonType;
  const opening = head(scenario.status ?? documented.status, { ...type, ...scenario.headers });
  switch (shape) {
    case 'documented':
      return [opening, json({ error: { code: scenario.code, message } })];
    case 'numeric-code':
      return [opening, json({ error: { code: Number(scenario.code), message } })];
    case 'flat':
      return [opening, json({ code: Number(scenario.code), msg: message, success: false })];
    case 'anthropic':
      return [opening, json({ type: 'error', error: { type: scenario.code, message } })];
    case 'text':
      return [opening, write(message)];
    case 'empty':
      return [opening];
  }
}

function wholeReply(reply: Reply, request: AcceptedRequest, stamp: Stamp): Step[] {
  const reasoning = pieces(reply.reasoning).join('');
  const message = {
    role: 'assistant',
    content: pieces(reply.text).join(''),
    ...(reasoning === '' ? {} : { reasoning_content: reasoning }),
  };
  return wholeReplySteps({
    head: head(200, jsonType),
    body: {
      id: stamp.id,
      request_id: request.requestId ?? stamp.id,
      created: stamp.created,
      model: reply.model ?? request.model,
      choices: [{ index: 0, finish_reason: reply.finishReason ?? 'stop', message }],
      ...usageBlock(reply, request),
    },
    error: (interruption) => inBandError(interruption, stamp),
    interruption: reply.interruption,
  });
}

function streamedReply(reply: Reply, request: AcceptedRequest, stamp: Stamp): Step[] {
  const model = reply.model ?? request.model;
  return eventStreamSteps({
    head: streamHead,
    pieces: [
      ...pieces(reply.reasoning).map((piece) => chunk(model, stamp, { reasoning_content: piece })),
      ...pieces(reply.text).map((piece) => chunk(model, stamp, { content: piece })),
    ],
    ending: [
      {
        ...chunk(model, stamp, { content: '' }, reply.finishReason ?? 'stop'),
        ...usageBlock(reply, request),
      },
    ],
    endMark: '[DONE]',
    error: (interruption) => inBandError(interruption, stamp),
    delayMs: reply.delayMs,
    wire: reply.wire,
    interruption: reply.interruption,
  });
}

function inBandError({ code, message }: ErrorInterruption, stamp: Stamp): object {
  return { error: { code, message: message ?? documentedError(code)[stamp.language] } };
}

function chunk(model: string, stamp: Stamp, delta: object, finishReason?: string): object {
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

function usageBlock(reply: Reply, request: AcceptedRequest): object {
  const usage = countUsage(reply, request);
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
