import fc from 'fast-check';
import type { HistoryRow } from '../../../src/shared/protocol.ts';
import { viewStrings } from '../../../src/shared/strings.ts';
import { groupRows } from '../../../src/webview/history/historyGroups.ts';
import { matchRanges } from '../../../src/webview/history/matchRanges.ts';
import { createTimeText } from '../../../src/webview/history/timeText.ts';
import { assert } from './assert.ts';
import { row } from './historyFakes.ts';

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
    assert.deepEqual(
      groupRows(rows, grouping).map(({ isDay }) => isDay),
      [true, true, false, false, false, false],
      'under the name of a day, a time says enough',
    );
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
