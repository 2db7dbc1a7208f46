import type { Answer, AnswerStatus, HostEvent, Notice } from '../../../src/shared/protocol.ts';
import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';
import { answer, createTestPanel, press, question, state, type TestPanel } from './fakes.ts';

const done = { state: 'done', meta: {} } as const;
const stopped = { state: 'stopped', meta: {} } as const;
const notice: Notice = { severity: 'warning', title: 'Limited', text: 'Wait.', actions: [] };
const retry = { waitMs: 20_000, leftMs: 12_300 };

function open(changes: Partial<Answer> = {}): TestPanel {
  const test = createTestPanel();
  test.send(state({ turns: [question, answer(changes)] }));
  return test;
}

function status(
  next: AnswerStatus,
  changes: Partial<Extract<HostEvent, { type: 'status' }>> = {},
): HostEvent {
  return { type: 'status', id: 'a1', status: next, ...changes };
}

describe('an answer', () => {
  useBrowser();

  const isHidden = (test: TestPanel, selector: string) => test.find(selector).hidden;
  const label = (test: TestPanel) => test.find('.reasoning-label').textContent;
  const announced = (test: TestPanel) => test.find('.visually-hidden[role=status]').textContent;
  const body = (test: TestPanel) => test.find('.markdown').textContent;

  it('says that it is waited for until anything has come', () => {
    const waiting = { state: 'waiting' } as const;
    const test = open({ status: waiting });
    assert.equal(isHidden(test, '.waiting'), false);
    test.send({ type: 'delta', sequence: 0, id: 'a1', reasoning: 'hm' });
    assert.equal(isHidden(test, '.waiting'), true);
    const other = open({ status: waiting });
    other.send({ type: 'delta', sequence: 0, id: 'a1', text: 'So' });
    assert.equal(isHidden(other, '.waiting'), true);
    assert.equal(isHidden(open({ status: waiting, text: 'So' }), '.waiting'), true);
    const silent = open({ status: waiting });
    silent.send({ type: 'delta', sequence: 0, id: 'a1', notices: [] });
    assert.equal(isHidden(silent, '.waiting'), false);
    silent.send(status({ state: 'reasoning' }));
    assert.equal(isHidden(silent, '.waiting'), true);
  });

  it('is busy until it is over', () => {
    const over = [done, stopped, { state: 'failed', meta: {}, notice } as const];
    const busy = [
      { state: 'waiting' },
      { state: 'reasoning' },
      { state: 'answering' },
      { state: 'retrying', notice },
    ] as const;
    for (const [expected, states] of [
      [false, over],
      [true, busy],
    ] as const)
      for (const each of states) {
        const test = open({ status: each });
        assert.equal(test.find('.answer').getAttribute('aria-busy'), String(expected), each.state);
        assert.equal(isHidden(test, '.stop'), !expected, each.state);
      }
  });

  it('shows what stands below it only when all of its text is drawn', () => {
    const test = open();
    test.panel.handle({ type: 'delta', sequence: 0, id: 'a1', text: 'All of it' });
    test.panel.handle(status(done));
    assert.equal(test.root.querySelector('.footer'), null);
    test.frames.settle();
    assert.equal(body(test), 'All of it');
    assert.notEqual(test.root.querySelector('.footer'), null);
  });

  it('goes to screen readers in a word when it ends, once', () => {
    for (const [end, words] of [
      [done, 'The answer is complete.'],
      [stopped, 'Stopped'],
      [{ state: 'failed', meta: {}, notice } as const, ''],
    ] as const) {
      const test = open({ text: 'x' });
      test.send(status(end));
      assert.equal(announced(test), words);
      test.find(':scope > .visually-hidden').replaceChildren();
      test.send(status(end));
      assert.equal(announced(test), '');
    }
  });

  it('says how long the model has been thinking, and how long it took', () => {
    const test = open({ status: { state: 'reasoning' }, reasoning: 'hm', reasoningMs: 2500 });
    assert.equal(label(test), 'Thinking 2 s');
    test.pass(600);
    assert.equal(label(test), 'Thinking 3 s');
    test.send(status({ state: 'reasoning' }, { reasoningMs: 9000 }));
    test.pass(1000);
    assert.equal(label(test), 'Thinking 4 s', 'it counts on by itself');
    test.send(status({ state: 'answering' }, { reasoningMs: 4100 }));
    assert.equal(label(test), 'Thought for 4.1 s');
    assert.equal(test.counting.size, 0);
    const unknown = open({ status: { state: 'reasoning' } });
    assert.equal(label(unknown), 'Thinking 0 s');
    assert.equal(isHidden(unknown, '.reasoning'), false);
    unknown.send(status(done));
    assert.equal(label(unknown), 'Thoughts');
  });

  it('opens and closes what the model thought', () => {
    const test = open({ reasoning: 'hm', text: 'x', status: done });
    const toggle = test.find('.reasoning-toggle');
    const seen = [0, 1, 2].map(() => {
      const look = [toggle.getAttribute('aria-expanded'), isHidden(test, '.reasoning-text')];
      toggle.click();
      return look;
    });
    assert.deepEqual(seen, [
      ['false', true],
      ['true', false],
      ['false', true],
    ]);
  });

  it('follows what the model thinks while its end is in sight', () => {
    const test = open({ status: { state: 'reasoning' }, reasoning: 'hm' });
    const content = test.find('.reasoning-text');
    let [height, top] = [500, 0];
    Object.defineProperties(content, {
      clientHeight: { value: 200 },
      scrollHeight: { get: () => height },
      scrollTop: {
        get: () => top,
        set(value) {
          top = Math.min(value, height - 200);
        },
      },
    });
    let sequence = 0;
    const think = () => {
      test.panel.handle({ type: 'delta', sequence, id: 'a1', reasoning: ' and' });
      sequence += 1;
    };
    think();
    assert.equal(top, 0, 'it is not open');
    test.find('.reasoning-toggle').click();
    assert.equal(top, 300);
    top = 281;
    height = 500;
    think();
    assert.equal(top, 300);
    top = 280;
    think();
    assert.equal(top, 280);
    test.send(status(done));
    top = 0;
    test.find('.reasoning-toggle').click();
    test.find('.reasoning-toggle').click();
    assert.equal(top, 0, 'what is over is read from its beginning');
  });

  it('copies nothing where there is nothing', () => {
    const test = open({ status: done });
    press(test.find('.answer'), 'c');
    assert.deepEqual(test.posted, []);
    assert.equal(test.root.querySelector('.copy-answer'), null);
    assert.equal(test.find('.no-answer').textContent, 'The model ended without an answer.');
    assert.equal(open({ text: 'x', status: done }).root.querySelector('.no-answer'), null);
  });

  it('has no alternatives to step to where there is one answer', () => {
    const test = open({ text: 'x', status: done });
    press(test.find('.answer'), 'ArrowLeft');
    press(test.find('.question'), 'ArrowRight');
    assert.deepEqual(test.posted, []);
    assert.equal(test.root.querySelector('.branch'), null);
  });

  it('steps to its alternatives, and not beyond', () => {
    const test = open({ text: 'x', status: done, branch: { index: 2, count: 3 } });
    for (const side of ['.previous', '.next']) test.find(`.answer ${side}`).click();
    assert.deepEqual(test.posted, [
      { type: 'show-alternative', id: 'a1', step: -1 },
      { type: 'show-alternative', id: 'a1', step: 1 },
    ]);
    for (const [index, side] of [
      [1, '.previous'],
      [3, '.next'],
    ] as const) {
      const other = open({ text: 'x', status: done, branch: { index, count: 3 } });
      other.find(`.answer ${side}`).click();
      assert.deepEqual(other.posted, []);
    }
  });

  it('can go on where it was stopped only if there is something to go on with', () => {
    assert.notEqual(open({ text: 'x', status: stopped }).root.querySelector('.continue'), null);
    assert.equal(open({ status: stopped }).root.querySelector('.continue'), null);
  });

  it('counts down to the next try until that begins', () => {
    const test = open({ status: { state: 'retrying', notice: { ...notice, retry } } });
    const bar = () => test.find('.countdown-fill').style.transform;
    const words = () => test.find('.notice-text').textContent;
    assert.equal(words(), 'Wait. Retrying in 13 s.Retrying in 13 s.');
    test.pass(2300);
    assert.equal(words(), 'Wait. Retrying in 10 s.Retrying in 13 s.', 'a screen reader hears it once');
    assert.equal(bar(), 'scaleX(0.5)');
    test.pass(60_000);
    assert.match(words() ?? '', /in 0 s\./);
    assert.equal(bar(), 'scaleX(0)');
    test.send(status({ state: 'waiting' }));
    assert.equal(test.root.querySelector('.notice'), null);
    assert.equal(test.counting.size, 0);
  });

  it('never shows more of a wait than all of it, and nothing of one that is none', () => {
    const bar = (waitMs: number, leftMs: number) =>
      open({ status: { state: 'retrying', notice: { ...notice, retry: { waitMs, leftMs } } } }).find(
        '.countdown-fill',
      ).style.transform;
    assert.equal(bar(1000, 5000), 'scaleX(1)');
    assert.equal(bar(0, 1000), 'scaleX(0)');
  });

  it('needs no space between a sentence with a full-width mark and the countdown', () => {
    const test = open({ status: { state: 'retrying', notice: { ...notice, text: '请稍候。', retry } } });
    assert.match(test.find('.notice-text').textContent ?? '', /^请稍候。Retrying/);
  });

  it('says that it is still tried when the notice about it is put away', () => {
    const test = open({ status: { state: 'retrying', notice: { ...notice, retry } } });
    assert.equal(isHidden(test, '.waiting'), true);
    test.find('.notice-dismiss').click();
    assert.equal(isHidden(test, '.waiting'), false);
    assert.equal(test.counting.size, 0);
    assert.equal(test.root.querySelector('.notice'), null);
    assert.ok(document.activeElement === test.find('.answer'));
    const failed = open({ text: 'x', status: { state: 'failed', meta: {}, notice } });
    failed.find('.notice-dismiss').click();
    assert.equal(isHidden(failed, '.waiting'), true);
  });

  it('counts no more once it is not shown', () => {
    const test = createTestPanel();
    const turns = [
      { ...question, id: 'q0' },
      answer({ id: 'a0', status: { state: 'retrying', notice: { ...notice, retry } } }),
      question,
      answer({ status: { state: 'reasoning' } }),
    ];
    test.send(state({ turns }));
    assert.equal(test.counting.size, 2);
    test.send(state());
    assert.equal(test.counting.size, 0);
    test.send(state({ turns }), { type: 'branch', after: null, turns: [] });
    assert.equal(test.counting.size, 0);
    test.send(state({ turns }), { type: 'restart', id: 'a1', answer: answer() });
    assert.equal(test.counting.size, 1);
  });
});
