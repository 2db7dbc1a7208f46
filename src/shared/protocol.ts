import * as v from 'valibot';

/*
 * The conversation between extension host and view. The view states intentions, the host owns the truth and answers
 * with events. Both sides validate what arrives. Lengths are bounded where the view could otherwise make the host
 * hold anything.
 */

const id = v.pipe(v.string(), v.maxLength(64));
const milliseconds = v.pipe(v.number(), v.minValue(0));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Something sent along with a question. `id` is unique within the conversation. */
const attachment = v.object({
  id,
  kind: v.picklist(['selection', 'symbol', 'block']),
  /** The file's name without its folder. */
  name: v.string(),
  /** The path as the user knows it, for tooltip and accessible name. */
  path: v.string(),
  /** One-based, both included. */
  startLine: count,
  endLine: count,
});

const noticeAction = v.picklist([
  'add-key',
  'choose-model',
  'confirm-address',
  'continue',
  'edit-key',
  'new-chat',
  'open-options',
  'open-proxy-settings',
  'retry',
  'show-log',
]);

/** A card that says what happened and what to do. All texts are in the user's language. */
const notice = v.object({
  severity: v.picklist(['error', 'warning', 'info']),
  title: v.string(),
  text: v.string(),
  /** The vendor's raw code, message and request id, in one line. */
  code: v.optional(v.string()),
  /** At most one primary and one secondary. */
  actions: v.pipe(v.array(v.object({ label: v.string(), action: noticeAction })), v.maxLength(2)),
  /** Set while a retry is on its way: the whole wait and what is left of it. */
  retry: v.optional(v.object({ waitMs: milliseconds, leftMs: milliseconds })),
});

/** What the vendor reported, and what we measured. Absent where unknown. */
const answerMeta = v.object({
  inputTokens: v.optional(count),
  outputTokens: v.optional(count),
  cachedTokens: v.optional(count),
  /** From sending to the first text or reasoning. */
  firstTokenMs: v.optional(milliseconds),
  totalMs: v.optional(milliseconds),
});

const answerStatus = v.variant('state', [
  /** Sent, nothing back yet. */
  v.object({ state: v.literal('waiting') }),
  v.object({ state: v.literal('reasoning') }),
  v.object({ state: v.literal('answering') }),
  /** Failed before anything was shown; tried again when the notice's countdown is over. */
  v.object({ state: v.literal('retrying'), notice }),
  v.object({
    state: v.literal('done'),
    meta: answerMeta,
    /** Why a reply that ended properly is not whole, with what can be done. */
    cut: v.optional(
      v.object({
        text: v.string(),
        action: v.optional(v.object({ label: v.string(), action: noticeAction })),
      }),
    ),
  }),
  v.object({ state: v.literal('stopped'), meta: answerMeta }),
  v.object({ state: v.literal('failed'), meta: answerMeta, notice }),
]);

/** Something the answer rests on; `number` is how its text refers to it. */
const source = v.object({
  title: v.string(),
  number: v.optional(count),
  url: v.optional(v.string()),
  snippet: v.optional(v.string()),
});

/** Questions that the vendor proposes; a click asks one. */
const suggestions = v.object({ purpose: v.picklist(['clarify', 'related']), items: v.array(v.string()) });

/** A sentence of ours about what the vendor said beside the answer, with what can be done. */
const vendorNotice = v.object({
  text: v.string(),
  action: v.optional(v.object({ label: v.string(), action: noticeAction })),
});

/** What an answer has beside its text. */
const extras = v.object({
  sources: v.array(source),
  suggestions: v.array(suggestions),
  notices: v.array(vendorNotice),
});

const question = v.object({
  role: v.literal('question'),
  id,
  text: v.string(),
  attachments: v.array(attachment),
});

const answer = v.object({
  role: v.literal('answer'),
  id,
  /** The label of the model that was asked. */
  model: v.string(),
  text: v.string(),
  reasoning: v.string(),
  /** How long the model reasoned; while it does: so far. */
  reasoningMs: v.optional(milliseconds),
  extras,
  status: answerStatus,
});

const turn = v.variant('role', [question, answer]);

const vendorRow = v.object({
  vendor: id,
  label: v.string(),
  /** The default model's label. */
  model: v.string(),
  key: v.picklist(['missing', 'stored', 'environment']),
});

const modelState = v.object({
  vendorLabel: v.string(),
  modelLabel: v.string(),
  key: v.picklist(['missing', 'stored', 'environment']),
  thinking: v.picklist(['none', 'optional', 'always', 'unknown']),
  webSearch: v.boolean(),
  /** The most characters of one question, where the API counts those. */
  maxInputCharacters: v.optional(count),
  /** Tokens the next request would need, estimated, and the model's window; absent for an unknown model. */
  window: v.optional(v.object({ used: count, size: count })),
});

const hostEvent = v.variant('type', [
  /** A whole snapshot; the answer to `ready`. Whatever the view showed before is void. */
  v.object({
    type: v.literal('state'),
    /** The number that the next `delta` carries. */
    nextSequence: count,
    /** The view's own texts in the user's language, by the keys of strings.ts. */
    strings: v.record(v.string(), v.string()),
    turns: v.array(turn),
    queued: v.array(v.string()),
    attachments: v.array(attachment),
    /** Null until a vendor has a key. */
    model: v.nullable(modelState),
    vendors: v.array(vendorRow),
  }),
  /** A question was accepted: its two turns, to be appended. */
  v.object({ type: v.literal('begin'), question, answer }),
  /** Text to be appended to an answer; at most one per frame. A gap in `sequence` means: ask for the state again. */
  v.object({
    type: v.literal('delta'),
    sequence: count,
    id,
    reasoning: v.optional(v.string()),
    text: v.optional(v.string()),
  }),
  /** The text so far is another one; deltas go on from there. */
  v.object({ type: v.literal('replace'), id, text: v.string() }),
  v.object({ type: v.literal('extras'), id, extras }),
  v.object({
    type: v.literal('status'),
    id,
    reasoningMs: v.optional(milliseconds),
    status: answerStatus,
  }),
  /** The last answer is thrown away to be asked for again. */
  v.object({ type: v.literal('restart'), id, answer }),
  v.object({ type: v.literal('queue'), queued: v.array(v.string()) }),
  /** Text that goes back into the composer, before what stands there: queued questions that are not asked any more. */
  v.object({ type: v.literal('draft'), text: v.string() }),
  v.object({ type: v.literal('attachments'), attachments: v.array(attachment) }),
  v.object({ type: v.literal('model'), model: v.nullable(modelState), vendors: v.array(vendorRow) }),
  v.object({ type: v.literal('focus') }),
]);

/** Two megabytes of characters: more than any model takes, little enough to hold. */
const longText = v.pipe(v.string(), v.maxLength(2_000_000));

const viewIntention = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({
    type: v.literal('send'),
    text: longText,
    thinking: v.optional(v.boolean()),
    webSearch: v.optional(v.boolean()),
  }),
  v.object({ type: v.literal('stop') }),
  v.object({ type: v.literal('unqueue'), index: count }),
  v.object({ type: v.literal('copy'), text: longText }),
  v.object({ type: v.literal('insert'), text: longText }),
  v.object({ type: v.literal('open-link'), url: v.pipe(v.string(), v.maxLength(8192)) }),
  v.object({ type: v.literal('open-attachment'), id }),
  v.object({ type: v.literal('remove-attachment'), id }),
  v.object({ type: v.literal('attach-selection') }),
  v.object({ type: v.literal('explain-selection') }),
  v.object({ type: v.literal('choose-model') }),
  v.object({ type: v.literal('add-key'), vendor: id }),
  /** A click on a notice's button; `id` is the answer it stands under. */
  v.object({ type: v.literal('act'), id, action: noticeAction }),
]);

export type Source = v.InferOutput<typeof source>;
export type Suggestions = v.InferOutput<typeof suggestions>;
export type VendorNotice = v.InferOutput<typeof vendorNotice>;
export type Extras = v.InferOutput<typeof extras>;
export type Attachment = v.InferOutput<typeof attachment>;
export type NoticeAction = v.InferOutput<typeof noticeAction>;
export type Notice = v.InferOutput<typeof notice>;
export type AnswerMeta = v.InferOutput<typeof answerMeta>;
export type AnswerStatus = v.InferOutput<typeof answerStatus>;
export type Question = v.InferOutput<typeof question>;
export type Answer = v.InferOutput<typeof answer>;
export type Turn = v.InferOutput<typeof turn>;
export type VendorRow = v.InferOutput<typeof vendorRow>;
export type ModelState = v.InferOutput<typeof modelState>;
export type HostEvent = v.InferOutput<typeof hostEvent>;
export type ViewIntention = v.InferOutput<typeof viewIntention>;

/** What the host said, or undefined if it is not of the protocol. */
export function parseHostEvent(message: unknown): HostEvent | undefined {
  const result = v.safeParse(hostEvent, message);
  return result.success ? result.output : undefined;
}

/** What the view wants, or undefined if it is not of the protocol. */
export function parseViewIntention(message: unknown): ViewIntention | undefined {
  const result = v.safeParse(viewIntention, message);
  return result.success ? result.output : undefined;
}
