import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';
import { answer, createTestPanel, press, question, state } from './fakes.ts';

const text = 'Some **bold** text\n\n- one\n- two\n\n```js\nlet a = 1;\n```\n\nand a tail';

describe('panel', () => {
  useBrowser();

  it('asks for the state again after a gap in the deltas, once, and takes nothing until it has come', () => {
    const test = createTestPanel();
    test.send(state({ nextSequence: 5, turns: [question, answer()] }));
    test.send({ type: 'delta', sequence: 5, id: 'a1', text: 'one ' });
    test.send({ type: 'delta', sequence: 7, id: 'a1', text: 'three ' });
    test.send({ type: 'delta', sequence: 8, id: 'a1', text: 'four' });
    assert.deepEqual(test.posted, [{ type: 'ready' }]);
    assert.equal(test.find('.markdown').textContent, 'one ');
    test.send(state({ nextSequence: 9, turns: [question, answer({ text: 'one two three four' })] }));
    test.send({ type: 'delta', sequence: 9, id: 'a1', text: ' five' });
    assert.equal(test.find('.markdown').textContent, 'one two three four five');
    assert.deepEqual(test.posted, [{ type: 'ready' }]);
  });

  it('says quietly where something of the workspace is left out, as long as it is', () => {
    const test = createTestPanel();
    const shown = () => [...document.querySelectorAll('.hint:not([hidden])')].map((hint) => hint.textContent);
    test.send(state({ restricted: true }));
    const [sentence, ...others] = shown();
    assert.match(sentence ?? '', /^Restricted mode: /);
    assert.equal(others.length, 1);
    test.send(state());
    assert.deepEqual(shown(), others);
  });

  it('shows the same from a snapshot in the middle of a reply as from having seen it grow', () => {
    const seen = createTestPanel();
    seen.send(state(), {
      type: 'begin',
      after: null,
      question,
      answer: answer({ status: { state: 'waiting' } }),
    });
    seen.send({ type: 'status', id: 'a1', status: { state: 'reasoning' }, reasoningMs: 0 });
    seen.send({ type: 'delta', sequence: 0, id: 'a1', reasoning: 'Let me ' });
    seen.send({ type: 'delta', sequence: 1, id: 'a1', reasoning: 'think' });
    seen.send({ type: 'status', id: 'a1', status: { state: 'answering' }, reasoningMs: 1400 });
    let sequence = 2;
    for (const character of text)
      seen.send({ type: 'delta', sequence: sequence++, id: 'a1', text: character });
    const restored = createTestPanel();
    restored.send(
      state({
        nextSequence: sequence,
        turns: [question, answer({ text, reasoning: 'Let me think', reasoningMs: 1400 })],
      }),
    );
    const picture = (test: typeof seen) =>
      test.find('.thread').innerHTML.replace(/reasoning-\d+/g, 'reasoning');
    // Both may lack the same: what each of them shows is held against what was sent.
    for (const test of [seen, restored]) {
      const texts = (selector: string) =>
        [...test.root.querySelectorAll(selector)].map((each) => each.textContent?.trim());
      assert.deepEqual(texts('.question .bubble'), ['Why?']);
      assert.equal(test.find('.reasoning').hidden, false);
      assert.deepEqual(texts('.reasoning-text'), ['Let me think']);
      assert.deepEqual(texts('.reasoning-label'), ['Thought for 1.4 s']);
      const shown = test.find('.markdown').textContent ?? '';
      assert.match(shown, /^Some bold text\s*one\s*two.*let a = 1;.*and a tail$/s);
      assert.deepEqual(texts('.markdown strong'), ['bold']);
      assert.deepEqual(texts('.markdown li'), ['one', 'two']);
      assert.deepEqual(texts('.markdown code'), ['let a = 1;']);
      assert.equal(test.find('.stop').hidden, false);
    }
    assert.equal(picture(restored), picture(seen));
  });

  it('announces a finished answer once, and none that was finished before', () => {
    const test = createTestPanel();
    test.send(state({ turns: [question, answer({ text: 'old', status: { state: 'done', meta: {} } })] }));
    const announcer = test.find('.visually-hidden[role=status]');
    assert.equal(announcer.textContent, '');
    test.send({
      type: 'begin',
      after: 'a1',
      question: { ...question, id: 'q2' },
      answer: answer({ id: 'a2' }),
    });
    test.send({ type: 'delta', sequence: 0, id: 'a2', text: 'new' });
    assert.equal(announcer.textContent, '');
    test.send({ type: 'status', id: 'a2', status: { state: 'done', meta: {} } });
    assert.equal(announcer.textContent, 'The answer is complete.');
    assert.equal(test.find('.thread').getAttribute('aria-live'), 'off');
  });

  it('shows a failure as an alert under what had come, with buttons that say which answer they are about', () => {
    const test = createTestPanel();
    test.send(state({ turns: [question, answer()] }), { type: 'delta', sequence: 0, id: 'a1', text: 'half' });
    const notice = {
      severity: 'error' as const,
      title: 'Zhipu closed the connection',
      text: 'The text so far is kept.',
      code: 'ECONNRESET',
      actions: [{ label: 'Try again', action: 'retry' as const }],
    };
    test.send({ type: 'status', id: 'a1', status: { state: 'failed', meta: {}, notice } });
    assert.equal(test.find('.markdown').textContent, 'half');
    assert.match(test.find('[role=alert]').textContent ?? '', /Zhipu closed the connection.*kept/);
    test.find('.notice-actions button').click();
    test.find('.notice-code').click();
    assert.deepEqual(test.posted, [
      { type: 'act', id: 'a1', action: 'retry' },
      { type: 'copy', text: 'ECONNRESET' },
    ]);
    test.send({ type: 'restart', id: 'a1', answer: answer({ id: 'a1', status: { state: 'waiting' } }) });
    assert.equal(test.root.querySelector('[role=alert]'), null);
    assert.equal(test.root.querySelectorAll('.answer').length, 1);
    assert.equal(test.find('.stop').hidden, false);
  });

  it('counts down to the next try for the eye, and says it once to a screen reader', () => {
    const test = createTestPanel();
    const retry = { waitMs: 20_000, leftMs: 12_300 };
    const notice = { severity: 'warning' as const, title: 'Limited', text: 'Wait.', actions: [], retry };
    test.send(state({ turns: [question, answer({ status: { state: 'retrying', notice } })] }));
    assert.equal(test.find('.notice [aria-hidden]:not(.codicon)').textContent, 'Retrying in 13 s.');
    assert.equal(test.find('.countdown-fill').style.transform, 'scaleX(0.615)');
  });

  it('marks a reply that was cut and one that was stopped', () => {
    const test = createTestPanel();
    const cut = { text: 'Stopped at the limit', action: { label: 'Continue', action: 'continue' as const } };
    test.send(
      state({
        turns: [
          question,
          answer({ text: 'a', status: { state: 'done', meta: {}, cut } }),
          answer({ id: 'a2', text: 'b', status: { state: 'stopped', meta: {} } }),
        ],
      }),
    );
    assert.deepEqual(
      [...test.root.querySelectorAll('.ending-text')].map((ending) => ending.textContent),
      ['Stopped at the limit', 'Stopped'],
    );
    for (const button of test.root.querySelectorAll<HTMLElement>('.ending button')) button.click();
    assert.deepEqual(test.posted, [
      { type: 'act', id: 'a1', action: 'continue' },
      { type: 'act', id: 'a2', action: 'continue' },
    ]);
  });

  it('copies the whole answer and a block of code as the model wrote them', () => {
    const test = createTestPanel();
    test.send(state({ turns: [question, answer({ text, status: { state: 'done', meta: {} } })] }));
    test.find('.footer [title="Copy"]').click();
    test.find('.code-head [title="Copy code"]').click();
    assert.deepEqual(test.posted, [
      { type: 'copy', text },
      { type: 'copy', text: 'let a = 1;' },
    ]);
  });

  it('opens links through the host alone', () => {
    const test = createTestPanel();
    test.send(state({ turns: [question, answer({ text: '[there](https://example.com/a?b=c)' })] }));
    let reachedVsCode = false;
    test.root.addEventListener('click', () => {
      reachedVsCode = true;
    });
    const event = new MouseEvent('click', { bubbles: true, cancelable: true });
    test.find('.markdown a').dispatchEvent(event);
    assert.deepEqual(test.posted, [{ type: 'open-link', url: 'https://example.com/a?b=c' }]);
    assert.equal(event.defaultPrevented, true);
    assert.equal(reachedVsCode, false);
  });

  it('moves between turns with Alt and the arrows, and back to the composer', () => {
    const test = createTestPanel();
    test.send(state({ turns: [question, answer({ text: 'x', status: { state: 'done', meta: {} } })] }));
    test.input.focus();
    press(test.input, 'ArrowUp', { altKey: true });
    assert.equal(document.activeElement?.classList.contains('answer'), true);
    press(test.find('.answer'), 'ArrowUp', { altKey: true });
    assert.equal(document.activeElement?.classList.contains('question'), true);
    press(test.find('.question'), 'ArrowDown', { altKey: true });
    press(test.find('.answer'), 'ArrowDown', { altKey: true });
    assert.equal(document.activeElement, test.input);
  });

  it('makes way for the first question, and welcomes again when there is none left', () => {
    const test = createTestPanel();
    test.send(state({ model: null }));
    test.send({ type: 'begin', after: null, question, answer: answer() });
    assert.equal(test.root.querySelector('.empty-state'), null);
    test.send({ type: 'branch', after: null, turns: [] });
    assert.equal(test.root.querySelectorAll('.turn').length, 0);
    assert.notEqual(test.root.querySelector('.empty-state'), null);
    test.send({ type: 'begin', after: null, question, answer: answer() });
    assert.equal(test.root.querySelectorAll('.turn').length, 2);
    assert.equal(test.root.querySelector('.empty-state'), null);
  });

  it('gives every control a name', () => {
    const test = createTestPanel();
    test.send(
      state({ turns: [question, answer({ text, status: { state: 'done', meta: {} } })], queued: ['q'] }),
    );
    for (const control of test.root.querySelectorAll('button, textarea, [role=img]')) {
      const name = control.getAttribute('aria-label') ?? control.textContent ?? '';
      assert.notEqual(name.trim(), '', control.outerHTML);
    }
  });

  it('speaks the host’s language', () => {
    const test = createTestPanel();
    test.send(state({ strings: { send: '发送', aiGenerated: '内容由 AI 生成' } }));
    assert.equal(test.find('.send').getAttribute('aria-label'), '发送');
    assert.equal(test.find('.hint:not([hidden])').textContent, '内容由 AI 生成');
  });

  it('shows what an answer rests on and what can be asked next, in a snapshot and live alike', () => {
    const extras = {
      sources: [
        { number: 2, title: 'Docs', url: 'https://a.example/' },
        { title: 'Evil', url: 'javascript:alert(1)' },
      ],
      suggestions: [{ purpose: 'clarify' as const, items: ['To a container', 'To a function'] }],
      notices: [{ text: 'Baidu asks to clear.', action: { label: 'New chat', action: 'new-chat' as const } }],
    };
    const live = createTestPanel();
    const pieces = [
      { notices: extras.notices },
      { suggestions: extras.suggestions },
      { sources: extras.sources.slice(0, 1) },
      { sources: extras.sources.slice(1) },
    ].map((added, sequence) => ({ type: 'delta' as const, sequence, id: 'a1', ...added }));
    live.send(state({ turns: [question, answer()] }), ...pieces);
    const snapshot = createTestPanel();
    snapshot.send(state({ turns: [question, answer({ extras })] }));
    for (const { root } of [live, snapshot]) {
      const texts = (selector: string) =>
        [...root.querySelectorAll(selector)].map((each) => each.textContent);
      assert.match(texts('.source').join(), /Docs.*Evil/);
      assert.deepEqual(texts('.choice'), ['1To a container', '2To a function']);
      assert.match(texts('.remark').join(), /^Baidu asks to clear\..*New chat$/);
    }
    assert.equal(live.find('.answer-extras').outerHTML, snapshot.find('.answer-extras').outerHTML);
    assert.deepEqual(
      [...live.root.querySelectorAll('.source')].map((source) => source.getAttribute('data-url')),
      ['https://a.example/', null],
    );
    [...live.root.querySelectorAll<HTMLElement>('.choice')][1]?.click();
    assert.deepEqual(live.posted.at(-1), { type: 'send', text: 'To a function', proposed: true });
    live.find('.remark button').click();
    assert.deepEqual(live.posted.at(-1), { type: 'act', id: 'a1', action: 'new-chat' });
  });

  it('puts another text in the place of one that the server has taken back', () => {
    const test = createTestPanel();
    test.send(state({ turns: [question, answer({ text: 'Wrong *text*' })] }));
    test.send({ type: 'delta', sequence: 0, id: 'a1', from: 0, text: 'Right' });
    test.send({ type: 'delta', sequence: 1, id: 'a1', text: ' now' });
    assert.equal(test.find('.markdown').textContent, 'Right now');
    test.send({ type: 'delta', sequence: 2, id: 'a1', from: 6, text: 'then' });
    assert.equal(test.find('.markdown').textContent, 'Right then');
    test.send({ type: 'delta', sequence: 3, id: 'a1', from: 5 });
    assert.equal(test.find('.markdown').textContent, 'Right');
  });

  it('shows what the model is doing as it comes with a piece of the answer', () => {
    const test = createTestPanel();
    test.send(state({ turns: [question, answer({ status: { state: 'waiting' } })] }));
    test.send({
      type: 'delta',
      sequence: 0,
      id: 'a1',
      reasoning: 'hm',
      state: 'reasoning',
      reasoningMs: 2000,
    });
    assert.match(test.find('.reasoning-label').textContent ?? '', /2/);
    test.send({ type: 'delta', sequence: 1, id: 'a1', text: 'So', state: 'answering', reasoningMs: 3000 });
    assert.match(test.find('.reasoning-label').textContent ?? '', /3/);
    assert.equal(test.find('.markdown').textContent, 'So');
  });
});
