import { mock } from 'node:test';
import fc from 'fast-check';
import type { HistoryRow, ViewIntention } from '../../../src/shared/protocol.ts';
import { viewStrings } from '../../../src/shared/strings.ts';
import { createFrameQueue } from '../../../src/webview/frameQueue.ts';
import { groupRows } from '../../../src/webview/history/historyGroups.ts';
import { createHistoryPage } from '../../../src/webview/history/historyPage.ts';
import { matchRanges } from '../../../src/webview/history/matchRanges.ts';
import { createTimeText } from '../../../src/webview/history/timeText.ts';
import type { PanelContext } from '../../../src/webview/panelContext.ts';
import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';

function row(id: string, changes: Partial<HistoryRow> = {}): HistoryRow {
  return {
    id,
    title: `Title ${id}`,
    model: 'GLM',
    count: 4,
    updatedAt: Date.now(),
    pinned: false,
    workspace: 'hanlin',
    here: true,
    busy: false,
    current: false,
    ...changes,
  };
}

describe('history groups', () => {
  const now = new Date(2026, 10, 21, 0, 30).getTime();
  const grouping = {
    now,
    byWorkspace: false,
    searched: false,
    texts: viewStrings,
    timeText: createTimeText('en'),
  };
  const daysAgo = (days: number, hours = 12) => new Date(2026, 10, 21 - days, hours).getTime();
  const shape = (rows: readonly HistoryRow[], changes: Partial<typeof grouping> = {}) =>
    groupRows(rows, { ...grouping, ...changes }).map(({ label, rows: own }) => [
      label,
      ...own.map(({ id }) => id),
    ]);

  it('counts days by midnights', () => {
    const rows = [
      row('future', { updatedAt: now + 60_000 }),
      row('today', { updatedAt: daysAgo(0, 0) }),
      row('an hour ago', { updatedAt: daysAgo(1, 23) }),
      row('yesterday', { updatedAt: daysAgo(1, 0) }),
      row('2', { updatedAt: daysAgo(2, 23) }),
      row('7', { updatedAt: daysAgo(7, 0) }),
      row('8', { updatedAt: daysAgo(8, 23) }),
      row('30', { updatedAt: daysAgo(30, 0) }),
      row('31', { updatedAt: daysAgo(31, 23) }),
      row('October', { updatedAt: new Date(2026, 9, 1).getTime() }),
      row('last year', { updatedAt: new Date(2025, 9, 20).getTime() }),
    ];
    assert.deepEqual(shape(rows), [
      ['Today', 'future', 'today'],
      ['Yesterday', 'an hour ago', 'yesterday'],
      ['Past 7 days', '2', '7'],
      ['Past 30 days', '8', '30'],
      ['October 2026', '31', 'October'],
      ['October 2025', 'last year'],
    ]);
  });

  it('has pinned ones first, whatever their age, unless they were searched for', () => {
    const rows = [row('a', { updatedAt: now }), row('b', { updatedAt: daysAgo(90), pinned: true })];
    assert.deepEqual(shape(rows), [
      ['Pinned', 'b'],
      ['Today', 'a'],
    ]);
    assert.deepEqual(shape(rows, { byWorkspace: true }), [
      ['Pinned', 'b'],
      ['hanlin', 'a'],
    ]);
    assert.deepEqual(shape(rows, { searched: true }), [[undefined, 'a', 'b']]);
  });

  it('has this window’s folder first, and tells it from another of the same name', () => {
    const rows = [
      row('a', { workspace: 'site', here: false }),
      row('b', { workspace: '', here: false }),
      row('c', { workspace: 'hanlin', here: false }),
      row('d'),
      row('e', { workspace: 'site', here: false }),
    ];
    assert.deepEqual(shape(rows, { byWorkspace: true }), [
      ['hanlin', 'd'],
      ['site', 'a', 'e'],
      ['No folder', 'b'],
      ['hanlin', 'c'],
    ]);
  });

  it('writes the time in the room there is', () => {
    const times = (language: string) => {
      const timeText = createTimeText(language);
      return [
        timeText.short(new Date(2026, 10, 21, 14, 32).getTime(), now, false),
        timeText.short(daysAgo(1, 9), now, true),
        timeText.short(daysAgo(1, 9), now, false),
        timeText.short(daysAgo(6), now, false),
        timeText.short(daysAgo(7), now, false),
        timeText.short(daysAgo(400), now, false),
      ];
    };
    assert.deepEqual(times('en'), ['14:32', '09:00', 'Fri', 'Sun', 'Nov 14', 'Oct 17, 2025']);
    assert.deepEqual(times('zh-cn'), ['14:32', '09:00', '周五', '周日', '11月14日', '2025年10月17日']);
  });
});

describe('matches in a title', () => {
  const marked = (text: string, query: string) => {
    let result = '';
    let at = 0;
    for (const { start, end } of matchRanges(text, query)) {
      result += `${text.slice(at, start)}[${text.slice(start, end)}]`;
      at = end;
    }
    return result + text.slice(at);
  };

  it('finds whatever the case and the width', () => {
    assert.equal(
      marked('Debounce the search, debounce it', 'DEBOUNCE'),
      '[Debounce] the search, [debounce] it',
    );
    assert.equal(marked('给搜索框加防抖', '防抖'), '给搜索框加[防抖]');
    assert.equal(marked('用 ＧＬＭ 回答', 'glm'), '用 [ＧＬＭ] 回答');
    assert.equal(marked('ﬁx 👍 it', 'fix 👍'), '[ﬁx 👍] it');
  });

  it('finds the words where the whole is not there', () => {
    assert.equal(marked('search the box', 'box search'), '[search] the [box]');
    assert.equal(marked('search the box', ' the box '), 'search [the box]');
    assert.equal(marked('search the box', 'word'), 'search the box');
    assert.equal(marked('search the box', '  '), 'search the box');
  });

  it('keeps its ranges in order, apart and inside the text', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'A', 'ﬁ', 'f', 'i', ' ', '防', '👍', 'İ') });
    fc.assert(
      fc.property(text, text, (title, query) => {
        let last = -1;
        for (const { start, end } of matchRanges(title, query)) {
          assert.ok(start > last && end > start && end <= title.length);
          last = end;
        }
      }),
    );
  });
});

describe('history page', () => {
  useBrowser();
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  function create(byWorkspace = false) {
    const posted: ViewIntention[] = [];
    const said: string[] = [];
    const frames: (() => void)[] = [];
    let left = 0;
    let grouped: boolean | undefined;
    const time = { now: 0 };
    const queue = createFrameQueue({
      requestFrame: (callback) => frames.push(callback),
      afterFrame: () => {},
      // Each look at the clock is a millisecond later: a frame has room for a few steps.
      now: () => time.now++,
    });
    const context = {
      texts: viewStrings,
      frames: queue,
      post: (intention: ViewIntention) => posted.push(intention),
      announce: (text: string) => said.push(text),
    } as unknown as PanelContext;
    const page = createHistoryPage(context, {
      byWorkspace,
      onGroupingChange: (next) => {
        grouped = next;
      },
      onLeave: () => {
        left += 1;
      },
    });
    document.body.replaceChildren(page.element);
    const find = (selector: string): HTMLElement => {
      const found = page.element.querySelector<HTMLElement>(selector);
      if (!found) throw new Error(`nothing matches ${selector}`);
      return found;
    };
    return {
      page,
      posted,
      said,
      find,
      leaves: () => left,
      grouped: () => grouped,
      search: find('[role=searchbox]') as HTMLInputElement,
      frame: () => frames.shift()?.(),
      settle() {
        for (let next = frames.shift(); next; next = frames.shift()) next();
      },
      show(rows: readonly HistoryRow[], query = '', total = rows.length) {
        page.handle({ type: 'history', query, rows: [...rows], total });
      },
      ids: () =>
        [...page.element.querySelectorAll<HTMLElement>('.history-row')].map((own) => own.dataset['id']),
      open: (id: string) => find(`[data-id="${id}"] .history-open`),
      action: (id: string, action: string) => {
        find(`[data-id="${id}"] .history-open`).dispatchEvent(new Event('pointerover', { bubbles: true }));
        return find(`[data-id="${id}"] [data-action="${action}"]`);
      },
    };
  }

  const press = (target: Element, key: string, more: KeyboardEventInit = {}) => {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
    target.dispatchEvent(event);
    return event;
  };
  const type = (input: HTMLInputElement, text: string, isComposing = false) => {
    input.value = text;
    const event = new Event('input', { bubbles: true });
    Object.defineProperty(event, 'isComposing', { value: isComposing });
    input.dispatchEvent(event);
  };
  const focusedId = () => document.activeElement?.closest<HTMLElement>('.history-row')?.dataset['id'];
  const searches = (posted: readonly ViewIntention[]) =>
    posted.flatMap((intention) => (intention.type === 'search-history' ? [intention.query] : []));

  it('searches when typing pauses, and not for half a composition', () => {
    const { page, posted, search } = create();
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
    const { show, said, search, ids, find } = create();
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
    const { show, said, search, find } = create();
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
    const { show, search, find } = create();
    type(search, 'throttle');
    mock.timers.tick(120);
    show([row('a', { excerpt: '… or throttle it …' })], 'throttle');
    assert.equal(find('.history-detail').textContent, '… or throttle it …');
    assert.equal(find('.history-detail mark').textContent, 'throttle');
  });

  it('offers a chat where there is none, and nothing to export', () => {
    const { show, find, posted } = create();
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
    const { show, open, posted } = create();
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
    const { show, action, posted } = create();
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
    const { show, open, action, find, posted, leaves } = create();
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
    const { show, open, find, posted } = create();
    show([row('a'), row('b')]);
    press(open('a'), 'F2');
    (find('.history-rename') as HTMLInputElement).value = 'Too late';
    show([row('b')]);
    mock.timers.tick(1);
    assert.deepEqual(posted, []);
    assert.equal(focusedId(), 'b');
  });

  it('goes through the rows with arrow keys, one of them in the tab order', () => {
    const { show, open, search, page } = create();
    show([row('a'), row('b', { current: true }), row('c', { updatedAt: 0 })]);
    const reachable = () =>
      [...page.element.querySelectorAll<HTMLElement>('.history-open[tabindex="0"]')].map(
        (own) => own.closest<HTMLElement>('.history-row')?.dataset['id'],
      );
    assert.deepEqual(reachable(), ['b']);
    page.focus();
    press(search, 'ArrowDown');
    assert.equal(focusedId(), 'a');
    press(open('a'), 'ArrowDown');
    press(open('b'), 'ArrowDown');
    assert.equal(focusedId(), 'c');
    assert.deepEqual(reachable(), ['c']);
    press(open('c'), 'ArrowDown');
    assert.equal(focusedId(), 'c');
    press(open('c'), 'Home');
    assert.equal(focusedId(), 'a');
    press(open('a'), 'ArrowUp');
    assert.equal(document.activeElement, search);
    press(open('a'), 'End');
    assert.equal(focusedId(), 'c');
    press(open('c'), '/');
    assert.equal(document.activeElement, search);
    assert.equal(press(search, '/').defaultPrevented, false);
  });

  it('has one row in the tab order at any time, and the first one where none is shown beside', () => {
    const { show, open, page } = create();
    const reachable = () =>
      [...page.element.querySelectorAll<HTMLElement>('.history-open')]
        .filter(({ tabIndex }) => tabIndex === 0)
        .map((own) => own.closest<HTMLElement>('.history-row')?.dataset['id']);
    show([row('a'), row('b'), row('c')]);
    assert.deepEqual(reachable(), ['a']);
    open('b').focus();
    assert.deepEqual(reachable(), ['b']);
    show([row('d'), row('b'), row('c')]);
    assert.deepEqual(reachable(), ['b'], 'the one that had the focus stays');
    open('b').blur();
    show([row('d'), row('c')]);
    assert.deepEqual(reachable(), ['d'], 'it is gone');
    show([]);
    assert.deepEqual(reachable(), []);
    show([row('e'), row('f', { current: true })]);
    assert.deepEqual(reachable(), ['f']);
    show([row('g', { pinned: true })]);
    assert.deepEqual(reachable(), ['g']);
  });

  it('clears the search on Escape, then leaves, and stops no answer', () => {
    const { show, open, search, posted, leaves } = create();
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

  it('keeps the focus near a row that is gone', () => {
    const { show, open, search, posted } = create();
    const rows = ['a', 'b', 'c'].map((id) => row(id));
    show(rows);
    open('b').focus();
    press(open('b'), 'Delete');
    assert.deepEqual(posted, [{ type: 'delete-conversation', id: 'b' }]);
    show([row('a'), row('c')]);
    assert.equal(focusedId(), 'c');
    show([row('a')]);
    assert.equal(focusedId(), 'a');
    show([]);
    assert.equal(document.activeElement, search);
    show([row('a'), row('b')]);
    show([row('b')]);
    assert.equal(document.activeElement, search);
  });

  it('keeps a row’s element, its buttons and its focus while the list changes around it', () => {
    const { show, open, action, ids } = create();
    show([row('a'), row('b'), row('c')]);
    const own = open('b');
    const button = action('b', 'pin');
    button.focus();
    show([row('d'), row('c', { busy: true }), row('b', { pinned: true }), row('a')]);
    assert.deepEqual(ids(), ['b', 'd', 'c', 'a']);
    assert.equal(open('b'), own);
    assert.equal(document.activeElement, button);
    show([row('c'), row('b'), row('a')]);
    assert.equal(document.activeElement, button);
  });

  it('remembers how it is grouped', () => {
    const { show, find, grouped, ids } = create(true);
    show([row('a', { here: false, workspace: 'site' }), row('b')]);
    const toggle = find('.history-grouping');
    assert.equal(toggle.getAttribute('aria-pressed'), 'true');
    assert.deepEqual(ids(), ['b', 'a']);
    toggle.click();
    assert.equal(grouped(), false);
    assert.equal(toggle.getAttribute('aria-pressed'), 'false');
    assert.deepEqual(ids(), ['a', 'b']);
  });

  it('makes thousands of rows a few at a time, and of a list that is outdated no more', () => {
    const { show, ids, frame, settle } = create();
    const many = Array.from({ length: 2000 }, (_, index) =>
      row(`r${index}`, { updatedAt: Date.now() - index }),
    );
    show(many);
    const first = ids().length;
    assert.ok(first >= 30 && first <= 60, `${first} rows at once`);
    frame();
    const next = ids().length - first;
    assert.ok(next >= 10 && next <= 60, `${next} rows in a frame`);
    show(many.slice(1, 500));
    settle();
    assert.deepEqual(
      ids(),
      many.slice(1, 500).map(({ id }) => id),
    );
  });

  it('ends with the rows it was given last, whatever came before', () => {
    const anyRow = fc.record({
      id: fc.integer({ min: 0, max: 120 }),
      pinned: fc.boolean(),
      days: fc.integer({ min: 0, max: 60 }),
    });
    const lists = fc.array(
      fc.record({
        rows: fc.uniqueArray(anyRow, { selector: ({ id }) => id, maxLength: 120 }),
        frames: fc.nat(4),
      }),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(lists, fc.boolean(), (steps, byWorkspace) => {
        const { show, ids, frame, settle } = create(byWorkspace);
        let last: HistoryRow[] = [];
        for (const { rows, frames } of steps) {
          last = rows
            .toSorted((a, b) => a.days - b.days)
            .map(({ id, pinned, days }) =>
              row(`${id}`, {
                pinned,
                workspace: `${id % 3}`,
                here: id % 3 === 1,
                updatedAt: Date.now() - days * 86_400_000,
              }),
            );
          show(last);
          for (let count = 0; count < frames; count += 1) frame();
        }
        settle();
        const groups = groupRows(last, {
          now: Date.now(),
          byWorkspace,
          searched: false,
          texts: viewStrings,
          timeText: createTimeText('en'),
        });
        assert.deepEqual(
          ids(),
          groups.flatMap(({ rows }) => rows.map(({ id }) => id)),
        );
        assert.equal(document.querySelectorAll('.history-list section').length, groups.length);
      }),
      { numRuns: 40 },
    );
  });
});
