import { ProviderError } from '../../core/error.ts';
import type { RateLimit, Usage } from '../../core/streamPart.ts';
import { createDeltaTemplate, type Delta } from '../deltaTemplate.ts';
import { parseFailure } from '../errorResponse.ts';
import { vendorError } from '../errorTable.ts';
import { createExtras } from '../extras.ts';
import { isJsonObject, type JsonObject, parseJson } from '../json.ts';
import type { EmitPart } from '../partStream.ts';
import { shortFailure } from '../shortFailure.ts';
import type { SseEvent } from '../sse.ts';
import type { ChatDialect } from './chatDialect.ts';
import { createToolCallCollector } from './toolCalls.ts';
import { readUsage } from './usage.ts';

export interface ChatDecoder {
  /**
   * Takes the next event and emits the parts in it.
   *
   * @throws {ProviderError} when the event reports a failure or is not of the dialect.
   */
  push(event: SseEvent): void;
  /**
   * Takes a whole completion, as JSON text, and emits all its parts, `finish` included.
   *
   * @throws {ProviderError} when it reports a failure or is not of the dialect.
   */
  pushWhole(body: string): void;
  /** The response has ended, properly or not: emits `finish` if the reply is whole. */
  end(): void;
}

export interface ReplyContext {
  /** Makes the id of a tool call that the vendor gave none. */
  newId(): string;
  /** What the head of the response told. */
  readonly rateLimit?: RateLimit | undefined;
}

/**
 * Decodes the events of a streamed chat completion.
 *
 * `finish` waits for the usage, which comes along with the finish reason or in a later event without choices, for
 * `[DONE]`, or for the end of the response: a reply with a finish reason is whole even without `[DONE]`, one without
 * is not, whatever follows, unless the dialect has no finish reasons. Tool calls come as whole parts right before it.
 *
 * @see https://platform.openai.com/docs/api-reference/chat-streaming
 */
export function createChatDecoder(dialect: ChatDialect, emit: EmitPart, context: ReplyContext): ChatDecoder {
  const { readExtras, readFailure = parseFailure, reasoningMembers = ['reasoning_content'] } = dialect;
  const toolCalls = createToolCallCollector(context.newId);
  const emitExtra = createExtras(emit);
  const template = createDeltaTemplate((event) => onlyDelta(parseChunk(event)));
  let rawReason: string | undefined;
  let usage: Usage | undefined;
  let finished = false;

  function finish(whole = rawReason !== undefined): void {
    if (finished || !whole) return;
    finished = true;
    const { calls } = toolCalls;
    for (const call of calls) emit({ type: 'tool-call', ...call });
    const named = rawReason === undefined ? 'stop' : (own(dialect.finishReasons, rawReason) ?? 'other');
    emit({
      type: 'finish',
      // Some servers say `stop` when they want a tool to be called.
      reason: named === 'stop' && calls.length > 0 ? 'tool-calls' : named,
      ...(rawReason !== undefined && { rawReason }),
      ...(usage && { usage }),
      ...(context.rateLimit && { rateLimit: context.rateLimit }),
    });
  }

  function readChoice(choice: Choice): void {
    const delta = saidIn(choice);
    if (isJsonObject(delta)) {
      const reasoning = reasoningIn(delta);
      if (reasoning !== '') emit({ type: 'reasoning-delta', text: reasoning });
      const content = delta['content'];
      if (typeof content === 'string' && content !== '') emit({ type: 'text-delta', text: content });
      if (delta['tool_calls'] != null) toolCalls.add(delta['tool_calls']);
    }
    if (choice.usage != null) usage = readUsage(choice.usage);
    const reason = choice.finish_reason;
    if (typeof reason !== 'string' || reason === '') return;
    if (Object.hasOwn(dialect.failedFinishes, reason)) {
      throw vendorError({ status: 200, code: reason, message: reason }, dialect.failedFinishes);
    }
    rawReason = reason;
  }

  function reasoningIn(delta: JsonObject): string {
    for (const name of reasoningMembers) {
      const reasoning = delta[name];
      if (typeof reasoning === 'string' && reasoning !== '') return reasoning;
    }
    return '';
  }

  /** The one thing that an event says, if that is a piece of text or reasoning. */
  function onlyDelta(chunk: Chunk | undefined): Delta | undefined {
    if (!Array.isArray(chunk?.choices) || chunk.usage != null || chunk.error != null) return undefined;
    const choice: unknown = chunk.choices[0];
    if (!isJsonObject(choice) || choice['finish_reason'] || choice['usage'] != null) return undefined;
    const delta = saidIn(choice);
    if (!isJsonObject(delta) || delta['tool_calls'] != null) return undefined;
    const { content } = delta;
    const reasoning = reasoningIn(delta);
    if (typeof content === 'string' && content !== '') {
      return reasoning === '' ? { type: 'text-delta', text: content } : undefined;
    }
    return content || reasoning === '' ? undefined : { type: 'reasoning-delta', text: reasoning };
  }

  /** @throws {ProviderError} if the event reports a failure. */
  function refuseFailure(chunk: Chunk | undefined, isErrorEvent: boolean, data: string): void {
    const mayFail = isErrorEvent || dialect.readFailure || chunk?.error != null || !chunk?.choices;
    if (!mayFail) return;
    const failure = readFailure(chunk) ?? (isErrorEvent ? { message: data } : undefined);
    if (failure) throw dialect.mapFailure(shortFailure({ status: 200, ...failure }));
  }

  function emitExtras(chunk: JsonObject): void {
    for (const extra of readExtras?.(chunk) ?? []) emitExtra(extra);
  }

  function read(chunk: Chunk): void {
    emitExtras(chunk);
    const choice: unknown = Array.isArray(chunk.choices) ? chunk.choices[0] : undefined;
    if (isJsonObject(choice)) readChoice(choice);
    if (chunk.usage != null) usage = readUsage(chunk.usage);
    if (dialect.finishesAtDone) return;
    if (chunk.usage != null || (isJsonObject(choice) && choice['usage'] != null)) finish();
  }

  return {
    push({ event, data }) {
      if (finished || data === '') return;
      if (data === '[DONE]') {
        finish(rawReason !== undefined || dialect.finishesAtDone === true);
        if (!finished) throw new ProviderError('protocol', 'The reply ended without a finish reason');
        return;
      }
      const delta = event === undefined ? template.apply(data) : undefined;
      if (delta) {
        emit(delta);
        return;
      }
      const chunk = parseChunk(data);
      if (chunk === undefined && event !== 'error') {
        throw new ProviderError('protocol', 'An event of the reply is not in the documented format');
      }
      refuseFailure(chunk, event === 'error', data);
      if (!chunk) return;
      read(chunk);
      const only = event === undefined && onlyDelta(chunk);
      if (only) template.learn(data, only);
    },
    pushWhole(body) {
      const completion = parseChunk(body);
      refuseFailure(completion, false, body);
      if (!Array.isArray(completion?.choices)) {
        throw new ProviderError('protocol', 'The reply is not in the documented format');
      }
      read(completion);
      finish(true);
    },
    end: () => finish(rawReason !== undefined || (dialect.finishesAtDone === true && usage !== undefined)),
  };
}

/** An event as documented. Every member is checked where it is used: the other side may send anything. */
interface Chunk extends JsonObject {
  readonly choices?: unknown;
  readonly usage?: unknown;
  readonly error?: unknown;
}

interface Choice extends JsonObject {
  readonly delta?: unknown;
  /** Of a completion that comes whole. */
  readonly message?: unknown;
  /** Of a completion that is no chat. */
  readonly text?: unknown;
  readonly finish_reason?: unknown;
  readonly usage?: unknown;
}

function saidIn({ delta, message, text }: Choice): unknown {
  return delta ?? message ?? (typeof text === 'string' ? { content: text } : undefined);
}

function parseChunk(data: string): Chunk | undefined {
  const value = parseJson(data);
  return isJsonObject(value) ? value : undefined;
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
