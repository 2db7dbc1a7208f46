import { ProviderError } from '../../core/error.ts';
import type { StreamPart, Usage } from '../../core/streamPart.ts';
import { parseFailure } from '../errorResponse.ts';
import { vendorError } from '../errorTable.ts';
import type { EmitPart } from '../partStream.ts';
import type { SseEvent } from '../sse.ts';
import type { ChatDialect } from './chatDialect.ts';
import { applyTemplate, type DeltaTemplate, learnTemplate } from './deltaTemplate.ts';

export interface ChatDecoder {
  /**
   * Takes the next event and emits the parts in it.
   *
   * @throws {ProviderError} when the event reports a failure or is not of the dialect.
   */
  push(event: SseEvent): void;
  /** The response has ended, properly or not: emits `finish` if the reply is whole. */
  end(): void;
}

/**
 * Decodes the events of a streamed chat completion.
 *
 * `finish` waits for the usage, which comes along with the finish reason or in a later event without choices, for
 * `[DONE]`, or for the end of the response: a reply with a finish reason is whole even without `[DONE]`, one without
 * is not, whatever follows.
 *
 * @see https://platform.openai.com/docs/api-reference/chat-streaming
 */
export function createChatDecoder(dialect: ChatDialect, emit: EmitPart): ChatDecoder {
  let rawReason: string | undefined;
  let usage: Usage | undefined;
  let finished = false;
  let template: DeltaTemplate | undefined;
  let templateType: Delta['type'] = 'text-delta';
  let lessons = mostLessons;

  function finish(): void {
    if (finished || rawReason === undefined) return;
    finished = true;
    const part: StreamPart = {
      type: 'finish',
      reason: Object.hasOwn(dialect.finishReasons, rawReason)
        ? (dialect.finishReasons[rawReason] ?? 'other')
        : 'other',
      rawReason,
      ...(usage && { usage }),
    };
    emit(part);
  }

  function readChoice(choice: Partial<Choice> | null | undefined): void {
    const delta = choice?.delta;
    const reasoning = delta?.reasoning_content;
    if (typeof reasoning === 'string' && reasoning !== '') emit({ type: 'reasoning-delta', text: reasoning });
    const content = delta?.content;
    if (typeof content === 'string' && content !== '') emit({ type: 'text-delta', text: content });
    const reason = choice?.finish_reason;
    if (typeof reason !== 'string' || reason === '') return;
    if (Object.hasOwn(dialect.failedFinishes, reason)) {
      throw vendorError({ status: 200, code: reason, message: reason }, dialect.failedFinishes);
    }
    rawReason = reason;
  }

  function learn(data: string, { type, text }: Delta): void {
    if (lessons === 0) return;
    const learned = learnTemplate(data, text, (example) => {
      const delta = onlyDelta(parseChunk(example));
      return delta?.type === type ? delta.text : undefined;
    });
    if (!learned) return;
    lessons -= 1;
    template = learned;
    templateType = type;
  }

  return {
    push({ event, data }) {
      if (finished || data === '') return;
      if (data === '[DONE]') {
        finish();
        if (!finished) throw new ProviderError('protocol', 'The reply ended without a finish reason');
        return;
      }
      if (template && event === undefined) {
        const text = applyTemplate(template, data);
        if (text !== undefined) {
          emit({ type: templateType, text });
          return;
        }
      }
      const chunk = parseChunk(data);
      const only = event === undefined && onlyDelta(chunk);
      if (only) {
        emit(only);
        learn(data, only);
        return;
      }
      if (chunk === undefined && event !== 'error') {
        throw new ProviderError('protocol', 'An event of the reply is not in the documented format');
      }
      if (event === 'error' || chunk?.error != null || !chunk?.choices) {
        const failure = parseFailure(chunk) ?? (event === 'error' ? { message: data } : undefined);
        if (failure) throw dialect.mapFailure({ status: 200, ...failure });
      }
      if (Array.isArray(chunk?.choices)) readChoice(chunk.choices[0]);
      if (chunk?.usage != null) {
        usage = readUsage(chunk.usage);
        finish();
      }
    },
    end: finish,
  };
}

type Delta = Extract<StreamPart, { readonly text: string }>;

/** A server whose events differ in more than their text teaches nothing, and each lesson costs as much as an event. */
const mostLessons = 8;

/** The one thing that an event says, if that is a piece of text or reasoning. */
function onlyDelta(chunk: Chunk | undefined): Delta | undefined {
  if (!Array.isArray(chunk?.choices) || chunk.usage != null || chunk.error != null) return undefined;
  const choice: Partial<Choice> | null | undefined = chunk.choices[0];
  const content = choice?.delta?.content;
  const reasoning = choice?.delta?.reasoning_content;
  if (choice?.finish_reason) return undefined;
  if (typeof content === 'string' && content !== '') {
    return reasoning ? undefined : { type: 'text-delta', text: content };
  }
  if (content || typeof reasoning !== 'string' || reasoning === '') return undefined;
  return { type: 'reasoning-delta', text: reasoning };
}

/** An event as documented. Every member is checked where it is used: the other side may send anything. */
interface Chunk {
  readonly choices?: readonly Partial<Choice>[];
  readonly usage?: unknown;
  readonly error?: unknown;
}

interface Choice {
  readonly delta: { readonly content?: unknown; readonly reasoning_content?: unknown } | null;
  readonly finish_reason: unknown;
}

function parseChunk(data: string): Chunk | undefined {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return undefined;
  }
  return typeof value === 'object' && value !== null ? value : undefined;
}

function readUsage(value: unknown): Usage {
  const inputTokens = count(value, 'prompt_tokens');
  const outputTokens = count(value, 'completion_tokens');
  const cachedTokens = count(member(value, 'prompt_tokens_details'), 'cached_tokens');
  const reasoningTokens = count(member(value, 'completion_tokens_details'), 'reasoning_tokens');
  return {
    ...(inputTokens !== undefined && { inputTokens }),
    ...(outputTokens !== undefined && { outputTokens }),
    ...(cachedTokens !== undefined && { cachedTokens }),
    ...(reasoningTokens !== undefined && { reasoningTokens }),
  };
}

function count(value: unknown, name: string): number | undefined {
  const found = member(value, name);
  return typeof found === 'number' && Number.isSafeInteger(found) && found >= 0 ? found : undefined;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
