import { ProviderError } from '../../../core/error.ts';
import type { FinishReason, RateLimit, Usage } from '../../../core/streamPart.ts';
import { createExtras } from '../../../net/extras.ts';
import { isJsonObject, type JsonObject, textOf } from '../../../net/json.ts';
import { readUsage } from '../../../net/openAiChat/usage.ts';
import type { EmitPart } from '../../../net/partStream.ts';
import { readSafety } from '../safetyNotice.ts';
import { readSearchResults } from '../searchResults.ts';

export interface ReplyContext {
  readonly emit: EmitPart;
  /** Makes the id of a call: V1 gives none. */
  newId(): string;
  /** What the head of the response told. */
  readonly rateLimit: RateLimit | undefined;
}

export interface ReplyDecoder {
  /**
   * Takes the next event of a stream, or a whole reply: what has no `is_end` and no number is whole.
   *
   * @throws {ProviderError} when it is neither.
   */
  push(event: JsonObject): void;
}

const finishReasons: Readonly<Record<string, FinishReason>> = {
  normal: 'stop',
  stop: 'stop',
  length: 'length',
  content_filter: 'content-filter',
  function_call: 'tool-calls',
};

/**
 * Decodes the events of a reply. `result` is a piece of the text, while usage counts on from event to event: that of the
 * last one holds. The event with `is_end` is the last one; a stream that ends without it was cut.
 *
 * @see https://cloud.baidu.com/doc/WENXINWORKSHOP/s/Jlugqd6pw
 */
export function createReplyDecoder({ emit, newId, rateLimit }: ReplyContext): ReplyDecoder {
  const emitSource = createExtras(emit);
  let usage: Usage | undefined;
  let called = false;
  let finished = false;

  function readSources(event: JsonObject): void {
    const { search_info: info } = event;
    for (const source of readSearchResults(isJsonObject(info) ? info['search_results'] : undefined)) {
      emitSource(source);
    }
  }

  function readCall({ function_call: call }: JsonObject): void {
    const name = isJsonObject(call) && textOf(call['name']);
    if (!name) return;
    called = true;
    const { thoughts, arguments: input } = call;
    if (typeof thoughts === 'string' && thoughts !== '') emit({ type: 'reasoning-delta', text: thoughts });
    emit({
      type: 'tool-call',
      id: newId(),
      name,
      input: isJsonObject(input) ? JSON.stringify(input) : textOf(input) || '{}',
    });
  }

  function finish(event: JsonObject): void {
    finished = true;
    const safety = readSafety(event);
    for (const notice of safety) emit(notice);
    const rawReason = textOf(event['finish_reason']);
    const offends = safety.some((part) => part.type === 'notice' && part.kind === 'clear-history');
    emit({
      type: 'finish',
      reason: offends ? 'content-filter' : reasonOf(rawReason, event['is_truncated'] === true),
      ...(rawReason !== undefined && { rawReason }),
      ...(usage && { usage }),
      ...(rateLimit && { rateLimit }),
    });
  }

  function reasonOf(rawReason: string | undefined, truncated: boolean): FinishReason {
    if (truncated) return 'length';
    if (rawReason === undefined) return called ? 'tool-calls' : 'stop';
    return Object.hasOwn(finishReasons, rawReason) ? (finishReasons[rawReason] ?? 'other') : 'other';
  }

  return {
    push(event) {
      if (finished) return;
      const { result, is_end: isEnd, sentence_id: number } = event;
      if (typeof result !== 'string' && typeof isEnd !== 'boolean') {
        throw new ProviderError('protocol', 'An event of the reply is not in the documented format');
      }
      readSources(event);
      if (typeof result === 'string' && result !== '') emit({ type: 'text-delta', text: result });
      readCall(event);
      if (event['usage'] != null) usage = readUsage(event['usage']);
      if (isEnd === true || (isEnd === undefined && number === undefined)) finish(event);
    },
  };
}
