import { mock } from 'node:test';
import type { Answer, Notice } from '../../../src/shared/protocol.ts';
import { answer, createTestPanel, question, state } from './fakes.ts';
import { pages } from './galleryPages.ts';
import { everyAttachment, find, open } from './galleryPanel.ts';
import { everyBlock, everyToken, growingTexts, longBlocks, longCode } from './galleryTexts.ts';

const done = { state: 'done', meta: {} } as const;
const notice: Notice = {
  severity: 'error',
  title: 'Zhipu closed the connection',
  text: 'The text so far is kept.',
  code: 'ECONNRESET',
  actions: [
    { label: 'Try again', action: 'retry' },
    { label: 'Show the log', action: 'show-log' },
  ],
};

const extras: Answer['extras'] = {
  sources: [{ number: 1, title: 'Docs', url: 'https://a.example/' }, { title: 'A book' }],
  suggestions: [
    { purpose: 'clarify', items: ['To a container', 'To a function'] },
    { purpose: 'related', items: ['And then?'] },
  ],
  notices: [{ text: 'Baidu asks to clear.', action: { label: 'New chat', action: 'new-chat' } }],
};

const meta = {
  inputTokens: 1204,
  outputTokens: 486,
  cachedTokens: 1024,
  firstTokenMs: 812,
  totalMs: 12_300,
  cost: '¥0.0043',
};

function withStatus(status: Answer['status'], changes: Partial<Answer> = {}): void {
  open({ text: 'Some text', status, ...changes });
}

/**
 * Everything the panel can show, a function for each state, which draws it into the document. What is drawn in one is
 * gone with the next.
 */
export const gallery: Readonly<Record<string, () => void>> = {
  'no key': () => {
    createTestPanel().send(state({ model: null, restricted: true }));
  },
  'no question yet': () => {
    open().send({ type: 'draft', text: 'half a thought' });
  },
  'a question with attachments': () => {
    const asked = { ...question, attachments: [...everyAttachment], branch: { index: 1, count: 2 } };
    open().send({ type: 'begin', after: null, question: asked, answer: answer({ status: done }) });
  },
  'a question that is being edited': () => {
    open({ text: 'x', status: done });
    find('.question-actions button').click();
  },
  'earlier turns on their way': () => {
    createTestPanel().send(state({ turns: [question, answer()], earlier: true }));
    find('.earlier').click();
  },
  'the end out of sight': () => {
    const test = open({ text: 'x', status: done });
    const scroller = test.find('.thread');
    Object.defineProperty(scroller, 'scrollHeight', { value: 2000 });
    scroller.dispatchEvent(new Event('wheel'));
    Object.defineProperty(scroller, 'scrollTop', { value: -1 });
    scroller.dispatchEvent(new Event('scroll'));
  },
  waiting: () => withStatus({ state: 'waiting' }, { text: '', leftOut: 'Two turns were left out.' }),
  reasoning: () => {
    withStatus({ state: 'reasoning' }, { text: '', reasoning: 'Let me think' });
    find('.reasoning-toggle').click();
  },
  retrying: () =>
    withStatus(
      {
        state: 'retrying',
        notice: { ...notice, severity: 'warning', retry: { waitMs: 2000, leftMs: 1000 } },
      },
      { text: '' },
    ),
  failed: () => withStatus({ state: 'failed', meta: {}, notice }),
  'failed, and the code was copied': () => {
    withStatus({ state: 'failed', meta: {}, notice });
    find('.notice-code').click();
  },
  'failed, as a remark': () =>
    withStatus({ state: 'failed', meta: {}, notice: { ...notice, severity: 'info' } }, { text: '' }),
  stopped: () => withStatus({ state: 'stopped', meta: {} }),
  cut: () =>
    withStatus({
      ...done,
      cut: { text: 'Stopped at the limit', action: { label: 'Continue', action: 'continue' } },
    }),
  'stopped, and asked on': () => {
    open({ text: 'x', status: { state: 'stopped', meta: {} } }, { text: 'y', status: done });
  },
  'done without a word': () => withStatus(done, { text: '' }),
  'done with everything': () => {
    withStatus({ ...done, meta }, { extras, branch: { index: 2, count: 3 }, text: 'As it says [1].' });
  },
  'every block': () => {
    const test = open({ text: `${everyBlock}\n\n${everyToken}`, status: done, extras });
    test.send({ type: 'paths', found: ['src/a.ts', 'src/b.ts'] });
  },
  'a list that turns loose': () => {
    const test = open({ text: Array.from({ length: 60 }, () => '- item\n').join('') });
    test.send({ type: 'delta', sequence: 0, id: 'a0', text: '\n- loose\n\n- and loose\n' });
  },
  'a heading at the beginning': () => {
    open(...[1, 2, 3, 4, 5, 6].map((level) => ({ text: `${'#'.repeat(level)} x\n\ny`, status: done })));
  },
  'answers that are being written': () => {
    open(...growingTexts.map((text) => ({ text })));
  },
  'the rough end of a long answer': () => {
    const test = open({ text: '' });
    test.panel.handle({ type: 'delta', sequence: 0, id: 'a0', text: longBlocks });
    test.frames.queue.add(() => {
      test.frames.time += 100;
      return true;
    });
    test.frames.queue.runNow();
  },
  'long lines that are wrapped': () => {
    open({ text: longCode, status: done });
    find('.code-head button', 3).click();
    find('.popup-item', 2).click();
  },
  'text that could not be drawn': () => {
    const silenced = mock.method(console, 'error', () => {});
    const create = document.createElement.bind(document);
    const refused = mock.method(document, 'createElement', (tag: string) => {
      if (tag === 'strong') throw new Error('not now');
      return create(tag);
    });
    open({ text: everyBlock });
    refused.mock.restore();
    silenced.mock.restore();
  },
  'code with its menu open': () => {
    open({ text: '```sh\nls\n```', status: done });
    find('.code-head button', 3).click();
    find('.popup-item', 3).click();
    find('.code-head button', 3).click();
  },
  'code that is not complete, with its menu open': () => {
    open({ text: '```ts\nlet a' });
    find('.code-head button', 3).click();
  },
  ...pages,
  'long blocks': () => {
    open({ text: longBlocks, status: done });
  },
};
