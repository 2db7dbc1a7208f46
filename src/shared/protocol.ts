import * as v from 'valibot';
import {
  longestDropped,
  longestGivenTitle,
  longestId,
  longestMentionedPath,
  longestQuery,
  longestQuestion,
  longestShown,
  longestTurn,
  longestWebAddress,
  mostDropped,
  mostImageBytes,
  mostMentionedPaths,
} from '../core/limits.ts';

/*
 * The conversation between extension host and view. The view states intentions, the host owns the truth and answers
 * with events. Both sides validate what arrives, and everything in it has a bound: what is only shown is cut there, what
 * means something is refused.
 */

const id = v.pipe(v.string(), v.maxLength(longestId));
const milliseconds = v.pipe(v.number(), v.finite(), v.minValue(0));
/** Since 1970 UTC, and nothing that is too late for a date. */
const moment = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(8.64e15));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** What is typed, or a code block. */
const longText = v.pipe(v.string(), v.maxLength(longestQuestion));
/** What a model says, or a question with all that was put into it. */
const turnText = v.pipe(v.string(), v.maxLength(longestTurn));
const webAddress = v.pipe(v.string(), v.maxLength(longestWebAddress));
/** Words that are only shown. */
const label = v.pipe(
  v.string(),
  v.transform((text) => text.slice(0, longestShown)),
);

/** Things of which only so many are shown. */
function list<Item extends v.GenericSchema>(item: Item, most = 1000) {
  return v.pipe(
    v.array(v.unknown()),
    v.transform((items) => items.slice(0, most)),
    v.array(item),
  );
}

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
  name: label,
  /** The path as the user knows it, for tooltip and accessible name. */
  path: label,
  /** One-based, both included; only for a part of a file. */
  startLine: v.optional(count),
  endLine: v.optional(count),
  /** An image as a `data:` address. */
  picture: v.optional(v.pipe(v.string(), v.startsWith('data:image/'), v.maxLength(20_000_000))),
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
  'diagnose',
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
  title: label,
  text: label,
  /** The vendor's raw code, message and request id, in one line. */
  code: v.optional(label),
  /** At most one primary and one secondary. */
  actions: v.pipe(v.array(v.object({ label: label, action: noticeAction })), v.maxLength(2)),
  /** Set while a retry is on its way: the whole wait and what is left of it. */
  retry: v.optional(v.object({ waitMs: milliseconds, leftMs: milliseconds })),
});

const savingAction = v.picklist(['save-again', 'keep-as-new', 'export']);

/** Says as long as it is so that the conversation is not saved. All texts are in the user's language. */
const savingNotice = v.object({
  severity: v.picklist(['error', 'warning']),
  title: label,
  text: label,
  actions: v.pipe(v.array(v.object({ label: label, action: savingAction })), v.maxLength(2)),
});

/** What the vendor reported, and what we measured. Absent where unknown. */
const answerMeta = v.object({
  inputTokens: v.optional(count),
  outputTokens: v.optional(count),
  cachedTokens: v.optional(count),
  /** In words, currency included, where the price is known. */
  cost: v.optional(label),
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
        text: label,
        action: v.optional(v.object({ label: label, action: noticeAction })),
      }),
    ),
  }),
  v.object({ state: v.literal('stopped'), meta: answerMeta }),
  v.object({ state: v.literal('failed'), meta: answerMeta, notice }),
]);

/** Something the answer rests on; `number` is how its text refers to it. */
const source = v.object({
  title: label,
  number: v.optional(count),
  /** One that is too long to be opened is none. */
  url: v.fallback(v.optional(webAddress), undefined),
  snippet: v.optional(label),
});

/** Questions that the vendor proposes; a click asks one. */
const suggestions = v.object({ purpose: v.picklist(['clarify', 'related']), items: list(label) });

/** A sentence of ours about what the vendor said beside the answer, with what can be done. */
const vendorNotice = v.object({
  text: label,
  action: v.optional(v.object({ label: label, action: noticeAction })),
});

/** What an answer has beside its text. */
const extras = v.object({
  sources: list(source),
  suggestions: list(suggestions),
  notices: list(vendorNotice),
});

const question = v.object({
  role: v.literal('question'),
  id,
  text: turnText,
  attachments: list(attachment),
  branch: v.optional(branch),
});

const answer = v.object({
  role: v.literal('answer'),
  id,
  /** The label of the model that was asked. */
  model: label,
  branch: v.optional(branch),
  /** What was not sent along, in a sentence. */
  leftOut: v.optional(label),
  text: turnText,
  reasoning: turnText,
  /** How long the model reasoned; while it does: so far. */
  reasoningMs: v.optional(milliseconds),
  extras,
  status: answerStatus,
});

const turn = v.variant('role', [question, answer]);
const turns = v.pipe(v.array(turn), v.maxLength(1000));

const vendorRow = v.object({
  vendor: id,
  label: label,
  /** The default model's label. */
  model: label,
  key: v.picklist(['missing', 'stored', 'environment']),
});

const modelState = v.object({
  vendorLabel: label,
  modelLabel: label,
  key: v.picklist(['missing', 'stored', 'environment']),
  thinking: v.picklist(['none', 'optional', 'always', 'unknown']),
  webSearch: v.boolean(),
  images: v.boolean(),
  /** What is set for it, in words: `0.6`; absent where the vendor's own value holds. */
  temperature: v.optional(label),
  /** The most characters of one question, where the API counts those. */
  maxInputCharacters: v.optional(count),
  /** Tokens the next request would need, estimated, and the model's window; absent for an unknown model. */
  window: v.optional(v.object({ used: count, size: count })),
});

/** A command that may stand at the beginning of a question: `/explain`. */
const slashCommand = v.object({
  /** Without the slash. */
  name: label,
  description: label,
  /** The user's own, from the settings. */
  own: v.boolean(),
});

/** Something that can be attached; `id` is the host's and holds until the next search. */
const contextItem = v.object({
  id: v.pipe(v.string(), v.maxLength(4096)),
  /** A codicon's name. */
  icon: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,64}$/)),
  label: label,
  /** Where it is: a folder, a file and line, a number of lines. */
  detail: label,
});

/** A conversation in the list. */
const historyRow = v.object({
  id,
  title: label,
  /** The label of the model that answered last. */
  model: label,
  /** Questions and answers. */
  count,
  updatedAt: moment,
  pinned: v.boolean(),
  /** The name of the folder it belongs to; empty where none was open. */
  workspace: label,
  /** Whether that is the folder of this window. */
  here: v.boolean(),
  /** Whether an answer is being written. */
  busy: v.boolean(),
  /** Whether this view shows it. */
  current: v.boolean(),
  /** The text around what was searched for, if it is not in the title. */
  excerpt: v.optional(label),
});

const checkState = v.picklist(['running', 'ok', 'warning', 'error', 'skipped']);

/** What was found out about the connection to an API. All texts are in the user's language and hold nothing secret. */
const diagnosisGroup = v.object({
  id,
  label: label,
  state: checkState,
  rows: list(
    v.object({
      /** What was looked at: unique within the group. */
      check: id,
      state: checkState,
      label: label,
      /** Empty as long as it is being looked at. */
      text: label,
      /** What to do about it. */
      hint: v.optional(label),
      /** The vendor's own words and ids, in one line. */
      code: v.optional(label),
    }),
  ),
});

const hostEvent = v.variant('type', [
  /** A whole snapshot; the answer to `ready`. Whatever the view showed before is void. */
  v.object({
    type: v.literal('state'),
    conversation: id,
    /** The number that the next `delta` carries. */
    nextSequence: count,
    /** The view's own texts in the user's language, by the keys of strings.ts. */
    strings: v.record(v.string(), label),
    /** The end of the conversation. */
    turns,
    /** Whether there are turns before those. */
    earlier: v.boolean(),
    queued: list(label),
    /** Null while the conversation is saved. */
    saving: v.nullable(savingNotice),
    attachments: list(attachment),
    /** Null until a vendor has a key. */
    model: v.nullable(modelState),
    vendors: list(vendorRow),
    slashCommands: list(slashCommand),
    /** Whether instructions or commands of the workspace are left out because it is not trusted. */
    restricted: v.boolean(),
    /** What sends a question; the other one of Enter and Ctrl+Enter makes a new line. */
    sendWith: v.picklist(['enter', 'ctrlEnter']),
  }),
  /** Turns that come before those the view has, in the order of the conversation. */
  v.object({ type: v.literal('earlier'), turns, earlier: v.boolean() }),
  /** A question was accepted, new or edited. Turns that the view shows after `after` (null: all) make way for its two. */
  v.object({ type: v.literal('begin'), after: v.nullable(id), question, answer }),
  /** The turns after `after` (null: all) are others: another branch, a turn less, an answer that is asked for anew. */
  v.object({ type: v.literal('branch'), after: v.nullable(id), turns }),
  /**
   * What has come of an answer since the last frame, to be put behind what is there. A gap in `sequence` means: ask for
   * the state again.
   */
  v.object({
    type: v.literal('delta'),
    sequence: count,
    id,
    reasoning: v.optional(turnText),
    text: v.optional(turnText),
    /** The text follows so many UTF-16 code units of what is there; the rest is taken back. Absent: it follows all. */
    from: v.optional(count),
    sources: v.optional(list(source)),
    suggestions: v.optional(list(suggestions)),
    notices: v.optional(list(vendorNotice)),
    /** What the model is doing now. */
    state: v.optional(v.picklist(['reasoning', 'answering'])),
    reasoningMs: v.optional(milliseconds),
  }),
  v.object({
    type: v.literal('status'),
    id,
    reasoningMs: v.optional(milliseconds),
    status: answerStatus,
    /** What was not sent along, in a sentence. */
    leftOut: v.optional(label),
  }),
  /** The last answer is thrown away to be asked for again. */
  v.object({ type: v.literal('restart'), id, answer }),
  v.object({ type: v.literal('queue'), queued: list(label) }),
  /** Whether the conversation is saved has changed. */
  v.object({ type: v.literal('saving'), notice: v.nullable(savingNotice) }),
  /** Text that goes back into the composer, before what stands there: queued questions that are not asked any more. */
  v.object({ type: v.literal('draft'), text: turnText }),
  /** A question that stood in the composer was asked in other words, as a command is. */
  v.object({ type: v.literal('accepted'), text: turnText }),
  v.object({ type: v.literal('attachments'), attachments: list(attachment) }),
  v.object({ type: v.literal('model'), model: v.nullable(modelState), vendors: list(vendorRow) }),
  v.object({ type: v.literal('focus') }),
  /** The answer to `search-context` of the same `request`. */
  v.object({
    type: v.literal('context'),
    request: count,
    groups: list(v.object({ label: label, items: list(contextItem) })),
  }),
  /** Which of the paths asked for with `find-paths` are files of the workspace. */
  v.object({ type: v.literal('paths'), found: list(label) }),
  /** Shows the list of conversations, the diagnosis, or the conversation again. */
  v.object({ type: v.literal('page'), page: v.picklist(['chat', 'diagnosis', 'history']) }),
  /** All that is known so far of the connections. */
  v.object({
    type: v.literal('diagnosis'),
    state: v.picklist(['running', 'done', 'stopped']),
    /** What is done, and what it costs. */
    intro: label,
    surroundings: list(label),
    groups: list(diagnosisGroup),
    /** How it went; empty while it runs. */
    summary: label,
    /** The whole as Markdown, to be copied. */
    report: label,
  }),
  /** The answer to `search-history`, and again whenever it has changed. */
  v.object({
    type: v.literal('history'),
    query: label,
    rows: list(historyRow, 100_000),
    /** How many conversations there are in all. */
    total: count,
  }),
]);

const codeAction = v.picklist(['insert', 'replace', 'new-file', 'apply', 'run']);
const query = v.pipe(v.string(), v.maxLength(longestQuery));
/** Relative to the workspace or absolute; `:line` may follow. */
const path = v.pipe(v.string(), v.maxLength(longestMentionedPath));

const viewIntention = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  /** Something went wrong in the view. Nothing of the conversation is in it. */
  v.object({
    type: v.literal('fault'),
    /** What: an error, a promise that failed, a message that is not of the protocol, something that the page may not do. */
    kind: v.picklist(['error', 'rejection', 'message', 'policy']),
    /** The name of the error's class, the place in a message, the name of a rule. */
    name: v.pipe(v.string(), v.regex(/^[\w.\- ]{0,128}$/)),
    /** Where in the view's script, from 1. */
    line: v.optional(count),
    column: v.optional(count),
  }),
  v.object({
    type: v.literal('send'),
    text: longText,
    /** A question that a model proposed: it cannot be a command, which would take code along. */
    proposed: v.optional(v.boolean()),
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
  v.object({ type: v.literal('copy'), text: turnText }),
  /** A button of a code block. `path` is what the block says it is for. */
  v.object({
    type: v.literal('code'),
    action: codeAction,
    answer: id,
    code: longText,
    language: v.optional(v.pipe(v.string(), v.maxLength(1024))),
    path: v.optional(path),
  }),
  v.object({ type: v.literal('open-link'), url: webAddress }),
  v.object({ type: v.literal('open-attachment'), id }),
  v.object({ type: v.literal('remove-attachment'), id }),
  /** Which of these paths exist is answered with `paths`. */
  v.object({ type: v.literal('find-paths'), paths: v.pipe(v.array(path), v.maxLength(mostMentionedPaths)) }),
  v.object({ type: v.literal('open-path'), path }),
  v.object({ type: v.literal('search-context'), request: count, query }),
  v.object({ type: v.literal('attach-context'), id: v.pipe(v.string(), v.maxLength(4096)) }),
  /** Files and folders that were dropped, as URIs. */
  v.object({
    type: v.literal('attach-uris'),
    uris: v.pipe(v.array(v.pipe(v.string(), v.maxLength(longestDropped))), v.maxLength(mostDropped)),
  }),
  /** A picture that was pasted or dropped. */
  v.object({
    type: v.literal('attach-image'),
    name: v.pipe(v.string(), v.maxLength(255)),
    mediaType: v.pipe(v.string(), v.maxLength(64)),
    /** Base64. */
    data: v.pipe(v.string(), v.maxLength(Math.ceil((mostImageBytes * 4) / 3) + 4)),
  }),
  v.object({ type: v.literal('attach-selection') }),
  v.object({ type: v.literal('explain-selection') }),
  v.object({ type: v.literal('choose-model') }),
  /** The options of the chosen model, temperature first. */
  v.object({ type: v.literal('choose-options') }),
  v.object({ type: v.literal('add-key'), vendor: id }),
  /** A click on a notice's button; `id` is the answer it stands under. */
  v.object({ type: v.literal('act'), id, action: noticeAction }),
  /** A click on a button of what says that the conversation is not saved. */
  v.object({ type: v.literal('saving'), action: savingAction }),
  v.object({ type: v.literal('search-history'), query }),
  /** Whether the keyboard is in the view; VS Code does not tell. */
  v.object({ type: v.literal('focused'), focused: v.boolean() }),
  /** The list is not shown any more. */
  v.object({ type: v.literal('leave-history') }),
  /** Looks at the connections anew. */
  v.object({ type: v.literal('diagnose') }),
  v.object({ type: v.literal('stop-diagnosis') }),
  /** The diagnosis is not shown any more. */
  v.object({ type: v.literal('leave-diagnosis') }),
  v.object({ type: v.literal('new-chat') }),
  v.object({ type: v.literal('open-conversation'), id, place: v.picklist(['here', 'editor']) }),
  v.object({
    type: v.literal('rename-conversation'),
    id,
    title: v.pipe(v.string(), v.maxLength(longestGivenTitle)),
  }),
  v.object({ type: v.literal('pin-conversation'), id, pinned: v.boolean() }),
  v.object({ type: v.literal('delete-conversation'), id }),
  v.object({ type: v.literal('export-conversation'), id }),
  v.object({ type: v.literal('export-all') }),
  v.object({ type: v.literal('import') }),
]);

export type Source = v.InferOutput<typeof source>;
export type DiagnosisGroup = v.InferOutput<typeof diagnosisGroup>;
export type Suggestions = v.InferOutput<typeof suggestions>;
export type VendorNotice = v.InferOutput<typeof vendorNotice>;
export type Extras = v.InferOutput<typeof extras>;
export type Attachment = v.InferOutput<typeof attachment>;
export type Branch = v.InferOutput<typeof branch>;
export type CodeAction = v.InferOutput<typeof codeAction>;
export type ContextItem = v.InferOutput<typeof contextItem>;
export type HistoryRow = v.InferOutput<typeof historyRow>;
export type SlashCommand = v.InferOutput<typeof slashCommand>;
export type SavingNotice = v.InferOutput<typeof savingNotice>;
export type SavingAction = v.InferOutput<typeof savingAction>;
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

/**
 * What is wrong with a message that is not of the protocol, as `state.turns.0.text max_length`: names of ours alone,
 * nothing of what is in it.
 */
export function describeFault(message: unknown, side: 'host' | 'view'): string {
  const { issues } = v.safeParse(side === 'host' ? hostEvent : viewIntention, message);
  const [issue] = issues ?? [];
  const type = messageTypes.find((known) => known === (message as { type?: unknown } | null)?.type);
  const path = issue?.path?.map(({ key }) => key) ?? [];
  // What stands in a record is anybody's.
  const keys = path.map((key, index) => (path[index - 1] === 'strings' ? 'key' : key));
  return `${[type ?? 'unknown', ...keys].join('.')} ${issue?.type}`;
}

const messageTypes: readonly string[] = [...hostEvent.options, ...viewIntention.options].map(
  ({ entries }) => entries.type.literal,
);
