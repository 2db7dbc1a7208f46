import { mock } from 'node:test';
import fc from 'fast-check';
import type { HistoryRow } from '../../../src/shared/protocol.ts';
import { viewStrings } from '../../../src/shared/strings.ts';
import { groupRows } from '../../../src/webview/history/historyGroups.ts';
import { createTimeText } from '../../../src/webview/history/timeText.ts';
import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';
import { createTestHistory, focusedId, press, row } from './historyFakes.ts';

describe('the rows of the history', () => {
  useBrowser();
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  it('goes through the rows with arrow keys, one of them in the tab order', () => {
    const { show, open, search, page } = createTestHistory();
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
    const { show, open, page } = createTestHistory();
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

  it('keeps the focus near a row that is gone', () => {
    const { show, open, search, posted } = createTestHistory();
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
    const { show, open, action, ids } = createTestHistory();
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

  it('makes thousands of rows a few at a time, and of a list that is outdated no more', () => {
    const { show, ids, frame, settle } = createTestHistory();
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
        const { show, ids, frame, settle } = createTestHistory(byWorkspace);
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
