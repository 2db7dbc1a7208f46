import type { Answer, Question, Turn } from '../../../src/shared/protocol.ts';
import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';
import { answer, createTestPanel, press, question, state, type TestPanel } from './fakes.ts';

const done = { state: 'done', meta: {} } as const;
const asked = (id: string, changes: Partial<Question> = {}): Question => ({
  ...question,
  id,
  text: `Question ${id}`,
  ...changes,
});
const answered = (id: string, changes: Partial<Answer> = {}): Answer =>
  answer({ id, text: `Answer ${id}`, status: done, ...changes });
const conversation = [asked('q1'), answered('a1'), asked('q2'), answered('a2')];

describe('the turns of a conversation', () => {
  useBrowser();

  function open(turns: readonly Turn[] = conversation, earlier = false): TestPanel {
    const test = createTestPanel();
    test.send(state({ turns: [...turns], earlier }));
    return test;
  }

  const turns = ({ root }: TestPanel) => [...root.querySelectorAll<HTMLElement>('.turn')];
  const turn = (test: TestPanel, index: number) => turns(test)[index] as HTMLElement;
  const newest = (test: TestPanel) =>
    [...test.root.querySelectorAll('[data-newest]')].map((each) => turns(test).indexOf(each as HTMLElement));
  const isFocused = (element: Element | null | undefined) => document.activeElement === element;

  function click(target: Element): { readonly prevented: boolean; readonly reached: boolean } {
    let reached = false;
    const note = () => {
      reached = true;
    };
    document.body.addEventListener('click', note);
    const event = new MouseEvent('click', { bubbles: true, cancelable: true });
    target.dispatchEvent(event);
    document.body.removeEventListener('click', note);
    return { prevented: event.defaultPrevented, reached };
  }

  it('open their links themselves, wherever in them the click is, and leave other clicks alone', () => {
    const test = open([
      asked('q1'),
      answered('a1', { text: '[**there**](https://a.example/) and src/a.ts' }),
    ]);
    test.send({ type: 'paths', found: ['src/a.ts'] });
    test.posted.length = 0;
    assert.deepEqual(click(test.find('.markdown a strong')), { prevented: true, reached: false });
    assert.deepEqual(click(test.find('.file-link .codicon')), { prevented: true, reached: false });
    assert.deepEqual(test.posted, [
      { type: 'open-link', url: 'https://a.example/' },
      { type: 'open-path', path: 'src/a.ts' },
    ]);
    assert.deepEqual(click(test.find('.markdown p')), { prevented: false, reached: true });
    const anchor = test.find('.markdown p').appendChild(document.createElement('a'));
    assert.deepEqual(click(anchor), { prevented: false, reached: true });
    assert.equal(test.posted.length, 2);
  });

  it('open the file that has the focus with Enter, and with no other key', () => {
    const test = open([asked('q1'), answered('a1', { text: 'src/a.ts' })]);
    test.send({ type: 'paths', found: ['src/a.ts'] });
    test.posted.length = 0;
    const link = test.find('.file-link');
    assert.equal(press(link, 'a').defaultPrevented, false);
    assert.equal(press(test.find('.markdown p'), 'Enter').defaultPrevented, false);
    assert.deepEqual(test.posted, []);
    assert.equal(press(link, 'Enter').defaultPrevented, true);
    assert.deepEqual(test.posted, [{ type: 'open-path', path: 'src/a.ts' }]);
  });

  it('take a key only if it means something to them', () => {
    const test = open();
    assert.equal(press(turn(test, 0), 'x').defaultPrevented, false);
    assert.equal(press(turn(test, 0), 'c').defaultPrevented, true);
    assert.equal(press(test.find('.turns'), 'c').defaultPrevented, false);
    assert.equal(test.posted.length, 1);
  });

  it('have the last of them marked, whatever comes or goes', () => {
    const test = open();
    assert.deepEqual(newest(test), [3]);
    test.send({ type: 'begin', after: 'a2', question: asked('q3'), answer: answer({ id: 'a3' }) });
    assert.deepEqual(newest(test), [5]);
    test.send({ type: 'restart', id: 'a3', answer: answer({ id: 'a3' }) });
    assert.deepEqual(newest(test), [5]);
    test.send({ type: 'branch', after: 'a1', turns: [] });
    assert.deepEqual(newest(test), [1]);
    test.send({ type: 'branch', after: null, turns: [] });
    assert.deepEqual(newest(test), []);
  });

  it('change only where an event says, and by an id that is there', () => {
    const test = open();
    const before = test.find('.turns').innerHTML;
    test.send(
      { type: 'delta', sequence: 0, id: 'gone', text: 'x' },
      { type: 'delta', sequence: 1, id: 'q1', text: 'x' },
      { type: 'status', id: 'gone', status: { state: 'answering' } },
      { type: 'restart', id: 'gone', answer: answer({ id: 'gone' }) },
    );
    assert.equal(test.find('.turns').innerHTML, before);
    test.send({ type: 'restart', id: 'a1', answer: answer({ id: 'a1', text: 'Anew' }) });
    assert.deepEqual(
      turns(test).map((each) => each.querySelector('.bubble, .markdown')?.textContent),
      ['Question q1', 'Anew', 'Question q2', 'Answer a2'],
    );
  });

  it('are asked again by arrow up, the last one first', () => {
    const test = open();
    test.input.focus();
    press(test.input, 'ArrowUp');
    assert.equal(test.input.value, 'Question q2');
    press(test.input, 'ArrowUp');
    assert.equal(test.input.value, 'Question q1');
    test.send({ type: 'branch', after: 'a1', turns: [] });
    press(test.input, 'ArrowDown');
    assert.equal(test.input.value, '');
  });

  it('give the focus to what takes the place of the one that had it', () => {
    const branch = { index: 2, count: 3 };
    const ways: readonly (readonly [string, readonly Turn[], (test: TestPanel) => Element | null])[] = [
      ['.turn:last-of-type', [answered('b2')], (test) => turn(test, 3)],
      [
        '.turn:last-of-type .next',
        [answered('b2', { branch })],
        (test) => turn(test, 3).querySelector('.next'),
      ],
      [
        '.turn:last-of-type .previous',
        [answered('b2', { branch })],
        (test) => turn(test, 3).querySelector('.previous'),
      ],
      ['.turn:last-of-type .next', [answered('b2')], (test) => turn(test, 3)],
      ['.turn:last-of-type .next', [], (test) => turn(test, 2)],
    ];
    for (const [focused, next, expected] of ways) {
      const test = open([...conversation.slice(0, 3), answered('a2', { branch })]);
      test.find(focused).focus();
      test.send({ type: 'branch', after: 'q2', turns: [...next] });
      assert.ok(isFocused(expected(test)), `${focused} ${next.length}`);
    }
    const test = open();
    turn(test, 0).focus();
    test.send({ type: 'branch', after: null, turns: [] });
    assert.ok(isFocused(test.find('.thread')));
  });

  it('give it to an answer that is asked for again, and take it from nowhere else', () => {
    for (const [focused, expected] of [
      ['.turn:nth-of-type(2) button', '.turn:nth-of-type(2)'],
      ['.turn:nth-of-type(4) button', '.turn:nth-of-type(4) button'],
      ['textarea', 'textarea'],
    ] as const) {
      const test = open();
      test.find(focused).focus();
      test.send({ type: 'restart', id: 'a1', answer: answer({ id: 'b1', text: 'Anew' }) });
      assert.ok(isFocused(test.find(expected)), focused);
    }
  });

  it('take no focus from elsewhere, or from a turn that stays', () => {
    const test = open();
    test.input.focus();
    test.send({ type: 'branch', after: 'q2', turns: [answered('b2')] });
    assert.ok(isFocused(test.input));
    turn(test, 0).focus();
    test.send({ type: 'branch', after: 'q2', turns: [answered('c2')] });
    assert.ok(isFocused(turn(test, 0)));
  });

  it('are focused without scrolling when they take a place', () => {
    const test = open();
    const options: unknown[] = [];
    const { focus } = HTMLElement.prototype;
    HTMLElement.prototype.focus = function (how) {
      options.push(how);
      focus.call(this, how);
    };
    turn(test, 3).focus();
    test.send({ type: 'branch', after: 'q2', turns: [answered('b2')] });
    HTMLElement.prototype.focus = focus;
    assert.deepEqual(options, [undefined, { preventScroll: true }]);
  });

  it('are not moved where they are in their places already', () => {
    const test = open([...conversation, asked('q3'), answered('a3')]);
    const list = test.find('.turns');
    const moved: Node[] = [];
    const insert = list.insertBefore.bind(list);
    list.insertBefore = <Inserted extends Node>(node: Inserted, before: Node | null) => {
      moved.push(node);
      return insert(node, before);
    };
    const kept = turn(test, 3);
    test.send({ type: 'branch', after: 'q2', turns: [answered('a2'), asked('q4'), answered('a4')] });
    assert.ok(turn(test, 3) === kept);
    assert.deepEqual(
      moved.map((node) => turns(test).indexOf(node as HTMLElement)),
      [4, 5],
    );
  });

  it('stand below the way to earlier ones, until it is known that there are none', () => {
    const test = open(conversation, true);
    assert.ok(test.find('.turns').firstElementChild === test.find('.earlier'));
    test.send({ type: 'branch', after: 'q1', turns: [] });
    assert.equal(test.find('.earlier').hidden, false);
    test.send({ type: 'begin', after: null, question: asked('q9'), answer: answer({ id: 'a9' }) });
    assert.equal(test.find('.earlier').hidden, true);
  });

  it('make way for the welcome only where there are none before them', () => {
    const test = open([answered('a1')], true);
    test.send({ type: 'branch', after: 'elsewhere', turns: [] });
    assert.equal(turns(test).length, 0);
    assert.equal(test.root.querySelector('.empty-state'), null);
    assert.equal(test.find('.earlier').hidden, false);
  });

  it('have a heading for the screen reader, where the welcome has its own', () => {
    const test = open([]);
    const heading = test.find('.thread-frame > h1');
    assert.equal(heading.hidden, true);
    test.send({ type: 'begin', after: null, question, answer: answer() });
    assert.equal(heading.hidden, false);
    assert.equal(open().find('.thread-frame > h1').hidden, false);
    const thread = test.find('.thread');
    assert.deepEqual(
      ['role', 'aria-label', 'aria-live', 'tabindex'].map((name) => thread.getAttribute(name)),
      ['log', 'Conversation', 'off', '0'],
    );
  });

  it('give the focus to the last that came, only where the button that fetched them had it', () => {
    const test = open(conversation, true);
    test.input.focus();
    test.send({ type: 'earlier', turns: [asked('q0'), answered('a0')], earlier: true });
    assert.ok(isFocused(test.input));
    test.find('.earlier').focus();
    test.send({ type: 'earlier', turns: [asked('q-1'), answered('a-1')], earlier: true });
    assert.ok(isFocused(turn(test, 1)));
  });

  it('can be gone through to both ends', () => {
    const test = open();
    const seen: number[] = [];
    const go = (key: string) => {
      press(document.activeElement as HTMLElement, key, { altKey: true });
      seen.push(turns(test).indexOf(document.activeElement as HTMLElement));
    };
    test.input.focus();
    for (let times = 0; times < 5; times += 1) go('ArrowUp');
    for (let times = 0; times < 4; times += 1) go('ArrowDown');
    assert.deepEqual(seen, [3, 2, 1, 0, 0, 1, 2, 3, -1]);
    assert.ok(isFocused(test.input));
  });
});
