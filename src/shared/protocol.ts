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
  kind: v.picklist([
    'selection',
    'symbol',
    'block',
    'file',
    'folder',
    'problems',
    'terminal',
    'changes',
    'image',
    'instructions',
  ]),
  /** A file's name without its folder; for others what they are called, in the user's language. */
  name: v.string(),
  /** The path as the user knows it, for tooltip and accessible name. */
  path: v.string(),
  /** One-based, both included; only for a part of a file. */
  startLine: v.optional(count),
  endLine: v.optional(count),
  /** An image as a `data:` address. */
  picture: v.optional(v.string()),
  /** It goes along without having been attached. */
  suggested: v.optional(v.boolean()),
});

/** Which of several alternatives is shown, from 1. Absent where there is only one. */
const branch = v.object({ index: count, count });

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
  /** In words, currency included, where the price is known. */
  cost: v.optional(v.string()),
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
  branch: v.optional(branch),
});

const answer = v.object({
  role: v.literal('answer'),
  id,
  /** The label of the model that was asked. */
  model: v.string(),
  branch: v.optional(branch),
  /** What was not sent along, in a sentence. */
  leftOut: v.optional(v.string()),
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
  images: v.boolean(),
  /** What is set for it, in words: `0.6`; absent where the vendor's own value holds. */
  temperature: v.optional(v.string()),
  /** The most characters of one question, where the API counts those. */
  maxInputCharacters: v.optional(count),
  /** Tokens the next request would need, estimated, and the model's window; absent for an unknown model. */
  window: v.optional(v.object({ used: count, size: count })),
});

/** A command that may stand at the beginning of a question: `/explain`. */
const slashCommand = v.object({
  /** Without the slash. */
  name: v.string(),
  description: v.string(),
  /** The user's own, from the settings. */
  own: v.boolean(),
});

/** Something that can be attached; `id` is the host's and holds until the next search. */
const contextItem = v.object({
  id: v.string(),
  /** A codicon's name. */
  icon: v.string(),
  label: v.string(),
  /** Where it is: a folder, a file and line, a number of lines. */
  detail: v.string(),
});

/** A conversation in the list. */
const historyRow = v.object({
  id,
  title: v.string(),
  /** The label of the model that answered last. */
  model: v.string(),
  /** Questions and answers. */
  count,
  /** Milliseconds since 1970 UTC. */
  updatedAt: count,
  pinned: v.boolean(),
  /** The name of the folder it belongs to; empty where none was open. */
  workspace: v.string(),
  /** Whether that is the folder of this window. */
  here: v.boolean(),
  /** Whether an answer is being written. */
  busy: v.boolean(),
  /** Whether this view shows it. */
  current: v.boolean(),
  /** The text around what was searched for, if it is not in the title. */
  excerpt: v.optional(v.string()),
});

const hostEvent = v.variant('type', [
  /** A whole snapshot; the answer to `ready`. Whatever the view showed before is void. */
  v.object({
    type: v.literal('state'),
    conversation: id,
    /** The number that the next `delta` carries. */
    nextSequence: count,
    /** The view's own texts in the user's language, by the keys of strings.ts. */
    strings: v.record(v.string(), v.string()),
    /** The end of the conversation. */
    turns: v.array(turn),
    /** Whether there are turns before those. */
    earlier: v.boolean(),
    queued: v.array(v.string()),
    attachments: v.array(attachment),
    /** Null until a vendor has a key. */
    model: v.nullable(modelState),
    vendors: v.array(vendorRow),
    slashCommands: v.array(slashCommand),
    /** What sends a question; the other one of Enter and Ctrl+Enter makes a new line. */
    sendWith: v.picklist(['enter', 'ctrlEnter']),
  }),
  /** Turns that come before those the view has, in the order of the conversation. */
  v.object({ type: v.literal('earlier'), turns: v.array(turn), earlier: v.boolean() }),
  /** A question was accepted, new or edited. Turns that the view shows after `after` (null: all) make way for its two. */
  v.object({ type: v.literal('begin'), after: v.nullable(id), question, answer }),
  /** The turns after `after` (null: all) are others: another branch, a turn less, an answer that is asked for anew. */
  v.object({ type: v.literal('branch'), after: v.nullable(id), turns: v.array(turn) }),
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
    /** What was not sent along, in a sentence. */
    leftOut: v.optional(v.string()),
  }),
  /** The last answer is thrown away to be asked for again. */
  v.object({ type: v.literal('restart'), id, answer }),
  v.object({ type: v.literal('queue'), queued: v.array(v.string()) }),
  /** Text that goes back into the composer, before what stands there: queued questions that are not asked any more. */
  v.object({ type: v.literal('draft'), text: v.string() }),
  /** A question that stood in the composer was asked in other words, as a command is. */
  v.object({ type: v.literal('accepted'), text: v.string() }),
  v.object({ type: v.literal('attachments'), attachments: v.array(attachment) }),
  v.object({ type: v.literal('model'), model: v.nullable(modelState), vendors: v.array(vendorRow) }),
  v.object({ type: v.literal('focus') }),
  /** The answer to `search-context` of the same `request`. */
  v.object({
    type: v.literal('context'),
    request: count,
    groups: v.array(v.object({ label: v.string(), items: v.array(contextItem) })),
  }),
  /** Which of the paths asked for with `find-paths` are files of the workspace. */
  v.object({ type: v.literal('paths'), found: v.array(v.string()) }),
  /** Shows the list of conversations, or the conversation again. */
  v.object({ type: v.literal('page'), page: v.picklist(['chat', 'history']) }),
  /** The answer to `search-history`, and again whenever it has changed. */
  v.object({
    type: v.literal('history'),
    query: v.string(),
    rows: v.array(historyRow),
    /** How many conversations there are in all. */
    total: count,
  }),
]);

/** Two megabytes of characters: more than any model takes, little enough to hold. */
const longText = v.pipe(v.string(), v.maxLength(2_000_000));

const codeAction = v.picklist(['insert', 'replace', 'new-file', 'apply', 'run']);
const query = v.pipe(v.string(), v.maxLength(1000));
/** Relative to the workspace or absolute; `:line` may follow. */
const path = v.pipe(v.string(), v.maxLength(1024));

const viewIntention = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({
    type: v.literal('send'),
    text: longText,
    thinking: v.optional(v.boolean()),
    webSearch: v.optional(v.boolean()),
  }),
  /** Asks a question anew with another text, beside the old one. Its attachments stay. */
  v.object({
    type: v.literal('edit'),
    id,
    text: longText,
    thinking: v.optional(v.boolean()),
    webSearch: v.optional(v.boolean()),
  }),
  /** Asks for another answer beside this one; with `choose` by a model that the user picks now. */
  v.object({ type: v.literal('regenerate'), id, choose: v.boolean() }),
  /** Shows the alternative before or after this turn. */
  v.object({ type: v.literal('show-alternative'), id, step: v.picklist([-1, 1]) }),
  /** Deletes a question with its answers. */
  v.object({ type: v.literal('delete-turn'), id }),
  v.object({ type: v.literal('load-earlier') }),
  v.object({ type: v.literal('stop') }),
  v.object({ type: v.literal('unqueue'), index: count }),
  v.object({ type: v.literal('copy'), text: longText }),
  /** A button of a code block. `path` is what the block says it is for. */
  v.object({
    type: v.literal('code'),
    action: codeAction,
    answer: id,
    code: longText,
    language: v.optional(v.string()),
    path: v.optional(v.string()),
  }),
  v.object({ type: v.literal('open-link'), url: v.pipe(v.string(), v.maxLength(8192)) }),
  v.object({ type: v.literal('open-attachment'), id }),
  v.object({ type: v.literal('remove-attachment'), id }),
  /** Which of these paths exist is answered with `paths`. */
  v.object({ type: v.literal('find-paths'), paths: v.pipe(v.array(path), v.maxLength(500)) }),
  v.object({ type: v.literal('open-path'), path }),
  v.object({ type: v.literal('search-context'), request: count, query }),
  v.object({ type: v.literal('attach-context'), id: v.pipe(v.string(), v.maxLength(4096)) }),
  /** Files and folders that were dropped, as URIs. */
  v.object({
    type: v.literal('attach-uris'),
    uris: v.pipe(v.array(v.pipe(v.string(), v.maxLength(4096))), v.maxLength(100)),
  }),
  /** A picture that was pasted or dropped. */
  v.object({
    type: v.literal('attach-image'),
    name: v.pipe(v.string(), v.maxLength(255)),
    mediaType: v.pipe(v.string(), v.maxLength(64)),
    /** Base64. */
    data: v.pipe(v.string(), v.maxLength(14_000_000)),
  }),
  v.object({ type: v.literal('attach-selection') }),
  v.object({ type: v.literal('explain-selection') }),
  v.object({ type: v.literal('choose-model') }),
  /** The options of the chosen model, temperature first. */
  v.object({ type: v.literal('choose-options') }),
  v.object({ type: v.literal('add-key'), vendor: id }),
  /** A click on a notice's button; `id` is the answer it stands under. */
  v.object({ type: v.literal('act'), id, action: noticeAction }),
  v.object({ type: v.literal('search-history'), query }),
  /** Whether the keyboard is in the view; VS Code does not tell. */
  v.object({ type: v.literal('focused'), focused: v.boolean() }),
  /** The list is not shown any more. */
  v.object({ type: v.literal('leave-history') }),
  v.object({ type: v.literal('new-chat') }),
  v.object({ type: v.literal('open-conversation'), id, place: v.picklist(['here', 'editor']) }),
  v.object({ type: v.literal('rename-conversation'), id, title: v.pipe(v.string(), v.maxLength(200)) }),
  v.object({ type: v.literal('pin-conversation'), id, pinned: v.boolean() }),
  v.object({ type: v.literal('delete-conversation'), id }),
  v.object({ type: v.literal('export-conversation'), id }),
  v.object({ type: v.literal('export-all') }),
  v.object({ type: v.literal('import') }),
]);

export type Source = v.InferOutput<typeof source>;
export type Suggestions = v.InferOutput<typeof suggestions>;
export type VendorNotice = v.InferOutput<typeof vendorNotice>;
export type Extras = v.InferOutput<typeof extras>;
export type Attachment = v.InferOutput<typeof attachment>;
export type Branch = v.InferOutput<typeof branch>;
export type CodeAction = v.InferOutput<typeof codeAction>;
export type ContextItem = v.InferOutput<typeof contextItem>;
export type HistoryRow = v.InferOutput<typeof historyRow>;
export type SlashCommand = v.InferOutput<typeof slashCommand>;
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
