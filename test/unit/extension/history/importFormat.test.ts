import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Translate } from '../../../../src/chat/advice.ts';
import type { AnswerTurn, QuestionTurn, Turn } from '../../../../src/chat/conversation.ts';
import { parseExport } from '../../../../src/extension/history/importFormat.ts';
import { resultOf } from '../../../allSteps.ts';
import { answerTurn, codeAttachment, questionTurn } from '../../chat/conversationTurns.ts';

const translate: Translate = (text, values = {}) =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');

const base = { id: 'i', name: 'n', path: 'p' };
/** Everything that a question may have. */
const question: Required<QuestionTurn> = {
  ...questionTurn('q', null, 'Why?'),
  thinking: true,
  webSearch: false,
  attachments: [
    codeAttachment({ kind: 'selection', cell: 2, symbols: ['a', 'b'], imports: 'import', problems: 'none' }),
    codeAttachment({ kind: 'symbol' }),
    codeAttachment({ kind: 'block' }),
    codeAttachment({ kind: 'file' }),
    { ...base, kind: 'folder', uri: 'file:///w', language: 'text', text: 'a.ts', count: 1 },
    { ...base, kind: 'problems', language: 'text', text: 'none' },
    { ...base, kind: 'terminal', language: 'text', text: '$ ls', count: 1 },
    { ...base, kind: 'changes', uri: 'git:/w', language: 'diff', text: '+a' },
    { ...base, kind: 'image', mediaType: 'image/png', data: 'AA+/' },
  ],
};
/** Everything that an answer in a file of its own may have. */
const answer: Required<Omit<AnswerTurn, 'rewrites'>> = {
  ...answerTurn('a', 'q', 'So.'),
  replaces: 'a-0',
  respondent: { ...answerTurn('a', 'q', '').respondent, maxOutputTokens: 100 },
  reasoning: 'Hm',
  extras: {
    sources: [{ title: 'T', number: 1, url: 'https://a.example/', snippet: 's' }, { title: 'U' }],
    suggestions: [
      { purpose: 'clarify', items: ['one'] },
      { purpose: 'related', items: [] },
    ],
    notices: [
      { kind: 'clear-history', detail: '3' },
      { kind: 'sensitive' },
      { kind: 'hand-over' },
      { kind: 'no-answer' },
      { kind: 'unsupported' },
    ],
    vendorSession: 's-1',
  },
  status: {
    state: 'done',
    reason: 'stop',
    usage: { inputTokens: 1, outputTokens: 2, cachedTokens: 3, reasoningTokens: 4 },
  },
  reasoningMs: 1,
  firstTokenMs: 2,
  totalMs: 3,
  leftOut: { pairs: 2, cut: ['a.ts'] },
};
const failure = {
  kind: 'quota',
  message: 'no',
  details: { retryable: false, resetsAt: 'soon', status: 429, code: 'X', requestId: 'r' },
} as const;
const turns: readonly Turn[] = [
  question,
  answer,
  { ...answer, id: 'a2', status: { state: 'stopped' } },
  { ...answer, id: 'a3', status: { state: 'interrupted' } },
  { ...answer, id: 'a4', status: { state: 'failed', failure } },
];
const conversation = {
  id: 'c',
  title: 'T',
  createdAt: 1,
  pinned: true,
  workspace: { name: 'w', uri: 'file:///w' },
  turns,
  head: 'a',
  deleted: ['q9'],
};

type Path = readonly (string | number)[];

function written(one: unknown): string {
  return JSON.stringify({ format: 'hanlin-conversations', version: 1, conversations: [one] });
}

/** The places of all values in one that hold no others. */
function leavesOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]));
}

/** A copy with another value at a place. */
function changedAt(value: unknown, [key, ...rest]: Path, other: unknown): unknown {
  if (key === undefined) return other;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown>;
  copy[key] = changedAt(copy[key], rest, other);
  return copy;
}

describe('a file to be imported', () => {
  it('gives every member that is exported', () => {
    assert.deepEqual(resultOf(parseExport(written(conversation), translate)), [conversation]);
    const { pinned: _, workspace: __, head: ___, ...least } = conversation;
    assert.deepEqual(resultOf(parseExport(written(least), translate)), [least]);
  });

  it('is refused for any member of another type, and says which', () => {
    const leaves = leavesOf(conversation);
    assert.ok(leaves.length > 200, String(leaves.length));
    for (const path of leaves) {
      const text = written(changedAt(conversation, path, { not: 'this' }));
      // Of a list that is chosen by a member, the member is named.
      assert.throws(
        () => resultOf(parseExport(text, translate)),
        /^Error: The file is damaged: conversations\.0\.\w/,
        path.join('.'),
      );
    }
  });

  it('is refused where a number or a text is out of bounds', () => {
    const cases: readonly (readonly [path: string, good: unknown, bad: unknown])[] = [
      ['title', 'x'.repeat(1000), 'x'.repeat(1001)],
      ['createdAt', 0, -1],
      ['createdAt', 8_640_000_000_000_000, 8_640_000_000_000_001],
      ['head', 'x'.repeat(64), 'x'.repeat(65)],
      ['head', 'x', ''],
      ['deleted.0', 'x'.repeat(64), ''],
      ['turns.0.id', 'x'.repeat(64), 'x'.repeat(65)],
      ['turns.0.alternative', 0, -1],
      ['turns.0.alternative', 7, 1.5],
      ['turns.0.askedAt', 0.5, -0.5],
      ['turns.0.attachments.0.name', 'x'.repeat(8192), 'x'.repeat(8193)],
      ['turns.0.attachments.0.uri', 'vscode-remote://a/b', 'command:x'],
      ['turns.0.attachments.0.uri', 'file:///a', 'COMMAND:x'],
      ['turns.0.attachments.0.uri', 'git:/w', '/w'],
      ['turns.0.attachments.0.startLine', 0, -1],
      ['turns.0.attachments.0.symbols', Array(100).fill('s'), Array(101).fill('s')],
      ['turns.0.attachments.8.mediaType', 'image/svg+xml', 'text/html'],
      ['turns.0.attachments.8.mediaType', 'image/x', 'image/'],
      ['turns.0.attachments.8.data', 'AA==', 'AA"'],
      ['turns.1.status.reason', 'tool-calls', 'none'],
      ['turns.1.status.state', 'done', 'answering'],
      ['turns.1.status.usage.inputTokens', 0, -1],
      ['turns.1.extras.suggestions.0.items', Array(100).fill('s'), Array(101).fill('s')],
      ['turns.1.leftOut.pairs', 0, -1],
      ['turns.4.status.failure.kind', 'cancelled', 'unheard-of'],
    ];
    for (const [place, good, bad] of cases) {
      const path = place.split('.');
      resultOf(parseExport(written(changedAt(conversation, path, good)), translate));
      const text = written(changedAt(conversation, path, bad));
      assert.throws(
        () => resultOf(parseExport(text, translate)),
        /The file is damaged/,
        `${place} ${String(bad).slice(0, 20)}`,
      );
    }
  });

  it('loses what is not known, at any depth', () => {
    for (const path of [
      [],
      ['turns', 0],
      ['turns', 0, 'attachments', 0],
      ['turns', 1, 'extras'],
      ['turns', 1, 'status'],
    ]) {
      const text = written(changedAt(conversation, [...path, 'evil'], 'x'));
      assert.deepEqual(resultOf(parseExport(text, translate)), [conversation]);
    }
  });
});
