import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type AnswerStatus,
  type Attachment,
  describeFault,
  type HostEvent,
  parseHostEvent,
  parseViewIntention,
  type ViewIntention,
} from '../../../src/shared/protocol.ts';
import { answer, attachment, question, state } from '../webview/fakes.ts';

const noticeActions = [
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
] as const;

const attachmentKinds = [
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
] as const;

/** What nobody should send, whatever the type says. */
const misshapen: readonly unknown[] = [
  null,
  undefined,
  0,
  'ready',
  [],
  [{ type: 'ready' }],
  {},
  { type: null },
  { type: 'unknown' },
  { type: '__proto__' },
  { type: 'constructor' },
  { type: ['ready'] },
  { type: { toString: () => 'ready' } },
  JSON.parse('{"__proto__":{"type":"ready"}}'),
];

function nested(depth: number): unknown {
  let value: unknown = 'x';
  for (let count = 0; count < depth; count += 1) value = [value];
  return value;
}

describe('protocol', () => {
  it('takes a snapshot and every shape of answer in it', () => {
    const event = state({ turns: [question, answer({ text: 'x', status: { state: 'done', meta: {} } })] });
    assert.deepEqual(parseHostEvent(event), event);
  });

  it('takes every intention as it is', () => {
    const intentions: readonly ViewIntention[] = [
      { type: 'ready' },
      { type: 'fault', kind: 'message', name: 'state.turns.0.text max_length', line: 1, column: 2 },
      { type: 'fault', kind: 'policy', name: 'script-src-elem' },
      { type: 'fault', kind: 'rejection', name: '' },
      { type: 'fault', kind: 'error', name: 'x'.repeat(128) },
      { type: 'send', text: 'Why?', proposed: true, thinking: false, webSearch: true },
      { type: 'edit', id: 'a', text: 'Why?', thinking: true, webSearch: false },
      { type: 'regenerate', id: 'a', choose: true },
      { type: 'show-alternative', id: 'a', step: -1 },
      { type: 'show-alternative', id: 'a', step: 1 },
      { type: 'delete-turn', id: 'a' },
      { type: 'load-earlier' },
      { type: 'stop' },
      { type: 'unqueue', index: 0 },
      { type: 'copy', text: 'x' },
      { type: 'code', action: 'insert', answer: 'a', code: 'x', language: 'ts', path: 'a.ts:3' },
      ...(['replace', 'new-file', 'apply', 'run'] as const).map(
        (action): ViewIntention => ({ type: 'code', action, answer: 'a', code: 'x' }),
      ),
      { type: 'open-link', url: 'https://a.example' },
      { type: 'open-attachment', id: 'a' },
      { type: 'remove-attachment', id: 'a' },
      { type: 'find-paths', paths: ['a.ts', 'b.ts'] },
      { type: 'open-path', path: 'a.ts' },
      { type: 'search-context', request: 1, query: 'a' },
      { type: 'attach-context', id: 'file:///a' },
      { type: 'attach-uris', uris: ['file:///a', 'file:///b'] },
      { type: 'attach-image', name: 'a.png', mediaType: 'image/png', data: 'AAAA' },
      { type: 'attach-selection' },
      { type: 'explain-selection' },
      { type: 'choose-model' },
      { type: 'choose-options' },
      { type: 'add-key', vendor: 'zhipu' },
      ...noticeActions.map((action): ViewIntention => ({ type: 'act', id: 'a', action })),
      { type: 'search-history', query: 'a' },
      { type: 'saving', action: 'keep-as-new' },
      { type: 'focused', focused: false },
      { type: 'leave-history' },
      { type: 'diagnose' },
      { type: 'stop-diagnosis' },
      { type: 'leave-diagnosis' },
      { type: 'new-chat' },
      { type: 'open-conversation', id: 'a', place: 'here' },
      { type: 'open-conversation', id: 'a', place: 'editor' },
      { type: 'rename-conversation', id: 'a', title: 'A' },
      { type: 'pin-conversation', id: 'a', pinned: true },
      { type: 'delete-conversation', id: 'a' },
      { type: 'export-conversation', id: 'a' },
      { type: 'export-all' },
      { type: 'import' },
    ];
    for (const intention of intentions) assert.deepEqual(parseViewIntention(intention), intention);
  });

  it('takes every event as it is', () => {
    const button = { label: 'Again', action: 'retry' } as const;
    const notice = {
      severity: 'error',
      title: 'No',
      text: 'It failed.',
      code: '17',
      actions: [button],
    } as const;
    const meta = {
      inputTokens: 1,
      outputTokens: 2,
      cachedTokens: 3,
      cost: '¥1',
      firstTokenMs: 4,
      totalMs: 5,
    };
    const extras = {
      sources: [{ title: 'A', number: 1, url: 'https://a.example', snippet: 'x' }, { title: 'B' }],
      suggestions: [
        { purpose: 'clarify' as const, items: ['Which?'] },
        { purpose: 'related' as const, items: [] },
      ],
      notices: [{ text: 'Soon gone.', action: button }, { text: 'Well.' }],
    };
    const statuses: readonly AnswerStatus[] = [
      { state: 'waiting' },
      { state: 'reasoning' },
      { state: 'answering' },
      {
        state: 'retrying',
        notice: { ...notice, severity: 'warning', actions: [], retry: { waitMs: 2, leftMs: 1 } },
      },
      { state: 'done', meta, cut: { text: 'Too long.', action: button } },
      { state: 'done', meta: {}, cut: { text: 'Too long.' } },
      { state: 'stopped', meta },
      { state: 'failed', meta, notice: { ...notice, severity: 'info', actions: [button, button] } },
    ];
    const attachments = attachmentKinds.map((kind): Attachment => ({ ...attachment, kind }));
    attachments.push({
      ...attachment,
      kind: 'image',
      picture: 'data:image/png;base64,AAAA',
      suggested: true,
    });
    const turns = [
      { ...question, attachments, branch: { index: 1, count: 2 } },
      answer({
        text: 'x',
        reasoning: 'y',
        reasoningMs: 1,
        extras,
        branch: { index: 2, count: 2 },
        leftOut: 'a',
      }),
      ...statuses.map((status) => answer({ status })),
    ];
    const vendors = (['missing', 'stored', 'environment'] as const).map((key) => ({
      vendor: 'zhipu',
      label: 'Zhipu',
      model: 'GLM',
      key,
    }));
    const models = (['none', 'optional', 'always', 'unknown'] as const).flatMap((thinking) =>
      vendors.map(({ key }) => ({
        vendorLabel: 'Zhipu',
        modelLabel: 'GLM',
        key,
        thinking,
        webSearch: true,
        images: false,
        temperature: '0.6',
        maxInputCharacters: 8000,
        window: { used: 1, size: 2 },
      })),
    );
    const row = {
      id: 'a',
      title: 'A',
      model: 'GLM',
      count: 2,
      updatedAt: 8.64e15,
      pinned: true,
      workspace: '',
      here: false,
      busy: true,
      current: false,
    };
    const checks = (['running', 'ok', 'warning', 'error', 'skipped'] as const).map((state) => ({
      check: `check-${state}`,
      state,
      label: 'A',
      text: '',
      hint: 'Wait.',
      code: '17',
    }));
    const events: readonly HostEvent[] = [
      state({
        strings: { copy: 'Copy' },
        turns,
        earlier: true,
        queued: ['And?'],
        attachments,
        vendors,
        slashCommands: [{ name: 'explain', description: 'Explains', own: true }],
        restricted: true,
        sendWith: 'ctrlEnter',
      }),
      state({ model: null }),
      { type: 'earlier', turns, earlier: false },
      { type: 'begin', after: 'a', question, answer: answer() },
      { type: 'branch', after: null, turns },
      { type: 'delta', sequence: 0, id: 'a', reasoning: 'x', text: 'y' },
      {
        type: 'delta',
        sequence: 1,
        id: 'a',
        text: 'x',
        from: 3,
        ...extras,
        state: 'reasoning',
        reasoningMs: 5,
      },
      ...statuses.map((status): HostEvent => ({ type: 'status', id: 'a', status })),
      { type: 'status', id: 'a', reasoningMs: 1, status: { state: 'waiting' }, leftOut: 'b' },
      { type: 'restart', id: 'a', answer: answer() },
      { type: 'queue', queued: ['And?'] },
      { type: 'saving', notice: null },
      {
        type: 'saving',
        notice: { severity: 'error', title: 'x', text: 'y', actions: [{ label: 'z', action: 'save-again' }] },
      },
      { type: 'draft', text: 'And?' },
      { type: 'accepted', text: 'And?' },
      { type: 'attachments', attachments },
      ...models.map((model): HostEvent => ({ type: 'model', model, vendors })),
      { type: 'focus' },
      {
        type: 'context',
        request: 0,
        groups: [
          {
            label: 'Symbols',
            items: ['symbol-class', 'x', 'split-2', 'x'.repeat(64)].map((icon) => ({
              id: 'a',
              icon,
              label: 'A',
              detail: 'a.ts:3',
            })),
          },
        ],
      },
      { type: 'paths', found: ['a.ts'] },
      ...(['chat', 'diagnosis', 'history'] as const).map((page): HostEvent => ({ type: 'page', page })),
      ...(['running', 'done', 'stopped'] as const).map(
        (progress): HostEvent => ({
          type: 'diagnosis',
          state: progress,
          intro: 'Asks.',
          surroundings: ['VS Code'],
          groups: checks.map(({ state: found }) => ({ id: 'a', label: 'A', state: found, rows: checks })),
          summary: '',
          report: '# A',
        }),
      ),
      { type: 'history', query: 'a', rows: [row, { ...row, excerpt: 'a' }], total: 2 },
    ];
    for (const event of events) assert.deepEqual(parseHostEvent(event), event);
  });

  for (const parse of [parseHostEvent, parseViewIntention]) {
    it(`drops what is misshapen, and never throws (${parse.name})`, () => {
      for (const message of [...misshapen, nested(5000)]) assert.equal(parse(message), undefined);
      fc.assert(
        fc.property(fc.anything({ withNullPrototype: true, withSparseArray: true }), (message) => {
          assert.equal(parse(message), undefined);
        }),
      );
    });
  }

  it('drops intentions whose texts and lists are longer than any that is meant', () => {
    const long = (length: number) => 'x'.repeat(length);
    const intentions: readonly object[] = [
      { type: 'send', text: long(2_000_001) },
      { type: 'edit', id: long(65), text: 'x' },
      { type: 'regenerate', id: long(65), choose: false },
      { type: 'code', action: 'run', answer: 'a', code: long(2_000_001) },
      { type: 'code', action: 'run', answer: 'a', code: 'x', language: long(1025) },
      { type: 'code', action: 'run', answer: 'a', code: 'x', path: long(1025) },
      { type: 'code', action: 'delete', answer: 'a', code: 'x' },
      { type: 'open-link', url: long(8193) },
      { type: 'open-path', path: long(1025) },
      { type: 'find-paths', paths: Array(501).fill('a.ts') },
      { type: 'find-paths', paths: nested(3) },
      { type: 'attach-uris', uris: Array(101).fill('file:///x') },
      { type: 'attach-image', name: 'a', mediaType: 'image/png', data: long(14_000_001) },
      { type: 'search-history', query: long(1001) },
      { type: 'rename-conversation', id: 'a', title: long(201) },
      { type: 'unqueue', index: -1 },
      { type: 'unqueue', index: 0.5 },
      { type: 'unqueue', index: Number.NaN },
      { type: 'act', id: 'a', action: 'workbench.action.quit' },
      { type: 'fault', kind: 'error', name: 'words of the\nconversation' },
      { type: 'fault', kind: 'error', name: long(129) },
    ];
    for (const intention of intentions) assert.equal(parseViewIntention(intention), undefined);
  });

  it('drops events that would change something in a way that is not meant', () => {
    const events: readonly object[] = [
      { type: 'delta', sequence: -1, id: 'a', text: 'x' },
      { type: 'delta', sequence: Number.POSITIVE_INFINITY, id: 'a', text: 'x' },
      { type: 'delta', sequence: 0, id: 'a'.repeat(65), text: 'x' },
      { type: 'delta', sequence: 0, id: 'a', text: ['x'] },
      { type: 'branch', after: null, turns: Array(1001).fill(question) },
      { type: 'branch', after: null, turns: [{ ...question, role: 'system' }] },
      { type: 'page', page: 'constructor' },
      { type: 'status', id: 'a', status: { state: 'retrying' } },
      { type: 'status', id: 'a', reasoningMs: Number.POSITIVE_INFINITY, status: { state: 'waiting' } },
      {
        ...state(),
        attachments: [{ id: 'a', kind: 'image', name: '', path: '', picture: 'https://evil.example/x.png' }],
      },
      ...['x hidden', 'X', '', 'x'.repeat(65)].map((icon) => ({
        type: 'context',
        request: 0,
        groups: [{ label: '', items: [{ id: '', icon, label: '', detail: '' }] }],
      })),
    ];
    for (const event of events) assert.equal(parseHostEvent(event), undefined, JSON.stringify(event));
  });

  it('cuts what is only shown, and keeps the rest', () => {
    const url = `https://e.co/${'x'.repeat(9000)}`;
    const sources = Array.from({ length: 5000 }, () => ({ title: 'x'.repeat(50_000), url }));
    const event = parseHostEvent({ type: 'delta', sequence: 0, id: 'a', sources });
    assert.ok(event?.type === 'delta');
    assert.equal(event.sources?.length, 1000);
    assert.equal(event.sources?.[0]?.title.length, 10_000);
    assert.equal(event.sources?.[0]?.url, undefined);
  });

  it('takes no keys of objects’ prototypes', () => {
    const strings = JSON.parse('{"copy":"x","__proto__":"y","constructor":"z"}');
    const event = parseHostEvent(state({ strings }));
    assert.ok(event?.type === 'state');
    assert.deepEqual(Object.keys(event.strings), ['copy']);
    assert.equal(Object.getPrototypeOf(event.strings), Object.prototype);
  });

  it('says what is wrong with a message without anything that is in it', () => {
    const secret = 'secretWordsOfTheUser';
    const messages: readonly unknown[] = [
      secret,
      { type: secret },
      { type: 'send', text: { [secret]: secret } },
      { type: 'rename-conversation', id: 'a', title: secret.repeat(50) },
      { ...state(), strings: { [secret]: 1 } },
      { ...state(), turns: [{ ...question, text: 1, [secret]: secret }] },
    ];
    for (const message of messages) {
      for (const side of ['host', 'view'] as const) {
        const description = describeFault(message, side);
        assert.ok(!description.includes(secret), description);
        assert.match(description, /^[\w.\- ]{0,128}$/);
      }
    }
    assert.equal(
      describeFault({ type: 'rename-conversation', id: 'a', title: 'x'.repeat(201) }, 'view'),
      'rename-conversation.title max_length',
    );
    assert.equal(
      describeFault({ ...state(), turns: [{ ...question, text: 1 }] }, 'host'),
      'state.turns.0.text string',
    );
    assert.equal(describeFault({ ...state(), strings: { [secret]: 1 } }, 'host'), 'state.strings.key string');
    assert.equal(describeFault(secret, 'view'), 'unknown variant');
    assert.equal(describeFault({ type: 'page', page: 'none' }, 'host'), 'page.page picklist');
  });
});
