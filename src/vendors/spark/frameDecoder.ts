import { ProviderError } from '../../core/error.ts';
import type { StreamPart, Usage } from '../../core/streamPart.ts';
import { createDeltaTemplate, type Delta } from '../../net/deltaTemplate.ts';
import type { VendorFailure } from '../../net/errorTable.ts';
import { isJsonObject, type JsonObject, parseJson, textOf } from '../../net/json.ts';
import { readUsage } from '../../net/openAiChat/usage.ts';
import type { EmitPart } from '../../net/partStream.ts';
import { shortFailure } from '../../net/shortFailure.ts';
import { tendencyCode } from './errorTable.ts';
import { parseSources } from './searchResults.ts';

/**
 * How far a reply has come: `whole`: it is complete, and only a warning may follow; `over`: nothing follows any more.
 */
export type Progress = 'running' | 'whole' | 'over';

export interface FrameDecoder {
  /**
   * Takes the next frame and emits the parts in it.
   *
   * @throws {ProviderError} when the frame reports a failure or is not in the documented format.
   */
  push(frame: string): Progress;
  /** The connection is closed, whoever did it: emits `finish` if the reply is whole. */
  end(): void;
  readonly progress: Progress;
}

export interface FrameOptions {
  /** The limit of the reply that was asked for, in tokens. The service does not say when it has cut a reply there. */
  readonly maxTokens: number | undefined;
  /** The name of a function as the caller knows it. */
  functionName(vendorName: string): string;
  /** The error for what a frame reports. */
  mapFailure(failure: Omit<VendorFailure, 'status'>): ProviderError;
  /** A new id for a call: the service gives none. */
  newCallId(): string;
}

/**
 * Decodes the frames of a reply. Every frame may carry text, the last one as well.
 *
 * @see https://www.xfyun.cn/doc/spark/Web.html
 */
export function createFrameDecoder(
  { maxTokens, functionName, mapFailure, newCallId }: FrameOptions,
  emit: EmitPart,
): FrameDecoder {
  let progress: Progress = 'running';
  let started = false;
  let finished = false;
  let called = false;
  let usage: Usage | undefined;
  const template = createDeltaTemplate((text) => onlyDelta(contentOf(objectOf(parseJson(text)))), 'seq');

  function say(part: StreamPart): void {
    // Sources come before the reply.
    started ||= part.type !== 'source';
    called ||= part.type === 'tool-call';
    emit(part);
  }

  /** What a frame without a failure says. */
  function contentOf({ header, payload }: JsonObject): Content {
    const { choices, plugins, usage: counts } = objectOf(payload);
    return {
      parts: [...objectsIn(plugins).flatMap(sourcesIn), ...objectsIn(choices).flatMap(partsIn)],
      // `question_tokens` beside them is the last question alone.
      usage: isJsonObject(counts) ? readUsage(counts['text']) : undefined,
      isLast: objectOf(header)['status'] === last || objectOf(choices)['status'] === last,
    };
  }

  function partsIn({
    content,
    reasoning_content: reasoning,
    function_call: call,
  }: JsonObject): readonly StreamPart[] {
    const parts: StreamPart[] = [];
    if (typeof reasoning === 'string' && reasoning !== '') {
      parts.push({ type: 'reasoning-delta', text: reasoning });
    }
    if (typeof content === 'string' && content !== '') parts.push({ type: 'text-delta', text: content });
    const { name, arguments: input } = objectOf(call);
    if (typeof name === 'string' && name !== '') {
      parts.push({
        type: 'tool-call',
        id: newCallId(),
        name: functionName(name),
        input: textOf(input) ?? '{}',
      });
    }
    return parts;
  }

  function fail(code: string, header: JsonObject): Progress {
    if (code === tendencyCode && started) {
      emit({ type: 'notice', kind: 'sensitive' });
      return 'over';
    }
    const sid = textOf(header['sid']);
    const error = mapFailure(
      shortFailure({
        code,
        message: textOf(header['message']) ?? '',
        ...(sid !== undefined && { requestId: sid }),
      }),
    );
    // What goes wrong after a whole reply does not concern it, unless it has to be taken back.
    if (progress === 'whole' && error.kind !== 'content-filter') return 'over';
    throw error;
  }

  function read(text: string): Progress {
    const frame = objectOf(parseJson(text));
    const code = codeOf(frame);
    if (code === undefined) {
      throw new ProviderError('protocol', 'A frame of the reply is not in the documented format');
    }
    if (code !== '0') return fail(code, objectOf(frame['header']));
    if (progress === 'whole') return progress;
    const content = contentOf(frame);
    content.parts.forEach(say);
    usage = content.usage ?? usage;
    const delta = onlyDelta(content);
    if (delta) template.learn(text, delta);
    return content.isLast ? 'whole' : 'running';
  }

  return {
    push(text) {
      const delta = progress === 'running' ? template.apply(text) : undefined;
      if (delta) say(delta);
      else if (progress !== 'over') progress = read(text);
      return progress;
    },
    end() {
      if (progress === 'running' || finished) return;
      finished = true;
      const cut = maxTokens !== undefined && (usage?.outputTokens ?? 0) >= maxTokens;
      const reason = called ? 'tool-calls' : cut ? 'length' : 'stop';
      emit({ type: 'finish', reason, ...(usage && { usage }) });
    },
    get progress() {
      return progress;
    },
  };
}

/** What one frame adds to the reply. */
interface Content {
  readonly parts: readonly StreamPart[];
  readonly usage: Usage | undefined;
  readonly isLast: boolean;
}

/** The status of the last frame. */
const last = 2;

/** The one thing that a frame says, if that is a piece of text or reasoning. */
function onlyDelta({ parts, usage, isLast }: Content): Delta | undefined {
  const [part, ...others] = parts;
  if (!part || others.length > 0 || usage || isLast) return undefined;
  return part.type === 'text-delta' || part.type === 'reasoning-delta' ? part : undefined;
}

/** The result of a frame, `0` unless it reports a failure; undefined if it is no frame. */
function codeOf({ header }: JsonObject): string | undefined {
  return textOf(objectOf(header)['code']);
}

function sourcesIn({ name, content }: JsonObject): readonly StreamPart[] {
  return name === 'ifly_search' ? parseSources(content) : [];
}

function objectOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** The objects in the `text` of a block. */
function objectsIn(block: unknown): readonly JsonObject[] {
  const { text } = objectOf(block);
  return Array.isArray(text) ? text.filter(isJsonObject) : [];
}
