import assert from 'node:assert/strict';
import { useBrowser } from './browser.ts';
import { answer, attachment, createTestPanel, model, press, question, state, type } from './fakes.ts';

describe('composer', () => {
  useBrowser();

  const sent = (posted: readonly { type: string }[]) =>
    posted.filter((intention) => intention.type === 'send');

  it('sends on Enter and breaks the line on Shift+Enter', () => {
    const test = createTestPanel();
    test.send(state());
    type(test.input, 'hello');
    assert.equal(press(test.input, 'Enter', { shiftKey: true }).defaultPrevented, false);
    assert.deepEqual(sent(test.posted), []);
    assert.equal(press(test.input, 'Enter').defaultPrevented, true);
    assert.deepEqual(sent(test.posted), [{ type: 'send', text: 'hello', thinking: true }]);
  });

  for (const [what, event] of [
    ['isComposing', { isComposing: true, keyCode: 13 }],
    ['key code 229 without isComposing', { isComposing: false, keyCode: 229 }],
  ] as const) {
    it(`leaves every key to the input method: ${what}`, () => {
      const test = createTestPanel();
      test.send(state({ turns: [question, answer({ status: { state: 'waiting' } })] }));
      type(test.input, '');
      for (const key of ['Enter', 'Escape', 'ArrowUp', 'ArrowDown', 'Process']) {
        assert.equal(press(test.input, key, event).defaultPrevented, false, key);
        assert.equal(press(test.input, key, { ...event, altKey: true }).defaultPrevented, false, key);
      }
      assert.deepEqual(test.posted, []);
      assert.equal(test.input.value, '');
      assert.equal(document.activeElement === test.input || document.activeElement === document.body, true);
    });
  }

  it('keeps the draft until the host has accepted the question', () => {
    const test = createTestPanel();
    test.send(state());
    type(test.input, ' Why? \n');
    press(test.input, 'Enter');
    assert.equal(test.input.value, ' Why? \n');
    test.send({
      type: 'begin',
      question: { ...question, text: 'Another command asked this' },
      answer: answer(),
    });
    assert.equal(test.input.value, ' Why? \n');
    test.send({ type: 'begin', question: { ...question, id: 'q2' }, answer: answer({ id: 'a2' }) });
    assert.equal(test.input.value, '');
    assert.deepEqual(test.remembered(), { draft: '', webSearch: false });
  });

  it('does not take away what was typed while the question was on its way', () => {
    const test = createTestPanel();
    test.send(state());
    type(test.input, 'Why?');
    press(test.input, 'Enter');
    type(test.input, 'Why? And how');
    test.send({ type: 'begin', question, answer: answer() });
    assert.equal(test.input.value, 'Why? And how');
  });

  it('counts the characters where the API does', () => {
    const test = createTestPanel();
    test.send(state({ model: { ...model, maxInputCharacters: 5 } }));
    type(test.input, '你好🐉');
    assert.equal(test.find('.meter').textContent, '3 / 5');
    type(test.input, 'too long');
    assert.equal(test.find('.meter .too-long').textContent, '8 / 5');
  });

  it('takes back what was queued and is not asked any more, without losing the draft', () => {
    const test = createTestPanel();
    test.send(state());
    type(test.input, 'a new thought');
    test.send({ type: 'draft', text: 'queued question' });
    assert.equal(test.input.value, 'queued question\n\na new thought');
  });

  it('clears the draft when the question was queued', () => {
    const test = createTestPanel();
    test.send(state({ turns: [question, answer()] }));
    type(test.input, 'next');
    press(test.input, 'Enter');
    test.send({ type: 'queue', queued: ['earlier', 'next'] });
    assert.equal(test.input.value, '');
    assert.deepEqual(
      [...test.root.querySelectorAll('.queued-text')].map((row) => row.textContent),
      ['earlier', 'next'],
    );
    test.root.querySelectorAll<HTMLElement>('.queued button')[1]?.click();
    assert.deepEqual(test.posted.at(-1), { type: 'unqueue', index: 1 });
  });

  it('sends once when Enter repeats', () => {
    const test = createTestPanel();
    test.send(state());
    type(test.input, 'hello');
    press(test.input, 'Enter');
    press(test.input, 'Enter');
    assert.equal(sent(test.posted).length, 1);
    test.frames.time += 5000;
    press(test.input, 'Enter');
    assert.equal(sent(test.posted).length, 2);
  });

  it('sends nothing that is only white space', () => {
    const test = createTestPanel();
    test.send(state());
    type(test.input, ' \n ');
    press(test.input, 'Enter');
    assert.deepEqual(test.posted, []);
    assert.equal((test.find('.send') as HTMLButtonElement).disabled, true);
  });

  it('has the draft and the choice to think again after a reload, and through a new snapshot', () => {
    const first = createTestPanel();
    first.send(state());
    type(first.input, 'half a thou');
    first.find('.toggle').click();
    first.send(state());
    assert.equal(first.input.value, 'half a thou');
    const second = createTestPanel(first.remembered());
    second.send(state());
    assert.equal(second.input.value, 'half a thou');
    assert.equal(second.find('.toggle').getAttribute('aria-pressed'), 'false');
    press(second.input, 'Enter');
    assert.deepEqual(second.posted, [{ type: 'send', text: 'half a thou', thinking: false }]);
  });

  it('starts empty when what was kept is not its own', () => {
    const test = createTestPanel({ draft: 7 });
    test.send(state());
    assert.equal(test.input.value, '');
  });

  it('says why a model cannot switch thinking, and does not ask it to', () => {
    const test = createTestPanel();
    test.send(state({ model: { ...model, thinking: 'none' } }));
    const toggle = test.find('.toggle');
    toggle.click();
    assert.equal(toggle.getAttribute('aria-disabled'), 'true');
    assert.equal(toggle.getAttribute('aria-pressed'), 'false');
    assert.equal(toggle.title, 'This model cannot think');
    test.send({ type: 'model', model: { ...model, thinking: 'always' }, vendors: [] });
    assert.equal(toggle.getAttribute('aria-pressed'), 'true');
    assert.equal(toggle.title, 'This model always thinks');
    type(test.input, 'x');
    press(test.input, 'Enter');
    assert.deepEqual(test.posted, [{ type: 'send', text: 'x' }]);
  });

  it('recalls the last question with arrow up, in an empty box only', () => {
    const test = createTestPanel();
    test.send(state({ turns: [question, answer({ status: { state: 'done', meta: {} } })] }));
    type(test.input, 'x');
    press(test.input, 'ArrowUp');
    assert.equal(test.input.value, 'x');
    type(test.input, '');
    press(test.input, 'ArrowUp');
    assert.equal(test.input.value, 'Why?');
  });

  it('offers Stop while an answer is under way, and Escape does the same', () => {
    const test = createTestPanel();
    test.send(state({ turns: [question, answer()] }));
    assert.equal(test.find('.send').hidden, true);
    assert.equal(test.input.placeholder, 'Queue a follow-up');
    test.find('.stop').click();
    press(test.input, 'Escape');
    assert.deepEqual(test.posted, [{ type: 'stop' }, { type: 'stop' }]);
    test.send({ type: 'status', id: 'a1', status: { state: 'stopped', meta: {} } });
    assert.equal(test.find('.stop').hidden, true);
    press(test.input, 'Escape');
    assert.equal(test.posted.length, 2);
  });

  it('shows attachments as chips that open and go', () => {
    const test = createTestPanel();
    test.send(state({ attachments: [attachment] }));
    test.find('.composer .chip-open').click();
    test.find('.composer .chip-remove').click();
    assert.deepEqual(test.posted, [
      { type: 'open-attachment', id: 'a' },
      { type: 'remove-attachment', id: 'a' },
    ]);
    assert.match(
      test.find('.composer .chip-open').getAttribute('aria-label') ?? '',
      /src\/searchController\.ts, lines 3 to 9/,
    );
    test.send({ type: 'attachments', attachments: [] });
    assert.equal(test.root.querySelector('.composer .chip'), null);
  });
});
