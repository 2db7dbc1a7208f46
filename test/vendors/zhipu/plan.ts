import { documentedError } from './errorTable.ts';
import type { AcceptedRequest } from './requestRules.ts';
import type { ErrorScenario, Interruption, ReplyScenario, Scenario, Wire } from './scenario.ts';
import { estimateTokens } from './tokens.ts';

/** One thing to do to a response. What follows the last step is a polite end. */
export type Step =
  | { readonly type: 'head'; readonly status: number; readonly headers: Readonly<Record<string, string>> }
  | { readonly type: 'write'; readonly bytes: Uint8Array }
  | { readonly type: 'pause'; readonly ms: number }
  | { readonly type: 'hold' }
  | { readonly type: 'destroy'; readonly reset: boolean };

/** What an answer says about itself beside its text. */
export interface Stamp {
  readonly id: string;
  /** Seconds since 1970. */
  readonly created: number;
  readonly language: 'zh' | 'en';
}

const streamHead: Step = {
  type: 'head',
  status: 200,
  headers: { 'Content-Type': 'text/event-stream;charset=UTF-8', 'Cache-Control': 'no-cache' },
};

const jsonType = { 'Content-Type': 'application/json; charset=UTF-8' };
const encoder = new TextEncoder();

/** Turns a scenario into the steps that perform it; `endless` never runs out. */
export function planSteps(scenario: Scenario, request: AcceptedRequest, stamp: Stamp): Iterable<Step> {
  switch (scenario.type) {
    case 'reply':
      return request.stream ? streamedReply(scenario, request, stamp) : wholeReply(scenario, request, stamp);
    case 'error':
      return errorSteps(scenario, stamp.language);
    case 'body':
      return [{ type: 'head', status: scenario.status, headers: scenario.headers }, write(scenario.body)];
    case 'transcript': {
      const bytes = typeof scenario.bytes === 'string' ? encoder.encode(scenario.bytes) : scenario.bytes;
      const steps: Step[] = [streamHead, ...writes(cutAt(bytes, scenario.cuts ?? []), scenario.delayMs ?? 0)];
      if (scenario.ending === 'destroy') steps.push({ type: 'destroy', reset: false });
      if (scenario.ending === 'hold') steps.push({ type: 'hold' });
      return steps;
    }
    case 'endless':
      return endlessSteps(
        write(sse(chunk(request.model, stamp, { content: scenario.piece }), {})),
        scenario.delayMs ?? 0,
      );
    case 'redirect':
      return [{ type: 'head', status: scenario.status ?? 307, headers: { Location: scenario.location } }];
  }
}

/** The steps of a refusal in the wording of `language`. */
export function errorSteps(scenario: ErrorScenario, language: 'zh' | 'en'): readonly Step[] {
  const documented = documentedError(scenario.code);
  const message = scenario.message ?? documented[language];
  const status = scenario.status ?? documented.status;
  const shape = scenario.shape ?? 'documented';
  const type = shape === 'text' ? { 'Content-Type': 'text/plain; charset=utf-8' } : jsonType;
  const head: Step = { type: 'head', status, headers: { ...type, ...scenario.headers } };
  switch (shape) {
    case 'documented':
      return [head, json({ error: { code: scenario.code, message } })];
    case 'numeric-code':
      return [head, json({ error: { code: Number(scenario.code), message } })];
    case 'flat':
      return [head, json({ code: Number(scenario.code), msg: message, success: false })];
    case 'anthropic':
      return [head, json({ type: 'error', error: { type: scenario.code, message } })];
    case 'text':
      return [head, write(message)];
    case 'empty':
      return [head];
  }
}

function wholeReply(scenario: ReplyScenario, request: AcceptedRequest, stamp: Stamp): Step[] {
  const interruption = scenario.interruption;
  if (interruption?.type === 'error-object' || interruption?.type === 'error-event') {
    return [{ type: 'head', status: 200, headers: jsonType }, json(inBandError(interruption, stamp))];
  }
  const reasoning = pieces(scenario.reasoning).join('');
  const message = {
    role: 'assistant',
    content: pieces(scenario.text).join(''),
    ...(reasoning === '' ? {} : { reasoning_content: reasoning }),
  };
  const body = {
    id: stamp.id,
    request_id: request.requestId ?? stamp.id,
    created: stamp.created,
    model: scenario.model ?? request.model,
    choices: [{ index: 0, finish_reason: scenario.finishReason ?? 'stop', message }],
    ...usageBlock(scenario, request),
  };
  const bytes = encoder.encode(JSON.stringify(body));
  const head: Step = { type: 'head', status: 200, headers: jsonType };
  if (interruption?.type === 'hold') {
    return interruption.after === 'request'
      ? [{ type: 'hold' }, head, write(bytes)]
      : [head, { type: 'hold' }, write(bytes)];
  }
  if (interruption?.type !== 'cut') return [head, write(bytes)];
  return [head, write(bytes.subarray(0, interruption.afterBytes)), destroy(interruption.reset)];
}

function streamedReply(scenario: ReplyScenario, request: AcceptedRequest, stamp: Stamp): Step[] {
  const wire = scenario.wire ?? {};
  const interruption = scenario.interruption;
  const model = scenario.model ?? request.model;
  const delay = scenario.delayMs ?? 0;
  const events = [
    ...pieces(scenario.reasoning).map((piece) => chunk(model, stamp, { reasoning_content: piece })),
    ...pieces(scenario.text).map((piece) => chunk(model, stamp, { content: piece })),
  ].map((data) => sse(data, wire));
  const ending = [
    sse(
      {
        ...chunk(model, stamp, { content: '' }, scenario.finishReason ?? 'stop'),
        ...usageBlock(scenario, request),
      },
      wire,
    ),
    ...(interruption?.type === 'no-done' ? [] : [sse('[DONE]', wire)]),
  ];
  const opening = `${wire.byteOrderMark ? '\uFEFF' : ''}${wire.comments ? `: connected${blankLine(wire)}` : ''}`;
  events[0] = `${opening}${events[0] ?? ''}`;

  const steps = (parts: readonly string[]) => writes(split(parts, wire), delay);
  switch (interruption?.type) {
    case undefined:
    case 'no-done':
      return [streamHead, ...steps([...events, ...ending])];
    case 'error-object':
    case 'error-event': {
      const name = interruption.type === 'error-event' ? `event: error${wire.lineEnding ?? '\n'}` : '';
      const error = `${name}${sse(inBandError(interruption, stamp), wire)}`;
      return [streamHead, ...steps([...events.slice(0, interruption.afterPieces), error])];
    }
    case 'end':
      return [streamHead, ...steps(events.slice(0, interruption.afterPieces))];
    case 'hold': {
      if (interruption.after === 'request') {
        return [{ type: 'hold' }, streamHead, ...steps([...events, ...ending])];
      }
      const count = interruption.after === 'headers' ? 0 : interruption.after;
      return [
        streamHead,
        ...steps(events.slice(0, count)),
        { type: 'hold' },
        ...steps([...events.slice(count), ...ending]),
      ];
    }
    case 'cut':
    case 'cut-in-character': {
      const whole = encoder.encode([...events, ...ending].join(''));
      const firstWide = whole.findIndex((byte, index) => byte >= 0xc0 && (index > 2 || !wire.byteOrderMark));
      const end = interruption.type === 'cut' ? interruption.afterBytes : firstWide + 1;
      const reset = interruption.type === 'cut' && interruption.reset;
      return [streamHead, ...writes(split([...events, ...ending], wire, end), delay), destroy(reset)];
    }
  }
}

function* endlessSteps(piece: Step, delayMs: number): Generator<Step> {
  yield streamHead;
  while (true) {
    yield piece;
    yield { type: 'pause', ms: delayMs };
  }
}

function inBandError(interruption: Extract<Interruption, { code: string }>, stamp: Stamp): object {
  const message = interruption.message ?? documentedError(interruption.code)[stamp.language];
  return { error: { code: interruption.code, message } };
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

function usageBlock(scenario: ReplyScenario, request: AcceptedRequest): object {
  if (scenario.usage === 'none') return {};
  const reasoningTokens = estimateTokens(pieces(scenario.reasoning).join(''));
  const usage = scenario.usage ?? {
    promptTokens: request.promptTokens,
    completionTokens: reasoningTokens + estimateTokens(pieces(scenario.text).join('')),
    reasoningTokens,
  };
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

function pieces(text: string | readonly string[] | undefined): readonly string[] {
  if (text === undefined) return [];
  return typeof text === 'string' ? [text] : text;
}

/** One event, its blank line included. */
function sse(data: object | '[DONE]', wire: Wire): string {
  const comment = wire.comments ? `: still here${wire.lineEnding ?? '\n'}` : '';
  return `${comment}data: ${data === '[DONE]' ? data : JSON.stringify(data)}${blankLine(wire)}`;
}

function blankLine(wire: Wire): string {
  return (wire.lineEnding ?? '\n').repeat(2);
}

/** The events as chunks of bytes, no more than `limit` bytes in all. */
function split(events: readonly string[], wire: Wire, limit = Number.POSITIVE_INFINITY): Uint8Array[] {
  const chunks = wire.chunks ?? { type: 'events', perChunk: 1 };
  const bytes = encoder.encode(events.join('')).subarray(0, limit);
  if (chunks.type === 'cuts') return cutAt(bytes, chunks.at);
  if (chunks.type === 'bytes') {
    const count = Math.ceil(bytes.length / chunks.size);
    return cutAt(
      bytes,
      Array.from({ length: count - 1 }, (_, index) => (index + 1) * chunks.size),
    );
  }
  const positions: number[] = [];
  let position = 0;
  for (const [index, event] of events.entries()) {
    position += encoder.encode(event).length;
    if ((index + 1) % chunks.perChunk === 0) positions.push(position);
  }
  return cutAt(bytes, positions);
}

function cutAt(bytes: Uint8Array, positions: readonly number[]): Uint8Array[] {
  const edges = [0, ...positions, bytes.length];
  return edges
    .slice(1)
    .map((end, index) => bytes.subarray(edges[index], end))
    .filter((part) => part.length > 0);
}

function writes(chunks: readonly Uint8Array[], delayMs: number): Step[] {
  return chunks.flatMap((bytes, index): Step[] =>
    index === 0 ? [write(bytes)] : [{ type: 'pause', ms: delayMs }, write(bytes)],
  );
}

function write(body: string | Uint8Array): Step {
  return { type: 'write', bytes: typeof body === 'string' ? encoder.encode(body) : body };
}

function json(value: object): Step {
  return write(JSON.stringify(value));
}

function destroy(reset: boolean | undefined): Step {
  return { type: 'destroy', reset: reset ?? false };
}
