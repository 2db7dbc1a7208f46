import { mock } from 'node:test';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Turn } from '../../../src/shared/protocol.ts';
import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';
import { answer, createTestPanel, press, question, state, type TestPanel } from './fakes.ts';
import { useLayout } from './layout.ts';

const done = { state: 'done' as const, meta: {} };
const asked = (id: string): Turn => ({ ...question, id });
const answered = (id: string, changes: Parameters<typeof answer>[0] = {}): Turn =>
  answer({ id, text: `Answer ${id}`, status: done, ...changes });

/** Ten turns, 1000 pixels in all. */
const conversation = [1, 2, 3, 4, 5].flatMap((number) => [asked(`q${number}`), answered(`a${number}`)]);

describe('scrolling in a conversation', () => {
  useBrowser();
  const layout = useLayout();
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  function open(changes: Parameters<typeof state>[0] = {}, remembered?: unknown): TestPanel {
    const test = createTestPanel(remembered);
    test.send(state({ turns: conversation, ...changes }));
    layout.resize('.turns');
    return test;
  }

  const turn = (test: TestPanel, index: number) => test.find(`.turn:nth-of-type(${index + 1})`);
  const latest = (test: TestPanel) => test.find('.latest');
  const place = (test: TestPanel) => (test.remembered() as { place?: unknown } | undefined)?.place;

  it('begins at its end, and a welcome at its beginning', () => {
    open();
    assert.equal(layout.top, 700);
    layout.heightOf = () => 200;
    layout.resize('.thread');
    assert.equal(layout.top, 1700);
    const welcome = open({ turns: [] });
    layout.heightOf = () => 0;
    layout.resize('.turns');
    assert.equal(layout.top, 0);
    assert.equal(latest(welcome).hidden, true);
  });

  it('has a button that leads back to the end, as long as that is out of sight', () => {
    const test = open();
    assert.equal(latest(test).hidden, true);
    layout.scrollTo(250);
    assert.equal(latest(test).hidden, false);
    latest(test).click();
    assert.equal(layout.top, layout.end);
    assert.equal(latest(test).hidden, true);
    layout.heightOf = () => 120;
    layout.resize('.turns');
    assert.equal(layout.top, layout.end);
  });

  it('stays where it is while an answer goes on, whose text is drawn anew', () => {
    const test = open();
    layout.scrollTo(250);
    test.send({ type: 'restart', id: 'a3', answer: answer({ id: 'b3', text: 'Answer a3 ' }) });
    assert.equal(turn(test, 5).querySelector('.markdown')?.textContent, 'Answer a3 ');
    assert.equal(layout.top, 250);
    layout.scrollTo(layout.end);
    test.send({ type: 'restart', id: 'a5', answer: answer({ id: 'b5', text: 'Answer a5 ' }) });
    layout.heightOf = () => 120;
    layout.resize('.turns');
    assert.equal(layout.top, layout.end);
  });

  it('keeps where the reader is, and forgets it at the end', () => {
    const test = open();
    layout.scrollTo(250);
    assert.equal(place(test), undefined);
    mock.timers.tick(300);
    assert.deepEqual(place(test), { id: 'q2', offset: -50 });
    layout.scrollTo(layout.end);
    mock.timers.tick(300);
    assert.equal(place(test), undefined);
  });

  it('goes back to where the reader was, and stays there until the reader moves', () => {
    const test = open({}, { conversation: 'c1', place: { id: 'q4', offset: -30 } });
    assert.equal(layout.edgeOf(turn(test, 6)), -30);
    assert.equal(latest(test).hidden, false);
    // The turns above it are drawn by and by.
    layout.heightOf = (each) => (each === turn(test, 0) ? 900 : 100);
    layout.resize('.turns');
    assert.equal(layout.edgeOf(turn(test, 6)), -30);
    mock.timers.tick(300);
    test.find('.thread').dispatchEvent(new Event('scroll'));
    mock.timers.tick(300);
    assert.deepEqual(place(test), { id: 'q4', offset: -30 });
    layout.scrollTo(layout.top - 10);
    const left = layout.top;
    layout.heightOf = (each) => (each === turn(test, 0) ? 950 : 100);
    layout.resize('.turns');
    assert.equal(layout.top, left);
  });

  it('does not go back to a place in another conversation, or to a turn that is gone', () => {
    open({}, { conversation: 'c2', place: { id: 'q4', offset: -30 } });
    assert.equal(layout.top, layout.end);
    open({}, { conversation: 'c1', place: { id: 'gone', offset: -30 } });
    assert.equal(layout.top, layout.end);
  });

  it('stops going back to a place once a question is asked or the end is wanted', () => {
    const remembered = { conversation: 'c1', place: { id: 'q4', offset: -30 } };
    const test = open({}, remembered);
    test.send({
      type: 'begin',
      after: 'a5',
      question: { ...question, id: 'q6' },
      answer: answer({ id: 'a6' }),
    });
    assert.equal(layout.top, layout.end);
    layout.heightOf = () => 150;
    layout.resize('.turns');
    assert.equal(layout.top, layout.end);
    layout.heightOf = () => 100;
    const other = open({}, remembered);
    latest(other).click();
    layout.resize('.turns');
    assert.equal(layout.top, layout.end);
  });

  it('stays where the reader is when the same conversation comes anew', () => {
    const test = open();
    layout.scrollTo(250);
    test.send(state({ turns: conversation }));
    assert.equal(layout.edgeOf(turn(test, 2)), -50);
    test.send(state({ conversation: 'c2', turns: conversation }));
    layout.resize('.turns');
    assert.equal(layout.top, layout.end);
  });

  it('goes to the end when a question is asked, wherever the reader is', () => {
    const test = open();
    layout.scrollTo(100);
    test.send({
      type: 'begin',
      after: 'a5',
      question: { ...question, id: 'q6' },
      answer: answer({ id: 'a6' }),
    });
    assert.equal(layout.top, 900);
    assert.equal(latest(test).hidden, true);
  });

  it('leaves the reader alone while another branch is shown below', () => {
    const test = open();
    layout.scrollTo(250);
    test.send({ type: 'branch', after: 'q5', turns: [answered('other')] });
    assert.equal(layout.edgeOf(turn(test, 2)), -50);
    assert.equal(latest(test).hidden, false);
  });

  it('stays at the end with another answer, and at its place with a longer branch', () => {
    const test = open();
    test.send({ type: 'branch', after: 'q5', turns: [answered('other')] });
    assert.equal(latest(test).hidden, true);
    assert.equal(layout.top, layout.end);
    test.send({ type: 'branch', after: 'a3', turns: [asked('x'), answered('y')] });
    assert.equal(latest(test).hidden, false);
    layout.heightOf = () => 200;
    layout.resize('.turns');
    assert.ok(layout.top < layout.end);
  });

  it('stays at the end while a longer branch is answered', () => {
    const test = open();
    test.send({ type: 'branch', after: 'a3', turns: [asked('x'), answer({ id: 'y' })] });
    assert.equal(latest(test).hidden, true);
    layout.heightOf = () => 200;
    layout.resize('.turns');
    assert.equal(layout.top, layout.end);
  });

  it('keeps what is seen in its place while earlier turns come above it', () => {
    const test = open({ earlier: true });
    layout.scrollTo(250);
    test.send({ type: 'earlier', turns: [asked('q0'), answered('a0')], earlier: false });
    assert.equal(layout.edgeOf(turn(test, 4)), -50);
    layout.scrollTo(layout.end);
    test.send({ type: 'earlier', turns: [asked('q-1'), answered('a-1')], earlier: false });
    layout.resize('.turns');
    assert.equal(layout.top, layout.end);
  });

  it('follows the focus to a turn above, and does not go back to the end by itself', () => {
    const test = open();
    let seen: unknown;
    for (const each of test.root.querySelectorAll<HTMLElement>('.turn'))
      each.scrollIntoView = (how) => {
        seen = how;
        test.find('.thread').scrollTop = layout.top + Math.min(0, layout.edgeOf(each));
      };
    const up = () => press(document.activeElement as HTMLElement, 'ArrowUp', { altKey: true });
    test.input.focus();
    for (let times = 0; times < 3; times += 1) up();
    assert.equal(layout.top, 700);
    assert.deepEqual(seen, { block: 'nearest' });
    assert.equal(latest(test).hidden, true);
    up();
    assert.equal(layout.top, 600);
    assert.equal(latest(test).hidden, false);
  });

  it('is where it was after the list of conversations was shown', () => {
    const test = open();
    layout.scrollTo(250);
    test.send({ type: 'page', page: 'history' });
    layout.heightOf = () => 0;
    layout.resize('.turns');
    layout.heightOf = () => 100;
    test.send({ type: 'page', page: 'chat' });
    assert.equal(layout.top, 250);
  });

  it('is where it was after the same came anew behind the list', () => {
    const test = open();
    layout.scrollTo(250);
    test.send({ type: 'page', page: 'history' }, state({ turns: conversation }), {
      type: 'page',
      page: 'chat',
    });
    assert.equal(layout.edgeOf(turn(test, 2)), -50);
  });

  it('is not scrolled by less than a pixel', () => {
    const test = open({}, { conversation: 'c1', place: { id: 'q4', offset: -30 } });
    for (const [added, top] of [
      [0.5, 630],
      [1, 631],
    ] as const) {
      layout.heightOf = (each) => (each === turn(test, 0) ? 100 + added : 100);
      layout.resize('.turns');
      assert.equal(layout.top, top);
    }
  });

  it('forgets the place of a conversation that is not shown any more', () => {
    const test = open();
    layout.scrollTo(250);
    test.send(state({ conversation: 'c2', turns: conversation }));
    mock.timers.tick(1000);
    assert.equal(place(test), undefined);
  });
});
