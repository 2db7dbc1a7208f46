import { ProviderError } from '../../../core/error.ts';
import type { StreamPart } from '../../../core/streamPart.ts';
import type { VendorFailure } from '../../../net/errorTable.ts';
import type { JsonObject } from '../../../net/json.ts';
import type { EmitPart } from '../../../net/partStream.ts';
import { createSseDecoder } from '../../../net/sse.ts';
import { createAnswerText } from './answerText.ts';
import {
  additionIn,
  createPrefixFilter,
  findPrefix,
  isShortened,
  type KnownPrefix,
  lengthen,
  restore,
} from './knownPrefix.ts';
import {
  bodySources,
  bodySuggestions,
  bodyText,
  handOverReason,
  isNoAnswer,
  sentences,
} from './messageBody.ts';
import { list, object, parseObject, words } from './reading.ts';

/** An answer whose events differ in more than their text teaches nothing, and a lesson costs more than an event. */
const mostLessons = 8;

/** The event that was read last, as far as the next one may repeat it. */
interface LastEvent {
  readonly prefix: KnownPrefix;
  readonly messageId: string | undefined;
  readonly sentenceCount: number;
}

/**
 * Decodes a conversation. `finish` comes with the event that says `StreamEnd`; what comes after it is ignored.
 *
 * @param fail makes the error of a failure that the server reports.
 * @returns `push`, to be called with each chunk of bytes.
 * @see https://help.aliyun.com/zh/beebot/intelligent-dialogue-robot/developer-reference/stream-chat-api
 */
export function createBeebotDecoder(
  emit: EmitPart,
  fail: (failure: VendorFailure) => ProviderError,
): (chunk: Uint8Array) => void {
  const answer = createAnswerText(emit);
  const remarks = createRemarks();
  let session: string | undefined;
  let last: LastEvent | undefined;
  let lessons = mostLessons;
  let finished = false;

  function readSession(value: JsonObject): void {
    const id = words(value['SessionId']);
    if (id === undefined || id === session) return;
    session = id;
    emit({ type: 'vendor-session', id });
  }

  /** What goes along with the text, and whether that was all. */
  function readRest(value: JsonObject, body: JsonObject | undefined): void {
    if (body) remarks.note(value, body);
    if (value['StreamEnd'] !== true) return;
    finished = true;
    for (const part of remarks.parts()) emit(part);
    emit({ type: 'finish', reason: 'stop' });
  }

  /** Reads an event without the text that was known; false if that is not enough to go by. */
  function readAddition(shortened: string): boolean {
    const value = onlyValue(shortened);
    const body = object(value?.['MessageBody']);
    const contents = body && sentences(body);
    if (!last || !value || !contents) return false;
    const addition = additionIn(contents.at(-1));
    const isSame = contents.length === last.sentenceCount && messageIdOf(value) === last.messageId;
    if (!isSame || addition === undefined) return false;
    readSession(value);
    if (!answer.extend(last.messageId, addition)) return false;
    const prefix = lengthen(last.prefix, shortened, addition);
    last = prefix && { ...last, prefix };
    lessons = mostLessons;
    readRest(value, body);
    return true;
  }

  function learn(data: string, value: JsonObject, contents: readonly string[] | undefined): void {
    const text = contents?.at(-1);
    if (contents === undefined || text === undefined || lessons === 0) return;
    const prefix = findPrefix(data, text, (example) => {
      const body = object(onlyValue(example)?.['MessageBody']);
      const found = body && sentences(body);
      return found?.length === contents.length ? found.at(-1) : undefined;
    });
    if (!prefix) return;
    lessons -= 1;
    last = { prefix, messageId: messageIdOf(value), sentenceCount: contents.length };
  }

  function readValue(data: string, value: JsonObject): void {
    readSession(value);
    const body = object(value['MessageBody']);
    const text = body && bodyText(body);
    last = undefined;
    if (body && text !== undefined && answer.state(messageIdOf(value), text, value['StreamEnd'] === true)) {
      learn(data, value, sentences(body));
    }
    readRest(value, body);
  }

  function readEvent(data: string): void {
    const envelope = parseObject(data);
    if (!envelope)
      throw new ProviderError('protocol', 'An event of the reply is not in the documented format');
    const failure = envelopeFailure(envelope);
    if (failure) throw fail(failure);
    for (const item of list(envelope['data'])) {
      const fields = object(item);
      if (fields?.['type'] !== 'JSON_TEXT') continue;
      const value = parseObject(fields['value']);
      if (!value) throw new ProviderError('protocol', 'An event of the reply holds something else than JSON');
      readValue(data, value);
      if (finished) return;
    }
  }

  /** What was left out of the event that is being read. */
  let known: KnownPrefix | undefined;
  const decode = createSseDecoder(({ data }) => {
    if (finished || data === '') return;
    if (!known || !isShortened(known, data)) readEvent(data);
    else if (!readAddition(data)) readEvent(restore(known, data));
  });
  return createPrefixFilter(
    () => last?.prefix,
    (bytes, leftOut) => {
      known = leftOut;
      decode(bytes);
    },
  );
}

/** The failure in an envelope; undefined if it reports none. */
export function envelopeFailure(envelope: JsonObject): VendorFailure | undefined {
  if (envelope['success'] !== false && envelope['success'] !== 'false') return undefined;
  const code = envelope['code'];
  const requestId = words(envelope['requestId']);
  return {
    status: 200,
    message: words(envelope['message']) ?? '',
    ...((typeof code === 'string' || typeof code === 'number') && { code: String(code) }),
    ...(requestId !== undefined && { requestId }),
  };
}

/** What goes along with an answer, as the latest event has it: events repeat that, too. */
function createRemarks() {
  let sources: readonly StreamPart[] = [];
  let suggestions: StreamPart | undefined;
  let handOver: string | undefined;
  let noAnswer = false;
  let unsupported: string | undefined;
  return {
    note(value: JsonObject, body: JsonObject): void {
      const found = bodySources(body);
      if (found.length > 0) sources = found;
      suggestions = bodySuggestions(body) ?? suggestions;
      handOver = handOverReason(value, body) ?? handOver;
      if (isNoAnswer(body)) noAnswer = true;
      const type = words(body['Type']);
      if (type !== undefined && type !== 'Direct' && bodyText(body) === undefined) unsupported = type;
    },
    *parts(): Generator<StreamPart> {
      yield* sources;
      if (unsupported !== undefined) yield { type: 'notice', kind: 'unsupported', detail: unsupported };
      if (noAnswer) yield { type: 'notice', kind: 'no-answer' };
      if (handOver !== undefined) {
        yield { type: 'notice', kind: 'hand-over', ...(handOver !== '' && { detail: handOver }) };
      }
      if (suggestions) yield suggestions;
    },
  };
}

/** The value of an event that holds exactly one, and no failure. */
function onlyValue(data: string): JsonObject | undefined {
  const envelope = parseObject(data);
  const items = list(envelope?.['data']);
  const item = object(items[0]);
  if (!envelope || envelopeFailure(envelope) || items.length !== 1 || item?.['type'] !== 'JSON_TEXT')
    return undefined;
  return parseObject(item['value']);
}

function messageIdOf(value: JsonObject): string | undefined {
  return words(value['MessageId']);
}
