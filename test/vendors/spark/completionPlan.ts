import { endlessSteps, eventStreamSteps } from '../loopback/eventStream.ts';
import { rawSteps } from '../loopback/rawSteps.ts';
import { countUsage, pieces } from '../loopback/reply.ts';
import type { ErrorInterruption } from '../loopback/scenario.ts';
import { head, json, type Step, write } from '../loopback/step.ts';
import { wholeReplySteps } from '../loopback/wholeReply.ts';
import type { AcceptedCompletion } from './completionRules.ts';
import type { CompletionError, CompletionReply, CompletionScenario } from './completionScenario.ts';
import { httpCodes, wordingOf } from './errorTable.ts';
import { gatewayRefusal } from './gateway.ts';

/** What an answer says about itself beside its text. */
export interface Stamp {
  readonly sid: string;
  /** ms since 1970. */
  readonly now: number;
  /** Whether the address is `/v1`, whose answers are further from OpenAI's. */
  readonly isV1: boolean;
}

type Delta = Readonly<Record<string, unknown>>;

const streamHead = head(200, { 'Content-Type': 'text/event-stream;charset=utf-8' });
const jsonHead = head(200, { 'Content-Type': 'application/json; charset=utf-8' });

/** Turns a scenario into the steps that perform it; `endless` never runs out. */
export function planCompletion(
  scenario: CompletionScenario,
  request: AcceptedCompletion,
  stamp: Stamp,
): Iterable<Step> {
  switch (scenario.type) {
    case 'reply':
      return request.stream ? streamedReply(scenario, request, stamp) : wholeReply(scenario, request, stamp);
    case 'error':
      return completionErrorSteps(scenario, stamp);
    case 'endless':
      return endlessSteps(
        streamHead,
        chunk({ content: scenario.piece }, request.model, stamp),
        scenario.delayMs ?? 0,
      );
    default:
      return rawSteps(scenario, streamHead);
  }
}

/** The steps of a refusal, in the shape the service documents for its code. */
export function completionErrorSteps(scenario: CompletionError, stamp: Stamp): readonly Step[] {
  const { code, headers = {} } = scenario;
  const message = scenario.message ?? (code === '401' ? 'Unauthorized' : wordingOf(code));
  const documented = code === '401' ? 'gateway' : httpCodes.includes(code) ? 'flat' : 'error';
  const shape = scenario.shape ?? documented;
  const status = scenario.status ?? { gateway: 401, flat: 200, error: 400 }[documented];
  const jsonType = { 'Content-Type': 'application/json; charset=utf-8', ...headers };
  const flat = { code: Number(code), message, sid: stamp.sid };
  switch (shape) {
    case 'flat':
      return [head(status, jsonType), json(flat)];
    case 'error': {
      const error = {
        message: `${message} (sid: ${stamp.sid})`,
        type: 'invalid_request_error',
        param: null,
        code,
      };
      return [head(status, jsonType), json({ error })];
    }
    case 'gateway':
      return gatewayRefusal(status, message, stamp.now, headers);
    case 'event':
      return [
        head(status, { 'Content-Type': 'text/event-stream;charset=utf-8', ...headers }),
        write(`data:${JSON.stringify(flat)}\n\n`),
      ];
    case 'text':
      return [head(status, { 'Content-Type': 'text/plain; charset=utf-8', ...headers }), write(message)];
    case 'empty':
      return [head(status, headers)];
  }
}

function streamedReply(scenario: CompletionReply, request: AcceptedCompletion, stamp: Stamp): Step[] {
  const model = scenario.model ?? request.model;
  const calls = toolCalls(scenario, request);
  const deltas: Delta[] = [
    ...pieces(scenario.reasoning).map((piece) => ({ content: '', reasoning_content: piece })),
    ...pieces(scenario.text).map((piece) => ({ content: piece })),
    ...(calls === undefined ? [] : [{ content: '', tool_calls: calls }]),
  ];
  if (deltas.length === 0) deltas.push({ content: '' });
  const reason = finishReason(scenario, stamp);
  const usage = usageBlock(scenario, request);
  const rides = (scenario.usageIn ?? (stamp.isV1 ? 'last piece' : 'own chunk')) === 'last piece';
  const last = deltas.length - 1;
  const events = deltas.map((delta, index) => ({
    ...chunk(delta, model, stamp, index === last ? reason : undefined),
    ...(index === last && rides ? usage : {}),
  }));
  const ownChunk = { ...chunk(undefined, model, stamp), ...usage };
  return eventStreamSteps({
    head: streamHead,
    pieces: events,
    ending: rides || scenario.usage === 'none' ? [] : [ownChunk],
    endMark: '[DONE]',
    error: (interruption) => inBandError(interruption, stamp),
    delayMs: scenario.delayMs,
    // Only the newest version has the space.
    wire: { separator: request.version.name === 'X2.5' ? ' ' : '', ...scenario.wire },
    interruption: scenario.interruption,
  });
}

function wholeReply(scenario: CompletionReply, request: AcceptedCompletion, stamp: Stamp): Step[] {
  const calls = toolCalls(scenario, request);
  const reasoning = pieces(scenario.reasoning).join('');
  const reason = finishReason(scenario, stamp);
  const message = {
    role: 'assistant',
    content: pieces(scenario.text).join(''),
    ...(reasoning === '' ? {} : { reasoning_content: reasoning }),
    ...(calls === undefined ? {} : { tool_calls: calls }),
  };
  const steps = wholeReplySteps({
    head: jsonHead,
    body: {
      ...preamble('chat.completion', scenario.model ?? request.model, stamp),
      choices: [{ message, index: 0, ...(reason === undefined ? {} : { finish_reason: reason }) }],
      ...usageBlock(scenario, request),
    },
    error: (interruption) => inBandError(interruption, stamp),
    interruption: scenario.interruption,
  });
  if (!request.keepAlive) return steps;
  return steps.flatMap((step) => (step.type === 'head' ? [step, write('\n\n')] : [step]));
}

/** A chunk; without a delta it has no choices. */
function chunk(delta: Delta | undefined, model: string, stamp: Stamp, reason?: string): object {
  const finish = stamp.isV1 && reason === undefined ? {} : { finish_reason: reason ?? null };
  const choice = { delta: { role: 'assistant', ...delta }, index: 0, ...finish };
  return {
    ...preamble('chat.completion.chunk', model, stamp),
    choices: delta === undefined ? [] : [choice],
  };
}

function preamble(object: string, model: string, { sid, now, isV1 }: Stamp): object {
  const common = { code: 0, message: 'Success', sid, id: sid, created: Math.floor(now / 1000) };
  return isV1 ? common : { ...common, object, model };
}

function toolCalls(scenario: CompletionReply, request: AcceptedCompletion): object | undefined {
  if (scenario.toolCalls === undefined) return undefined;
  const calls = scenario.toolCalls.map(({ id, name, arguments: argumentText }, index) => ({
    ...(id === undefined ? {} : { id }),
    type: 'function',
    function: { arguments: argumentText, name },
    index,
  }));
  const shape = scenario.toolCallShape ?? (request.toolCallsAsList ? 'list' : 'object');
  return shape === 'list' ? calls : calls[0];
}

function finishReason(scenario: CompletionReply, stamp: Stamp): string | undefined {
  const usual = scenario.toolCalls === undefined ? 'stop' : 'tool_calls';
  const reason = scenario.finishReason ?? (stamp.isV1 ? 'none' : usual);
  return reason === 'none' ? undefined : reason;
}

function usageBlock(scenario: CompletionReply, request: AcceptedCompletion): object {
  const usage = countUsage(scenario, request);
  if (usage === undefined) return {};
  const { promptTokens, completionTokens } = usage;
  return {
    usage: {
      prompt_tokens: promptTokens,
      completion_tokens: completionTokens,
      total_tokens: promptTokens + completionTokens,
    },
  };
}

function inBandError({ code, message }: ErrorInterruption, { sid }: Stamp): object {
  return { code: Number(code), message: message ?? wordingOf(code), sid };
}
