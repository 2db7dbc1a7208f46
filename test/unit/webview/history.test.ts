import { mock } from 'node:test';
import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';
import { createTestHistory, focusedId, press, row, searches, type } from './historyFakes.ts';

describe('history page', () => {
  useBrowser();
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  it('searches when typing pauses, and not for half a composition', () => {
    const { page, posted, search } = createTestHistory();
    page.show();
    type(search, 'de');
    mock.timers.tick(100);
    type(search, 'deb ');
    mock.timers.tick(119);
    assert.deepEqual(searches(posted), ['']);
    mock.timers.tick(1);
    assert.deepEqual(searches(posted), ['', 'deb']);
    type(search, 'deb');
    mock.timers.tick(200);
    type(search, 'fang', true);
    mock.timers.tick(1000);
    assert.deepEqual(searches(posted), ['', 'deb']);
    type(search, '防', true);
    search.dispatchEvent(new Event('compositionend', { bubbles: true }));
    mock.timers.tick(120);
    assert.deepEqual(searches(posted), ['', 'deb', '防']);
  });

  it('passes over the answer to what is not searched for any more, and says once how many were found', () => {
    const { show, said, search, ids, find } = createTestHistory();
    show([row('a'), row('b')]);
    assert.deepEqual(said, []);
    type(search, 'debounce');
    mock.timers.tick(120);
    show([row('a')], '', 2);
    assert.deepEqual(ids(), ['a', 'b']);
    show([row('a', { title: 'Debounce <b>it</b>' })], 'debounce', 2);
    show([row('a', { title: 'Debounce <b>it</b>', busy: true })], 'debounce', 2);
    assert.deepEqual(said, ['1 chat found']);
    assert.deepEqual(ids(), ['a']);
    assert.equal(find('.history-title').textContent, 'Debounce <b>it</b>');
    assert.equal(find('.history-title mark').textContent, 'Debounce');
    show([], 'debounce', 2);
    assert.match(find('.history-message').textContent ?? '', /Nothing found for “debounce”/);
  });

  it('says once what was not found, and that there is nothing', () => {
    const { show, said, search, find } = createTestHistory();
    show([row('a'), row('b')]);
    for (const query of ['one', 'two', 'three']) {
      type(search, query);
      mock.timers.tick(120);
      show([], query, 2);
      show([], query, 2);
      assert.match(find('.history-message').textContent ?? '', new RegExp(`“${query}”`));
    }
    assert.deepEqual(
      said,
      ['one', 'two', 'three'].map((query) => `Nothing found for “${query}”.`),
    );
    type(search, 'both');
    mock.timers.tick(120);
    show([row('a'), row('b')], 'both', 2);
    assert.equal(said.at(-1), '2 chats found');
  });

  it('shows the text that was found instead of the model', () => {
    const { show, search, find } = createTestHistory();
    type(search, 'throttle');
    mock.timers.tick(120);
    show([row('a', { excerpt: '… or throttle it …' })], 'throttle');
    assert.equal(find('.history-detail').textContent, '… or throttle it …');
    assert.equal(find('.history-detail mark').textContent, 'throttle');
  });

  it('offers a chat where there is none, and nothing to export', () => {
    const { show, find, posted } = createTestHistory();
    show([]);
    assert.equal(find('.history-kept').hidden, true);
    assert.equal(find('.history-message').hidden, false);
    find('.history-message button').click();
    assert.deepEqual(posted, [{ type: 'new-chat' }]);
    show([row('a')]);
    assert.equal(find('.history-message').hidden, true);
    assert.equal(find('.history-kept').textContent, '1 chat, kept on this computer only');
  });

  it('opens a conversation here, and with Ctrl or Cmd in a tab', () => {
    const { show, open, posted } = createTestHistory();
    show([row('a')]);
    open('a').click();
    open('a').dispatchEvent(new MouseEvent('click', { bubbles: true, ctrlKey: true }));
    open('a').dispatchEvent(new MouseEvent('click', { bubbles: true, metaKey: true }));
    press(open('a'), 'Enter', { ctrlKey: true });
    assert.deepEqual(posted, [
      { type: 'open-conversation', id: 'a', place: 'here' },
      ...Array(3).fill({ type: 'open-conversation', id: 'a', place: 'editor' }),
    ]);
    assert.equal(press(open('a'), 'Enter').defaultPrevented, false);
  });

  it('carries out what the buttons of a row say', () => {
    const { show, action, posted } = createTestHistory();
    show([row('a'), row('b', { pinned: true })]);
    for (const name of ['pin', 'export', 'open-in-editor', 'delete']) action('a', name).click();
    action('b', 'pin').click();
    assert.deepEqual(posted, [
      { type: 'pin-conversation', id: 'a', pinned: true },
      { type: 'export-conversation', id: 'a' },
      { type: 'open-conversation', id: 'a', place: 'editor' },
      { type: 'delete-conversation', id: 'a' },
      { type: 'pin-conversation', id: 'b', pinned: false },
    ]);
    assert.equal(action('a', 'delete').getAttribute('aria-label'), 'Delete: Title a');
    show([row('a', { title: 'Another', pinned: true }), row('b')]);
    assert.equal(action('a', 'pin').getAttribute('aria-label'), 'Unpin: Another');
  });

  it('renames in place: Enter keeps, Escape does not, an input method’s Enter is its own', () => {
    const { show, open, action, find, posted, leaves } = createTestHistory();
    show([row('a'), row('b')]);
    const edit = (text: string) => {
      press(open('a'), 'F2');
      const input = find('.history-rename') as HTMLInputElement;
      assert.equal(document.activeElement, input);
      input.value = text;
      return input;
    };
    open('a').focus();
    press(edit('given up'), 'Escape');
    assert.equal(focusedId(), 'a');
    press(edit('  '), 'Enter');
    press(edit('Title a'), 'Enter');
    const input = edit(' 新标题 ');
    press(input, 'Enter', { isComposing: true });
    press(input, 'Delete');
    press(input, '/');
    assert.deepEqual(posted, []);
    // The list changes meanwhile.
    show([row('c'), row('b'), row('a', { busy: true })]);
    assert.equal(document.activeElement, input);
    press(input, 'Enter');
    const renamed = { type: 'rename-conversation', id: 'a', title: '新标题' };
    assert.deepEqual(posted, [renamed]);
    assert.equal(find('[data-id=a] .history-title').textContent, '新标题');
    assert.equal(leaves(), 0);
    action('b', 'rename').click();
    (find('.history-rename') as HTMLInputElement).value = 'By going elsewhere';
    open('a').focus();
    mock.timers.tick(1);
    assert.deepEqual(posted, [
      renamed,
      { type: 'rename-conversation', id: 'b', title: 'By going elsewhere' },
    ]);
    assert.equal(focusedId(), 'a');
  });

  it('does not rename what is deleted meanwhile', () => {
    const { show, open, find, posted } = createTestHistory();
    show([row('a'), row('b')]);
    press(open('a'), 'F2');
    (find('.history-rename') as HTMLInputElement).value = 'Too late';
    show([row('b')]);
    mock.timers.tick(1);
    assert.deepEqual(posted, []);
    assert.equal(focusedId(), 'b');
  });

  it('clears the search on Escape, then leaves, and stops no answer', () => {
    const { show, open, search, posted, leaves } = createTestHistory();
    let reached = 0;
    document.body.addEventListener('keydown', () => {
      reached += 1;
    });
    show([row('a')]);
    type(search, 'a');
    mock.timers.tick(120);
    show([row('a')], 'a');
    open('a').focus();
    press(search, 'Escape', { isComposing: true });
    reached = 0;
    press(open('a'), 'Escape');
    assert.deepEqual([search.value, leaves(), document.activeElement], ['', 0, search]);
    assert.deepEqual(searches(posted), ['a', '']);
    press(search, 'Escape');
    assert.equal(leaves(), 1);
    assert.equal(reached, 0);
  });

  it('remembers how it is grouped', () => {
    const { show, find, grouped, ids } = createTestHistory(true);
    show([row('a', { here: false, workspace: 'site' }), row('b')]);
    const toggle = find('.history-grouping');
    assert.equal(toggle.getAttribute('aria-pressed'), 'true');
    assert.deepEqual(ids(), ['b', 'a']);
    toggle.click();
    assert.equal(grouped(), false);
    assert.equal(toggle.getAttribute('aria-pressed'), 'false');
    assert.deepEqual(ids(), ['a', 'b']);
  });
});
