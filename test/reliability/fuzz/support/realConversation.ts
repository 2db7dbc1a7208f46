import type { Attachment } from '../../../../src/chat/attachment.ts';
import type { AnswerTurn, QuestionTurn, Turn } from '../../../../src/chat/conversation.ts';
import { type ExportedConversation, exportFormat } from '../../../../src/chat/conversationExport.ts';
import { logLines } from '../../../../src/chat/conversationLog.ts';
import type { LogRecord } from '../../../../src/chat/logRecord.ts';
import type { SessionEvent } from '../../../../src/chat/session.ts';
import { textChange } from '../../../../src/chat/textChange.ts';
import { answerTurn, codeAttachment, questionTurn } from '../../../unit/chat/conversationTurns.ts';

/* A conversation with one of everything: alternatives, a failure, a reply that was rewritten, what was deleted. */

const attachments: readonly Attachment[] = [
  codeAttachment({
    id: 'c1',
    symbols: ['Search', 'run'],
    imports: 'import a;\n',
    problems: '3: no such name',
  }),
  {
    id: 't1',
    kind: 'terminal',
    name: 'zsh',
    path: 'zsh',
    language: 'text',
    text: '$ npm test\n1 failing\n',
    count: 2,
  },
  { id: 'i1', kind: 'image', name: 'a.png', path: 'a.png', mediaType: 'image/png', data: 'iVBORw0KGgo=' },
];

const question: QuestionTurn = {
  ...questionTurn('q1', null, '为什么？\nWhy?', 1_767_323_045_000),
  attachments,
  thinking: true,
  webSearch: false,
};
const answer: AnswerTurn = {
  ...answerTurn('a1', 'q1', '', 1_767_323_046_000),
  extras: {
    sources: [{ title: 'A title', number: 1, url: 'https://example.com/a', snippet: 'Words' }],
    suggestions: [{ purpose: 'related', items: ['And then?'] }],
    notices: [{ kind: 'sensitive', detail: '2' }],
    vendorSession: 'session-1',
  },
  status: { state: 'done', reason: 'stop', usage: { inputTokens: 12, outputTokens: 34, cachedTokens: 2 } },
  reasoningMs: 120,
  firstTokenMs: 300,
  leftOut: { pairs: 2, cut: ['src/a.ts'] },
};
const other: AnswerTurn = {
  ...answerTurn('a2', 'q1', '', 1_767_323_050_000),
  alternative: 2,
  status: {
    state: 'failed',
    failure: {
      kind: 'rate-limit',
      message: 'Too many requests',
      details: { retryable: true, retryAfterMs: 20_000, status: 429, code: '1302', requestId: 'r-1' },
    },
  },
};
const next = questionTurn('q2', 'a1', 'And `now`?', 1_767_323_060_000);
const last = answerTurn('a3', 'q2', '', 1_767_323_061_000);
const gone = questionTurn('q3', 'a3', 'Forget it', 1_767_323_070_000);

const waiting = (turn: AnswerTurn): AnswerTurn => ({ ...turn, status: { state: 'waiting' } });

const events: readonly SessionEvent[] = [
  { type: 'begin', after: null, question, answer: waiting(answer) },
  { type: 'delta', id: 'a1', channel: 'reasoning', at: 0, text: 'Let me ' },
  { type: 'delta', id: 'a1', channel: 'reasoning', at: 7, text: 'think.' },
  { type: 'delta', id: 'a1', channel: 'text', at: 0, text: 'Because **it' },
  { type: 'delta', id: 'a1', channel: 'text', at: 12, text: '** is 🐉.' },
  { type: 'status', answer },
  { type: 'branch', after: 'q1', added: waiting(other) },
  { type: 'status', answer: { ...other, status: { state: 'stopped' } } },
  { type: 'replaced', id: other.id, answer: waiting({ ...other, id: 'a2-1', replaces: other.id }) },
  { type: 'status', answer: { ...other, id: 'a2-1', replaces: other.id } },
  { type: 'head', id: 'a1' },
  { type: 'begin', after: 'a1', question: next, answer: waiting(last) },
  { type: 'delta', id: 'a3', channel: 'text', at: 0, text: 'A lie' },
  ...rewritten(
    'A lie',
    'The truth',
    'The whole truth and nothing but the truth, at length',
    'The hole truth and nothing but the truth, at length',
  ),
  {
    type: 'extras',
    id: 'a3',
    list: 'sources',
    at: 0,
    items: [{ title: 'A title', number: 1, url: 'https://example.com/a' }],
  },
  { type: 'extras', id: 'a3', list: 'sources', at: 1, items: [{ title: 'Another', snippet: 'Words' }] },
  { type: 'extras', id: 'a3', list: 'notices', at: 0, items: [{ kind: 'sensitive', detail: '2' }] },
  {
    type: 'extras',
    id: 'a3',
    list: 'suggestions',
    at: 0,
    items: [{ purpose: 'related', items: ['And then?'] }],
  },
  { type: 'status', answer: last },
  { type: 'begin', after: 'a3', question: gone, answer: answerTurn('a4', 'q3', '', 1_767_323_071_000) },
  { type: 'deleted', ids: ['q3', 'a4'] },
  { type: 'restored', ids: ['q3', 'a4'] },
  { type: 'deleted', ids: ['q3', 'a4'] },
];

/** What a server says, and then each time says otherwise. */
function rewritten(...[first = '', ...others]: string[]): SessionEvent[] {
  let before = first;
  return others.map((text, index) => {
    const change = textChange(before, text);
    before = text;
    return { type: 'replace', id: 'a3', text, change, rewrites: index + 1 };
  });
}

const header: readonly LogRecord[] = [
  {
    type: 'conversation',
    version: 1,
    id: '0b9f3c52-6a0e-4d8e-9d2b-111111111111',
    createdAt: 1_767_323_045_000,
    workspace: { name: 'hanlin', uri: 'file:///w/hanlin' },
  },
  { type: 'meta', title: 'A title', pinned: true },
  { type: 'meta', deletedAt: 1_767_323_080_000 },
  { type: 'meta', deletedAt: null },
];

/** The lines of its file, each with its end. */
export const conversationLines: readonly string[] = [
  ...header.map((record) => `${JSON.stringify(record)}\n`),
  ...events.flatMap((event) => logLines(event).split(/(?<=\n)/)),
].filter((line) => line !== '');

export const conversationLog = conversationLines.join('');

const turns: readonly Turn[] = [
  question,
  { ...answer, text: 'Because **it** is 🐉.', reasoning: 'Let me think.' },
  other,
  next,
  { ...last, text: 'The hole truth and nothing but the truth, at length' },
];

const exported: ExportedConversation = {
  id: '0b9f3c52-6a0e-4d8e-9d2b-111111111111',
  title: 'A title',
  createdAt: 1_767_323_045_000,
  pinned: true,
  workspace: { name: 'hanlin', uri: 'file:///w/hanlin' },
  turns,
  head: 'a3',
  deleted: ['q3', 'a4'],
};

/** A file as it is exported. */
export const exportFile: string = JSON.stringify({
  format: exportFormat,
  version: 1,
  conversations: [exported],
});
