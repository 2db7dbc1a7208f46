import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describeFault, parseHostEvent, parseViewIntention } from '../../../src/shared/protocol.ts';
import { answer, question, state } from '../webview/fakes.ts';

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
      {
        type: 'context',
        request: 0,
        groups: [{ label: '', items: [{ id: '', icon: 'x hidden', label: '', detail: '' }] }],
      },
    ];
    for (const event of events) assert.equal(parseHostEvent(event), undefined, JSON.stringify(event));
  });

  it('cuts what is only shown, and keeps the rest', () => {
    const url = `https://e.co/${'x'.repeat(9000)}`;
    const sources = Array.from({ length: 5000 }, () => ({ title: 'x'.repeat(50_000), url }));
    const extras = { sources, suggestions: [], notices: [] };
    const event = parseHostEvent({ type: 'extras', id: 'a', extras });
    assert.ok(event?.type === 'extras');
    assert.equal(event.extras.sources.length, 1000);
    assert.equal(event.extras.sources[0]?.title.length, 10_000);
    assert.equal(event.extras.sources[0]?.url, undefined);
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
  });
});
