import type { HostEvent } from '../../../src/shared/protocol.ts';
import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';
import { answer, createTestPanel, press, question, state, type TestPanel, type } from './fakes.ts';

const done = { state: 'done', meta: {} } as const;
const turns = [question, answer({ text: 'x', status: done })];

function open(changes: Parameters<typeof state>[0] = {}): TestPanel {
  const test = createTestPanel();
  test.send(state({ turns, ...changes }));
  return test;
}

describe('the panel as a whole', () => {
  useBrowser();

  const shownPages = ({ root }: TestPanel) =>
    ['.chat', '.history', '.diagnosis'].filter((page) => !root.querySelector<HTMLElement>(page)?.hidden);
  const types = ({ posted }: TestPanel) => posted.map(({ type: kind }) => kind);

  it('stays empty until the host has sent its state, whatever else comes', () => {
    const test = createTestPanel();
    const events: HostEvent[] = [
      { type: 'focus' },
      { type: 'draft', text: 'x' },
      { type: 'accepted', text: 'x' },
      { type: 'page', page: 'history' },
      { type: 'history', query: '', rows: [], total: 0 },
      { type: 'context', request: 1, groups: [] },
      { type: 'delta', sequence: 0, id: 'a1', text: 'x' },
      { type: 'queue', queued: [] },
      { type: 'paths', found: [] },
    ];
    test.send(...events);
    press(test.root, 'Escape');
    assert.equal(test.root.childElementCount, 0);
    assert.deepEqual(test.posted, []);
  });

  it('shows one page at a time, and tells the host which is left', () => {
    const test = open();
    assert.deepEqual(shownPages(test), ['.chat']);
    test.send({ type: 'page', page: 'history' });
    assert.deepEqual(shownPages(test), ['.history']);
    assert.ok(document.activeElement === test.find('[role=searchbox]'));
    test.send({ type: 'page', page: 'history' });
    test.send({ type: 'page', page: 'diagnosis' });
    assert.deepEqual(shownPages(test), ['.diagnosis']);
    assert.ok(document.activeElement === test.find('.diagnosis h1'));
    test.send({ type: 'focus' });
    assert.deepEqual(shownPages(test), ['.chat']);
    assert.ok(document.activeElement === test.input);
    assert.deepEqual(types(test), ['search-history', 'leave-history', 'leave-diagnosis']);
  });

  it('leads from each page back to the conversation', () => {
    const test = open();
    test.send({ type: 'page', page: 'history' });
    test.find('.history-head button').click();
    assert.deepEqual(shownPages(test), ['.chat']);
    test.send({ type: 'page', page: 'diagnosis' });
    press(test.find('.diagnosis'), 'Escape');
    assert.deepEqual(shownPages(test), ['.chat']);
  });

  it('keeps what is being written, and the focus on it, when the same comes anew', () => {
    const test = open();
    const { input } = test;
    type(input, 'half');
    input.focus();
    test.send(state({ turns }));
    assert.ok(test.input === input);
    assert.ok(document.activeElement === input);
    input.blur();
    test.send(state({ turns }));
    assert.ok(document.activeElement !== input, 'nobody is writing');
  });

  it('is made anew with other texts and other keys, with the draft and the focus', () => {
    for (const changes of [{ strings: { send: '发送' } }, { sendWith: 'ctrlEnter' }] as const) {
      const test = open();
      const { input } = test;
      type(input, 'half');
      input.focus();
      test.send(state({ turns, ...changes }));
      assert.ok(test.input !== input);
      assert.equal(test.input.value, 'half');
      assert.ok(document.activeElement === test.input);
      assert.equal(test.root.querySelectorAll('.chat').length, 1);
    }
  });

  it('leaves another page for a state with other texts, unless it has asked for the state itself', () => {
    const test = open();
    test.send({ type: 'page', page: 'history' });
    test.send(state({ turns, strings: { send: '发送' } }));
    assert.deepEqual(shownPages(test), ['.chat']);
    test.send({ type: 'page', page: 'history' });
    test.send({ type: 'delta', sequence: 7, id: 'a1', text: 'x' });
    test.send(state({ turns, strings: { send: 'Envoyer' } }));
    assert.deepEqual(shownPages(test), ['.history']);
  });

  it('shows another page as it is while the state comes anew behind it', () => {
    const test = open();
    test.send({ type: 'page', page: 'history' });
    const history = test.find('.history');
    test.send(state({ turns: [] }));
    assert.ok(test.find('.history') === history);
    assert.deepEqual(shownPages(test), ['.history']);
    test.send({ type: 'page', page: 'chat' });
    assert.deepEqual(shownPages(test), ['.chat']);
    assert.notEqual(test.root.querySelector('.empty-state'), null);
  });

  it('stops the answer with Escape, or else lets go of the focus', () => {
    const test = open({ turns: [question, answer({ text: 'x' })] });
    test.input.focus();
    press(test.input, 'Escape', { isComposing: true });
    assert.deepEqual(test.posted, []);
    press(test.input, 'Escape');
    assert.deepEqual(test.posted, [{ type: 'stop' }]);
    assert.ok(document.activeElement === test.input);
    const idle = open();
    idle.input.focus();
    press(idle.input, 'Escape');
    assert.deepEqual(idle.posted, []);
    assert.ok(document.activeElement !== idle.input);
  });

  it('takes no key for its own that something in it has taken, or that is for another page', () => {
    const test = open({ turns: [question, answer({ text: 'x' })] });
    test.find('.turns').addEventListener('keydown', (event) => event.preventDefault());
    press(test.find('.question'), 'Escape');
    test.send({ type: 'page', page: 'history' });
    press(test.root, 'Escape');
    assert.deepEqual(types(test), ['search-history']);
  });

  it('moves between turns only with Alt and an arrow up or down', () => {
    const test = open();
    const pill = test.find('.model-pill');
    pill.focus();
    for (const [key, more] of [
      ['ArrowUp', {}],
      ['ArrowLeft', { altKey: true }],
      ['x', { altKey: true }],
    ] as const) {
      assert.equal(press(pill, key, more).defaultPrevented, false, key);
      assert.ok(document.activeElement === pill, key);
    }
    assert.equal(press(test.input, 'ArrowDown', { altKey: true }).defaultPrevented, true);
    assert.ok(document.activeElement === test.input, 'there is nothing below');
    press(test.input, 'ArrowUp', { altKey: true });
    press(test.find('.answer'), 'ArrowUp', { altKey: true });
    press(test.find('.question'), 'ArrowUp', { altKey: true });
    assert.ok(document.activeElement === test.find('.question'), 'there is nothing above');
  });

  it('tells the host whether the keyboard is in it', () => {
    const test = open();
    window.dispatchEvent(new Event('focus'));
    window.dispatchEvent(new Event('blur'));
    assert.deepEqual(test.posted, [
      { type: 'focused', focused: true },
      { type: 'focused', focused: false },
    ]);
  });

  it('lists what is queued, each with its way out', () => {
    const test = open({ queued: ['one'] });
    const queued = () => [...test.root.querySelectorAll('.queued-text')].map((text) => text.textContent);
    assert.deepEqual(queued(), ['one']);
    test.send({ type: 'queue', queued: ['one', 'two'] });
    assert.deepEqual(queued(), ['one', 'two']);
    test.root.querySelectorAll<HTMLElement>('.queued button')[1]?.click();
    assert.deepEqual(test.posted, [{ type: 'unqueue', index: 1 }]);
    test.send({ type: 'queue', queued: [] });
    assert.equal(test.root.querySelector('.queue'), null);
    test.send(state({ turns, queued: ['three'] }));
    assert.deepEqual(queued(), ['three']);
  });

  it('empties the composer when what stands there was asked, queued, or asked in other words', () => {
    const events: Readonly<Record<string, HostEvent>> = {
      asked: {
        type: 'begin',
        after: 'a1',
        question: { ...question, id: 'q2', text: 'Next' },
        answer: answer({ id: 'a2' }),
      },
      queued: { type: 'queue', queued: ['First', 'Next'] },
      'in other words': { type: 'accepted', text: 'Next' },
    };
    for (const [name, event] of Object.entries(events)) {
      const test = open();
      type(test.input, 'Next');
      press(test.input, 'Enter');
      test.send(event);
      assert.equal(test.input.value, '', name);
    }
  });

  it('gives back to the composer what is not asked any more', () => {
    const test = open();
    test.send({ type: 'draft', text: 'Why?' });
    assert.equal(test.input.value, 'Why?');
  });

  it('takes the focus from a question only if that is gone with what is asked', () => {
    const test = open();
    test.find('.question').focus();
    test.send({
      type: 'begin',
      after: 'a1',
      question: { ...question, id: 'q2' },
      answer: answer({ id: 'a2' }),
    });
    assert.ok(document.activeElement === test.find('.question'));
    test.send({
      type: 'begin',
      after: null,
      question: { ...question, id: 'q3' },
      answer: answer({ id: 'a3' }),
    });
    assert.ok(document.activeElement === test.input);
    test.input.blur();
    test.send({ type: 'begin', after: null, question, answer: answer() });
    assert.ok(document.activeElement !== test.input, 'it was not in the conversation');
  });

  it('follows the model, its key and what is attached', () => {
    const test = open({ turns: [] });
    const vendors = [{ vendor: 'baidu', label: 'Baidu', model: 'ERNIE', key: 'stored' as const }];
    test.send({ type: 'model', model: null, vendors });
    assert.equal(test.find('.model-pill').textContent, 'Choose a model');
    assert.equal(test.find('.vendor-name').textContent, 'Baidu');
    test.send({ type: 'attachments', attachments: [{ id: 'a', kind: 'file', name: 'a.ts', path: 'a.ts' }] });
    assert.equal(test.find('.chips .chip-name').textContent, 'a.ts');
    test.send(state({ turns }), { type: 'model', model: null, vendors });
    assert.equal(test.root.querySelector('.empty-state'), null);
  });

  it('says the same twice where it happens twice', () => {
    const test = open();
    const announcer = test.find(':scope > [role=status]');
    const copy = test.find('.footer [title="Copy"]');
    copy.click();
    const said = announcer.firstElementChild;
    assert.equal(announcer.textContent, 'Copied');
    copy.click();
    assert.equal(announcer.textContent, 'Copied');
    assert.ok(announcer.firstElementChild !== said);
  });
});
