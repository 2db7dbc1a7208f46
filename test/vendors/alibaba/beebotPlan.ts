import { createHash } from 'node:crypto';
import { endlessSteps, eventStreamSteps } from '../loopback/eventStream.ts';
import { rawSteps } from '../loopback/rawSteps.ts';
import { pieces } from '../loopback/reply.ts';
import { head, type Step } from '../loopback/step.ts';
import type {
  BeebotClarification,
  BeebotDelivery,
  BeebotReply,
  BeebotScenario,
  BeebotSentence,
  BeebotText,
} from './beebotScenario.ts';

/** What the events of an answer say beside the answer. */
export interface BeebotStamp {
  /** The client's, echoed. */
  readonly messageId: string;
  /** The answer's own, the same in all its events. */
  readonly answerId: string;
  readonly sessionId: string;
  readonly utterance: string;
}

const streamHead = head(200, {
  'Content-Type': 'text/event-stream;charset=UTF-8',
  'Cache-Control': 'no-cache',
});
const words = new Intl.Segmenter('zh', { granularity: 'word' });

/** Turns a scenario into the steps that perform it; `endless` never runs out. */
export function planBeebot(scenario: BeebotScenario, stamp: BeebotStamp): Iterable<Step> {
  switch (scenario.type) {
    case 'reply':
      return deliver(scenario, replyValues(scenario, stamp), stamp);
    case 'clarify':
      return deliver(scenario, clarifyValues(scenario, stamp), stamp);
    case 'values':
      return deliver(scenario, scenario.values, stamp);
    case 'failure':
      return eventStreamSteps({
        head: streamHead,
        pieces: [failure(scenario.code, scenario.message, stamp)],
        ending: [],
        error: () => ({}),
        delayMs: undefined,
        wire: { separator: '' },
        interruption: undefined,
      });
    case 'endless': {
      const value = directValue({ type: 'reply' }, scenario.piece, stamp, {});
      return endlessSteps(
        streamHead,
        envelope([jsonText(complete(value, 1, stamp))], 1, stamp),
        scenario.delayMs ?? 0,
      );
    }
    default:
      return rawSteps(scenario, streamHead);
  }
}

/** What the answer says in the end: what the server remembers of it. */
export function finalText(scenario: BeebotScenario): string {
  switch (scenario.type) {
    case 'reply':
      return sentences(textStates(scenario).at(-1) ?? '')
        .map(({ content }) => content)
        .join('');
    case 'clarify':
      return scenario.content;
    default:
      return '';
  }
}

function deliver(delivery: BeebotDelivery, values: readonly object[], stamp: BeebotStamp): Step[] {
  const { interruption } = delivery;
  const whole =
    interruption?.type === 'no-done' ? values.map((value) => ({ ...value, StreamEnd: false })) : values;
  const events = whole.map((value, index) => {
    const item = jsonText(complete(value, index, stamp));
    const others = delivery.noise && index === 1 ? [{ type: 'HEARTBEAT', value: 'still here' }] : [];
    return envelope([...others, item], index, stamp);
  });
  const noise = delivery.noise ? [envelope([], events.length, stamp)] : [];
  return eventStreamSteps({
    head: streamHead,
    pieces: [...events.slice(0, 1), ...noise, ...events.slice(1, -1)],
    ending: events.slice(1).slice(-1),
    error: ({ code, message }) => failure(code, message ?? 'The conversation has failed.', stamp),
    delayMs: delivery.delayMs,
    wire: { separator: '', ...delivery.wire },
    interruption,
  });
}

function replyValues(reply: BeebotReply, stamp: BeebotStamp): readonly object[] {
  const states = textStates(reply);
  const last = states.at(-1) ?? '';
  const repetitions = reply.repetitions ?? 1;
  const opening = reply.withoutOpening ? [] : [{ IsAIGC: false }];
  const empty = Array.from({ length: reply.emptyEvents ?? 1 }, () => directValue(reply, '', stamp, {}));
  const growing = states.map((state, index) => {
    const isWhole = index === states.length - 1;
    return directValue(reply, state, stamp, { isWhole, isEnd: isWhole && repetitions === 0 });
  });
  const repeated = Array.from({ length: repetitions }, (_, index) =>
    directValue(reply, last, stamp, { isWhole: true, isEnd: index === repetitions - 1 }),
  );
  return [...opening, ...empty, ...growing, ...repeated];
}

function textStates(reply: BeebotReply): readonly BeebotText[] {
  if (reply.states !== undefined) return reply.states;
  const parts = pieces(reply.text);
  return parts.map((_, index) => parts.slice(0, index + 1).join(''));
}

function directValue(
  reply: BeebotReply,
  text: BeebotText,
  stamp: BeebotStamp,
  { isWhole = false, isEnd = false }: { readonly isWhole?: boolean; readonly isEnd?: boolean },
): object {
  const { references, relatedQuestions, handOver, hitSystemAskConfig } = reply;
  const commands = handOver && { Commands: { sysToAgent: handOverText(handOver) } };
  return {
    ...(isWhole && handOver?.at === 'value' ? commands : {}),
    IsAIGC: true,
    MessageBody: {
      ...(isWhole && handOver?.at === 'body' ? commands : {}),
      DirectMessageBody: {
        ...(isWhole && references ? { AnswerReference: { ItemList: references.map(referenceItem) } } : {}),
        ContentType: reply.contentType ?? 'RICH_TEXT',
        Ext: {},
        ...(hitSystemAskConfig === undefined ? {} : { HitSystemAskConfig: hitSystemAskConfig }),
        ...(isWhole && relatedQuestions ? { RelatedQuestionList: relatedQuestions } : {}),
        SentenceList: sentences(text).map(({ content, referNumber }) => ({
          Content: content,
          ...(referNumber === undefined ? {} : { ReferNumber: referNumber }),
        })),
      },
      Type: 'Direct',
      VoiceConfig: {},
    },
    QuerySegList: segments(stamp.utterance),
    Source: reply.source ?? 'NON_STRUCTURAL_KNOWLEDGE',
    StreamEnd: isEnd,
  };
}

function clarifyValues(clarification: BeebotClarification, stamp: BeebotStamp): readonly object[] {
  const { choices } = clarification;
  return [
    { IsAIGC: false },
    {
      IsAIGC: false,
      MessageBody: {
        ClarifyMessageBody: {
          ClarifyContent: clarification.content,
          ...(choices ? { ClarifyList: choices.map((title) => ({ Title: title })) } : {}),
          ...(clarification.title === undefined ? {} : { Title: clarification.title }),
        },
        Type: 'Clarify',
        VoiceConfig: {},
      },
      QuerySegList: segments(stamp.utterance),
      Source: 'TASK_DRIVEN_DIALOGUE',
      StreamEnd: true,
    },
  ];
}

function sentences(text: BeebotText): readonly BeebotSentence[] {
  return typeof text === 'string' ? [{ content: text }] : text;
}

function referenceItem({
  number,
  title,
  content,
  docName,
}: NonNullable<BeebotReply['references']>[number]): object {
  return {
    Content: content,
    ContentType: 'PLAIN_TEXT',
    DataSource: 'DOC',
    Number: number,
    ...(docName === undefined ? {} : { ReferenceExt: { DocName: docName } }),
    Title: title,
  };
}

/** A command's value is JSON in a string, inside a value that is JSON in a string. */
function handOverText({ skillGroup = '', reason = '' }: NonNullable<BeebotReply['handOver']>): string {
  return JSON.stringify({ skillGroup, ext: '', toAgentReason: reason });
}

function segments(utterance: string): readonly string[] {
  return [...words.segment(utterance)].map(({ segment }) => segment);
}

/** Adds what every value has. */
function complete(value: object, index: number, stamp: BeebotStamp): object {
  return {
    MessageId: stamp.answerId,
    SequenceId: hash(`sequence ${index}`, stamp),
    SessionId: stamp.sessionId,
    StreamEnd: false,
    ...value,
  };
}

function jsonText(value: object): object {
  return { type: 'JSON_TEXT', value: JSON.stringify(sortMembers(value)) };
}

function envelope(data: readonly object[], index: number, stamp: BeebotStamp): object {
  return { data, messageId: stamp.messageId, requestId: requestId(index, stamp), success: true };
}

function failure(code: string, message: string, stamp: BeebotStamp): object {
  return { code, message, messageId: stamp.messageId, requestId: requestId(0, stamp), success: false };
}

/** The first event's is the answer's MessageId; every other event has one of its own. */
function requestId(index: number, stamp: BeebotStamp): string {
  if (index === 0) return stamp.answerId;
  return hash(`request ${index}`, stamp).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function hash(what: string, { answerId }: BeebotStamp): string {
  return createHash('md5').update(`${what} ${answerId}`).digest('hex');
}

/** The vendor writes the members of every object in alphabetical order, save the data's. */
function sortMembers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortMembers);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([name, member]) => [name, sortMembers(member)]));
}
