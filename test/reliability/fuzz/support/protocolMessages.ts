import fc from 'fast-check';
import { lastMoment } from '../../../../src/chat/moment.ts';
import type {
  Answer,
  AnswerStatus,
  Attachment,
  Extras,
  HostEvent,
  ModelState,
  Notice,
  Question,
  Turn,
  ViewIntention,
} from '../../../../src/shared/protocol.ts';
import { viewStrings } from '../../../../src/shared/strings.ts';
import { mutatedText } from './mutate.ts';
import { markdownPieces, realMarkdown } from './realMarkdown.ts';

/* Valid messages of both sides. Few ids, so that many messages are about something that is there. */

const id = fc.constantFrom('q1', 'a1', 'q2', 'a2', 'q3', 'a3', 'constructor', '__proto__', '');
const markdown = mutatedText(realMarkdown, markdownPieces).map((text) => text.slice(0, 1500));
const short = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('GLM', '智谱', 'src/a.ts', 'a\u202eb', '<b>', '\ud83d', '\n', '', ' '),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 20, unit: 'binary' }) },
);
const count = fc.oneof({ weight: 4, arbitrary: fc.nat(9) }, { weight: 1, arbitrary: fc.maxSafeNat() });
const ms = fc.oneof(count, fc.double({ min: 0, max: 1e9, noNaN: true }), fc.constant(Number.MAX_VALUE));
const action = fc.constantFrom(
  ...([
    'add-key',
    'choose-model',
    'continue',
    'edit-key',
    'new-chat',
    'open-options',
    'retry',
    'show-log',
  ] as const),
);
const button = fc.record({ label: short, action });

/** The same record with every one of these members, or without it. */
function some<Values extends Record<string, unknown>>(
  members: {
    [Name in keyof Values]: fc.Arbitrary<Values[Name]>;
  },
): fc.Arbitrary<Partial<Values>> {
  return fc.record(members, { requiredKeys: [] }) as fc.Arbitrary<Partial<Values>>;
}

const attachment: fc.Arbitrary<Attachment> = fc
  .tuple(
    fc.record({
      id: fc.constantFrom('t1', 't2', 't3'),
      kind: fc.constantFrom(
        ...([
          'selection',
          'symbol',
          'block',
          'file',
          'folder',
          'problems',
          'terminal',
          'changes',
          'image',
        ] as const),
        ...(['instructions'] as const),
      ),
      name: short,
      path: short,
    }),
    some({
      startLine: count,
      endLine: count,
      picture: fc.constantFrom('data:image/png;base64,iVBORw0KGgo=', 'data:image/png;base64,'),
      suggested: fc.boolean(),
    }),
  )
  .map(([all, more]) => ({ ...all, ...more }));

const notice: fc.Arbitrary<Notice> = fc
  .tuple(
    fc.record({
      severity: fc.constantFrom(...(['error', 'warning', 'info'] as const)),
      title: short,
      text: short,
      actions: fc.array(button, { maxLength: 2 }),
    }),
    some({ code: short, retry: fc.record({ waitMs: ms, leftMs: ms }) }),
  )
  .map(([all, more]) => ({ ...all, ...more }));

const meta = some({
  inputTokens: count,
  outputTokens: count,
  cachedTokens: count,
  cost: short,
  firstTokenMs: ms,
  totalMs: ms,
});

const status: fc.Arbitrary<AnswerStatus> = fc.oneof(
  fc.constantFrom<AnswerStatus>({ state: 'waiting' }, { state: 'reasoning' }, { state: 'answering' }),
  fc.record({ state: fc.constant('retrying' as const), notice }),
  fc.record({ state: fc.constant('stopped' as const), meta }),
  fc.record({ state: fc.constant('failed' as const), meta, notice }),
  fc.tuple(meta, fc.option(fc.tuple(short, fc.option(button, { nil: undefined })), { nil: undefined })).map(
    ([each, cut]): AnswerStatus => ({
      state: 'done',
      meta: each,
      ...(cut && { cut: { text: cut[0], ...(cut[1] && { action: cut[1] }) } }),
    }),
  ),
);

const extraLists = {
  sources: fc.array(
    fc
      .tuple(
        short,
        some({
          number: count,
          url: fc.constantFrom('https://example.com/', 'javascript:alert(1)', 'command:x', ''),
          snippet: short,
        }),
      )
      .map(([title, more]) => ({ title, ...more })),
    { maxLength: 4 },
  ),
  suggestions: fc.array(
    fc.record({
      purpose: fc.constantFrom(...(['clarify', 'related'] as const)),
      items: fc.array(short, { maxLength: 3 }),
    }),
    { maxLength: 2 },
  ),
  notices: fc.array(
    fc.tuple(short, fc.option(button)).map(([text, each]) => ({ text, ...(each && { action: each }) })),
    { maxLength: 2 },
  ),
};
const extras: fc.Arbitrary<Extras> = fc.record(extraLists);

const branch = some({ branch: fc.record({ index: count, count }) });

const question: fc.Arbitrary<Question> = fc
  .tuple(
    fc.record({
      role: fc.constant('question' as const),
      id: fc.constantFrom('q1', 'q2', 'q3'),
      text: markdown,
      attachments: fc.array(attachment, { maxLength: 2 }),
    }),
    branch,
  )
  .map(([all, more]) => ({ ...all, ...more }));

const answer: fc.Arbitrary<Answer> = fc
  .tuple(
    fc.record({
      role: fc.constant('answer' as const),
      id: fc.constantFrom('a1', 'a2', 'a3'),
      model: short,
      text: markdown,
      reasoning: markdown,
      extras,
      status,
    }),
    branch,
    some({ leftOut: short, reasoningMs: ms }),
  )
  .map(([all, more, rest]) => ({ ...all, ...more, ...rest }));

/** Turns in any order, with ids that may be there twice: whoever sends them may be wrong. */
const turns: fc.Arbitrary<Turn[]> = fc.array(fc.oneof(question, answer), { maxLength: 5 });

const model: fc.Arbitrary<ModelState> = fc
  .tuple(
    fc.record({
      vendorLabel: short,
      modelLabel: short,
      key: fc.constantFrom(...(['missing', 'stored', 'environment'] as const)),
      thinking: fc.constantFrom(...(['none', 'optional', 'always', 'unknown'] as const)),
      webSearch: fc.boolean(),
      images: fc.boolean(),
    }),
    some({ temperature: short, maxInputCharacters: count, window: fc.record({ used: count, size: count }) }),
  )
  .map(([all, more]) => ({ ...all, ...more }));

const vendors = fc.array(
  fc.record({
    vendor: fc.constantFrom('zhipu', 'qianfan'),
    label: short,
    model: short,
    key: fc.constantFrom(...(['missing', 'stored', 'environment'] as const)),
  }),
  { maxLength: 3 },
);
const attachments = fc.array(attachment, { maxLength: 3 });
const after = fc.option(id);

const saving = fc.option(
  fc.record({
    severity: fc.constantFrom(...(['error', 'warning'] as const)),
    title: short,
    text: short,
    actions: fc.array(
      fc.record({
        label: short,
        action: fc.constantFrom(...(['save-again', 'keep-as-new', 'export'] as const)),
      }),
      { maxLength: 2 },
    ),
  }),
);

const state: fc.Arbitrary<HostEvent> = fc.record({
  type: fc.constant('state' as const),
  conversation: fc.constantFrom('c1', 'c2'),
  nextSequence: fc.nat(3),
  strings: fc.constantFrom<Record<string, string>>({}, { ...viewStrings }, { send: '发送' }),
  turns,
  earlier: fc.boolean(),
  queued: fc.array(short, { maxLength: 3 }),
  saving,
  attachments,
  model: fc.option<ModelState>(model),
  vendors,
  restricted: fc.boolean(),
  slashCommands: fc.array(fc.record({ name: short, description: short, own: fc.boolean() }), {
    maxLength: 3,
  }),
  sendWith: fc.constantFrom(...(['enter', 'ctrlEnter'] as const)),
});

const historyRow = fc
  .tuple(
    fc.record({
      id: fc.constantFrom('c1', 'c2', 'c3'),
      title: short,
      model: short,
      count,
      updatedAt: fc.oneof(fc.integer({ min: 0, max: 2e12 }), fc.integer({ min: 0, max: lastMoment })),
      pinned: fc.boolean(),
      workspace: short,
      here: fc.boolean(),
      busy: fc.boolean(),
      current: fc.boolean(),
    }),
    some({ excerpt: short }),
  )
  .map(([all, more]) => ({ ...all, ...more }));

const delta: fc.Arbitrary<HostEvent> = fc
  .tuple(
    fc.nat(6),
    fc.constantFrom('a1', 'a2', 'a3', 'q1', '__proto__'),
    some({
      text: markdown,
      reasoning: markdown,
      from: fc.nat(40),
      ...extraLists,
      state: fc.constantFrom(...(['reasoning', 'answering'] as const)),
      reasoningMs: ms,
    }),
  )
  .map(([sequence, about, more]) => ({ type: 'delta', sequence, id: about, ...more }));

const checkState = fc.constantFrom(...(['running', 'ok', 'warning', 'error', 'skipped'] as const));
const checkRows = fc.array(
  fc.record(
    { check: short, state: checkState, label: short, text: short, hint: short, code: short },
    { requiredKeys: ['check', 'state', 'label', 'text'] },
  ),
  { maxLength: 4 },
);

const anyHostEvent: fc.Arbitrary<HostEvent> = fc.oneof(
  { weight: 6, arbitrary: delta },
  { weight: 3, arbitrary: state },
  {
    weight: 3,
    arbitrary: fc.record({ type: fc.constant('begin' as const), after, question, answer }),
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('branch' as const), after, turns }) },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('earlier' as const), turns, earlier: fc.boolean() }),
  },
  {
    weight: 4,
    arbitrary: fc
      .tuple(id, status, some({ reasoningMs: ms, leftOut: short }))
      .map(([about, each, more]): HostEvent => ({ type: 'status', id: about, status: each, ...more })),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('restart' as const), id, answer }) },
  fc.record({ type: fc.constant('saving' as const), notice: saving }),
  fc.record({ type: fc.constant('queue' as const), queued: fc.array(short, { maxLength: 3 }) }),
  fc.record({ type: fc.constantFrom(...(['draft', 'accepted'] as const)), text: short }),
  fc.record({ type: fc.constant('attachments' as const), attachments }),
  fc.record({ type: fc.constant('model' as const), model: fc.option(model), vendors }),
  fc.constant<HostEvent>({ type: 'focus' }),
  fc.record({
    type: fc.constant('context' as const),
    request: fc.nat(4),
    groups: fc.array(
      fc.record({
        label: short,
        items: fc.array(
          fc.record({
            id: short,
            icon: fc.constantFrom('file', 'symbol-class'),
            label: short,
            detail: short,
          }),
          { maxLength: 3 },
        ),
      }),
      { maxLength: 2 },
    ),
  }),
  fc.record({ type: fc.constant('paths' as const), found: fc.array(short, { maxLength: 3 }) }),
  fc.record({
    type: fc.constant('page' as const),
    page: fc.constantFrom(...(['chat', 'diagnosis', 'history'] as const)),
  }),
  fc.record({
    type: fc.constant('diagnosis' as const),
    state: fc.constantFrom(...(['running', 'done', 'stopped'] as const)),
    intro: short,
    surroundings: fc.array(short, { maxLength: 2 }),
    groups: fc.array(fc.record({ id: short, label: short, state: checkState, rows: checkRows }), {
      maxLength: 3,
    }),
    summary: short,
    report: short,
  }),
  fc.record({
    type: fc.constant('history' as const),
    query: short,
    rows: fc.array(historyRow, { maxLength: 4 }),
    total: count,
  }),
);

/** What the host may say, as it arrives. */
export const hostEvent: fc.Arbitrary<HostEvent> = anyHostEvent.map((event) => structuredClone(event));

const intentions: { readonly [Type in ViewIntention['type']]: Extract<ViewIntention, { type: Type }> } = {
  ready: { type: 'ready' },
  send: { type: 'send', text: 'Why?', thinking: true, webSearch: false },
  edit: { type: 'edit', id: 'q1', text: 'Why not?' },
  regenerate: { type: 'regenerate', id: 'a1', choose: false },
  'show-alternative': { type: 'show-alternative', id: 'a1', step: -1 },
  'delete-turn': { type: 'delete-turn', id: 'q1' },
  'load-earlier': { type: 'load-earlier' },
  stop: { type: 'stop' },
  unqueue: { type: 'unqueue', index: 0 },
  copy: { type: 'copy', text: 'let a;' },
  code: { type: 'code', action: 'apply', answer: 'a1', code: 'let a;\n', language: 'ts', path: 'src/a.ts' },
  'open-link': { type: 'open-link', url: 'https://example.com' },
  'open-attachment': { type: 'open-attachment', id: 't1' },
  'remove-attachment': { type: 'remove-attachment', id: 't1' },
  'find-paths': { type: 'find-paths', paths: ['src/a.ts', 'src/b.ts:3'] },
  'open-path': { type: 'open-path', path: 'src/a.ts:3' },
  'search-context': { type: 'search-context', request: 1, query: 'a' },
  'attach-context': { type: 'attach-context', id: 'file:src/a.ts' },
  'attach-uris': { type: 'attach-uris', uris: ['file:///w/src/a.ts'] },
  'attach-image': { type: 'attach-image', name: 'a.png', mediaType: 'image/png', data: 'iVBORw0KGgo=' },
  'attach-selection': { type: 'attach-selection' },
  'explain-selection': { type: 'explain-selection' },
  'choose-model': { type: 'choose-model' },
  'choose-options': { type: 'choose-options' },
  'add-key': { type: 'add-key', vendor: 'zhipu' },
  act: { type: 'act', id: 'a1', action: 'retry' },
  saving: { type: 'saving', action: 'save-again' },
  'search-history': { type: 'search-history', query: 'why' },
  focused: { type: 'focused', focused: true },
  'leave-history': { type: 'leave-history' },
  diagnose: { type: 'diagnose' },
  'stop-diagnosis': { type: 'stop-diagnosis' },
  'leave-diagnosis': { type: 'leave-diagnosis' },
  'new-chat': { type: 'new-chat' },
  'open-conversation': { type: 'open-conversation', id: 'c1', place: 'here' },
  'rename-conversation': { type: 'rename-conversation', id: 'c1', title: 'Another' },
  'pin-conversation': { type: 'pin-conversation', id: 'c1', pinned: true },
  'delete-conversation': { type: 'delete-conversation', id: 'c1' },
  'export-conversation': { type: 'export-conversation', id: 'c1' },
  'export-all': { type: 'export-all' },
  import: { type: 'import' },
  fault: { type: 'fault', kind: 'error', name: 'TypeError', line: 3, column: 14 },
};

/** Messages of the view as it really posts them, one of each kind. */
export const realIntentions: readonly ViewIntention[] = Object.values(intentions);
