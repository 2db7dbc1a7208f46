import { endlessSteps, eventStreamSteps } from '../loopback/eventStream.ts';
import { rawSteps } from '../loopback/rawSteps.ts';
import type { Interruption } from '../loopback/scenario.ts';
import { head, type Step } from '../loopback/step.ts';
import { wholeReplySteps } from '../loopback/wholeReply.ts';
import { completion, completionChunks, deltaChunk, lastChunk } from './completion.ts';
import { errorSteps, inBandError } from './errorSteps.ts';
import type { GlmRequest } from './requestRules.ts';
import type { GlmReply, Look, Scenario } from './scenario.ts';
import type { Stamp } from './stamp.ts';
import type { LeftTask } from './tasks.ts';

const streamHead = head(200, {
  'Content-Type': 'text/event-stream;charset=UTF-8',
  'Cache-Control': 'no-cache',
});
const jsonHead = head(200, { 'Content-Type': 'application/json; charset=UTF-8' });

/** Turns a scenario into the steps that perform it; `endless` never runs out. */
export function planSteps(scenario: Scenario, request: GlmRequest, stamp: Stamp): Iterable<Step> {
  switch (scenario.type) {
    case 'reply':
      return request.stream
        ? streamedReply(scenario, request, stamp)
        : jsonSteps(completion(scenario, request, stamp), scenario.interruption, stamp);
    case 'error':
      return errorSteps(scenario, stamp.language);
    case 'endless':
      return endlessSteps(
        streamHead,
        deltaChunk(request.model, stamp, { content: scenario.piece }),
        scenario.delayMs ?? 0,
      );
    default:
      return rawSteps(scenario, streamHead);
  }
}

/** The steps that tell of a question that was taken. */
export function submissionSteps(task: LeftTask, stamp: Stamp): Iterable<Step> {
  return jsonSteps(shell(task, 'PROCESSING'), task.script.interruption, stamp);
}

/** The steps that answer one look at a task. */
export function lookSteps(look: Look, task: LeftTask, stamp: Stamp): Iterable<Step> {
  if (look === 'PROCESSING' || look === 'FAIL') return jsonSteps(shell(task, look), undefined, stamp);
  switch (look.type) {
    case 'reply': {
      const result = completion(look, task.request, { ...stamp, id: task.id });
      return jsonSteps(
        { ...result, request_id: task.requestId, task_status: 'SUCCESS' },
        look.interruption,
        stamp,
      );
    }
    case 'error':
      return errorSteps(look, stamp.language);
    default:
      return rawSteps(look, streamHead);
  }
}

function shell({ request, id, requestId }: LeftTask, status: 'PROCESSING' | 'FAIL'): object {
  return { model: request.model, id, request_id: requestId, task_status: status };
}

function jsonSteps(body: object, interruption: Interruption | undefined, stamp: Stamp): Step[] {
  return wholeReplySteps({
    head: jsonHead,
    body,
    error: (failure) => inBandError(failure, stamp),
    interruption,
  });
}

function streamedReply(reply: GlmReply, request: GlmRequest, stamp: Stamp): Step[] {
  return eventStreamSteps({
    head: streamHead,
    pieces: completionChunks(reply, request, stamp),
    ending: [lastChunk(reply, request, stamp)],
    endMark: '[DONE]',
    error: (interruption) => inBandError(interruption, stamp),
    delayMs: reply.delayMs,
    wire: reply.wire,
    interruption: reply.interruption,
  });
}
