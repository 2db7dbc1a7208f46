import { describe, it } from 'mocha';
import { assert } from './assert.ts';
import { movedIn } from './assertDrawn.ts';
import { useBrowser } from './browser.ts';
import { createTestHistory, focusedId, press, row, type } from './historyFakes.ts';

describe('keys and clicks on the rows of the history', () => {
  useBrowser();

  function create(...ids: readonly string[]) {
    const test = createTestHistory();
    test.show(ids.map((id) => row(id)));
    return test;
  }

  it('go through the rows and are taken', () => {
    const { open, search } = create('a', 'b', 'c');
    open('b').focus();
    for (const [key, id] of [
      ['ArrowUp', 'a'],
      ['End', 'c'],
      ['ArrowUp', 'b'],
      ['ArrowDown', 'c'],
      ['Home', 'a'],
      ['ArrowDown', 'b'],
    ] as const) {
      assert.equal(press(document.activeElement as Element, key).defaultPrevented, true);
      assert.equal(focusedId(), id, key);
    }
    press(open('a'), 'ArrowUp');
    assert.equal(document.activeElement, search);
  });

  it('delete with Delete and Command+Backspace, not with Backspace', () => {
    const { open, posted } = create('a');
    assert.equal(press(open('a'), 'Backspace').defaultPrevented, false);
    assert.deepEqual(posted, []);
    assert.equal(press(open('a'), 'Backspace', { metaKey: true }).defaultPrevented, true);
    assert.equal(press(open('a'), 'Delete').defaultPrevented, true);
    assert.deepEqual(posted, Array(2).fill({ type: 'delete-conversation', id: 'a' }));
  });

  it('open in a tab with Ctrl or Command and Enter on the row, not on its buttons', () => {
    const { open, action, posted } = create('a');
    assert.equal(press(action('a', 'pin'), 'Enter', { ctrlKey: true }).defaultPrevented, false);
    assert.equal(press(open('a'), 'Enter').defaultPrevented, false);
    assert.deepEqual(posted, []);
    assert.equal(press(open('a'), 'Enter', { ctrlKey: true }).defaultPrevented, true);
    assert.equal(press(open('a'), 'Enter', { metaKey: true }).defaultPrevented, true);
    assert.deepEqual(posted, Array(2).fill({ type: 'open-conversation', id: 'a', place: 'editor' }));
  });

  it('leave all other keys alone, those of an input method, and those beside the rows', () => {
    const { open, find, posted } = create('a', 'b');
    open('a').focus();
    assert.equal(press(open('a'), 'x').defaultPrevented, false);
    assert.equal(press(open('a'), ' ').defaultPrevented, false);
    for (const key of ['ArrowDown', 'Delete', 'F2'])
      assert.equal(press(open('a'), key, { isComposing: true }).defaultPrevented, false);
    assert.equal(press(find('.history-list'), 'ArrowDown').defaultPrevented, false);
    assert.equal(press(find('.history-list h2'), 'Delete').defaultPrevented, false);
    assert.equal(focusedId(), 'a');
    assert.deepEqual(posted, []);
  });

  it('rename with F2, and give the focus back to the row', () => {
    const { open, find, posted } = create('a');
    assert.equal(press(open('a'), 'F2').defaultPrevented, true);
    const field = find('.history-rename') as HTMLInputElement;
    field.value = 'New';
    press(field, 'Enter');
    assert.equal(focusedId(), 'a');
    assert.deepEqual(posted, [{ type: 'rename-conversation', id: 'a', title: 'New' }]);
  });

  it('do nothing beside the buttons of a row', () => {
    const { find, open, posted } = create('a');
    find('[data-id=a]').click();
    find('.history-list h2').click();
    find('.history-list').click();
    assert.deepEqual(posted, []);
    open('a').querySelector<HTMLElement>('.history-title')?.click();
    assert.deepEqual(posted, [{ type: 'open-conversation', id: 'a', place: 'here' }]);
  });

  it('carry out an action where its picture is clicked', () => {
    const { action, posted } = create('a');
    action('a', 'pin').querySelector<HTMLElement>('.codicon')?.click();
    assert.deepEqual(posted, [{ type: 'pin-conversation', id: 'a', pinned: true }]);
  });

  it('make the actions of the row under the pointer or with the focus, and only of that one', () => {
    const { find, open } = create('a', 'b', 'c');
    const prepared = () =>
      ['a', 'b', 'c'].filter((id) => find(`[data-id=${id}]`).querySelector('.history-actions'));
    find('.history-list').dispatchEvent(new Event('pointerover', { bubbles: true }));
    assert.deepEqual(prepared(), []);
    open('b').dispatchEvent(new Event('pointerover', { bubbles: true }));
    assert.deepEqual(prepared(), ['b']);
    open('c').focus();
    assert.deepEqual(prepared(), ['b', 'c']);
  });
});

describe('a change of the rows of the history', () => {
  useBrowser();

  it('moves nothing that stays where it is', () => {
    const { show, find } = createTestHistory();
    const old = { updatedAt: 0 };
    const pinned = { pinned: true };
    const list = () => find('.history-list');
    show([row('p', pinned), row('a'), row('b'), row('x', old), row('y', old)]);
    const moved = (...rows: Parameters<typeof row>[]) =>
      movedIn(list(), () => show(rows.map((each) => row(...each)))).filter((name) => name !== '#text');
    assert.deepEqual(moved(['p', pinned], ['a'], ['b'], ['x', old], ['y', old]), []);
    assert.deepEqual(moved(['p', pinned], ['n'], ['a'], ['b'], ['x', old], ['y', old]), ['li']);
    assert.deepEqual(moved(['p', pinned], ['n'], ['b'], ['x', old], ['y', old]), ['li']);
    // Out of its group into another one: taken from there, put in here.
    assert.deepEqual(moved(['p', pinned], ['b', pinned], ['n'], ['x', old], ['y', old]), ['li', 'li']);
    assert.deepEqual(moved(['b'], ['n'], ['x', old], ['y', old]), ['li', 'li', 'li', 'section']);
    assert.deepEqual(moved(['b'], ['n']), ['li', 'li', 'section']);
  });

  it('draws headings again that are back', () => {
    const { show, find, ids } = createTestHistory();
    const headings = () =>
      [...find('.history-list').querySelectorAll('h2')].map(({ textContent }) => textContent);
    show([row('a'), row('x', { pinned: true })]);
    show([row('a')]);
    assert.deepEqual(headings(), ['Today']);
    show([row('a'), row('x', { pinned: true })]);
    assert.deepEqual(headings(), ['Pinned', 'Today']);
    assert.deepEqual(ids(), ['x', 'a']);
  });

  it('shows as many rows at once as fit on a screen, then ten in each step', () => {
    const { show, ids, frame, page } = createTestHistory();
    const many = (count: number) => Array.from({ length: count }, (_, index) => row(`r${index}`));
    show(many(40));
    assert.equal(ids().length, 40);
    assert.equal(frame(), undefined, 'nothing is left to be done');
    show(many(41));
    assert.equal(ids().length, 40);
    frame();
    assert.equal(ids().length, 41);
    show(many(500));
    assert.equal(ids().length, 41);
    const list = page.element.querySelector('section');
    assert.equal(list?.style.getPropertyValue('--rows'), '500');
    const before = ids().length;
    frame();
    assert.equal((ids().length - before) % 10, 9, 'whole steps after the first one of nine new rows');
  });

  it('goes to the last row that there is, while others are still to be made', () => {
    const { show, open, settle } = createTestHistory();
    show(Array.from({ length: 60 }, (_, index) => row(`r${index}`)));
    open('r0').focus();
    press(open('r0'), 'End');
    assert.equal(focusedId(), 'r39');
    press(open('r39'), 'ArrowDown');
    assert.equal(focusedId(), 'r39');
    settle();
    press(open('r39'), 'End');
    assert.equal(focusedId(), 'r59');
  });

  it('gives the focus to the next row where its own is gone, or else to the one before, or to the search', () => {
    const { show, open, search } = createTestHistory();
    const only = (...ids: readonly string[]) => show(ids.map((id) => row(id)));
    only('a', 'b', 'c', 'd');
    open('b').focus();
    only('a', 'd', 'c');
    assert.equal(focusedId(), 'c');
    only('a', 'd');
    assert.equal(focusedId(), 'd');
    only('a');
    assert.equal(focusedId(), 'a');
    only();
    assert.equal(document.activeElement, search);
  });

  it('takes the focus from nobody', () => {
    const { show, search, open } = createTestHistory();
    show([row('a'), row('b')]);
    search.focus();
    show([row('b'), row('a')]);
    show([row('a')]);
    assert.equal(document.activeElement, search);
    open('a').focus();
    (document.activeElement as HTMLElement).blur();
    show([row('c'), row('a', { pinned: true })]);
    assert.equal(document.activeElement, document.body);
  });

  it('keeps the focus in a row that moves, and scrolls nowhere for it', () => {
    const { show, open, settle } = createTestHistory();
    show([row('a'), row('b')]);
    const own = open('a');
    own.focus();
    const asked: (FocusOptions | undefined)[] = [];
    const focus = own.focus.bind(own);
    own.focus = (options) => {
      asked.push(options);
      focus(options);
    };
    show([row('b'), row('a', { pinned: true })]);
    settle();
    assert.equal(document.activeElement, own);
    for (const options of asked) assert.deepEqual(options, { preventScroll: true });
  });

  it('groups by folder when that is chosen, and says so', () => {
    const { show, find, grouped, search } = createTestHistory();
    show([row('a'), row('b', { workspace: 'site', here: false })]);
    const toggle = find('.history-grouping');
    const headings = () =>
      [...find('.history-list').querySelectorAll('h2')].map(({ textContent }) => textContent);
    assert.deepEqual(headings(), ['Today']);
    toggle.click();
    assert.deepEqual(headings(), ['hanlin', 'site']);
    assert.equal(grouped(), true);
    assert.equal(toggle.getAttribute('aria-pressed'), 'true');
    type(search, '');
    toggle.click();
    assert.deepEqual(headings(), ['Today']);
    assert.equal(grouped(), false);
  });
});
