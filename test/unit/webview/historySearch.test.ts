import { mock } from 'node:test';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { viewStrings } from '../../../src/shared/strings.ts';
import { matchRanges } from '../../../src/webview/history/matchRanges.ts';
import { createSearchField } from '../../../src/webview/history/searchField.ts';
import { createTimeText, midnight } from '../../../src/webview/history/timeText.ts';
import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';
import { createTestHistory, press, row, type } from './historyFakes.ts';

describe('the search field of the history', () => {
  useBrowser();
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  function create() {
    const searched: string[] = [];
    const field = createSearchField(viewStrings, (query) => searched.push(query));
    document.body.replaceChildren(field.element);
    const clear = field.element.querySelector('button');
    assert.ok(clear);
    const write = (text: string, isComposing?: boolean) => type(field.input, text, isComposing);
    return { field, searched, clear, write };
  }

  it('can be cleared as long as there is something in it', () => {
    const { clear, write } = create();
    assert.equal(clear.hidden, true);
    write(' ');
    assert.equal(clear.hidden, false);
    write('');
    assert.equal(clear.hidden, true);
  });

  it('is cleared at once, keeps the focus, and asks for everything once', () => {
    const { field, searched, clear, write } = create();
    write('x');
    mock.timers.tick(120);
    field.input.blur();
    clear.click();
    assert.equal(document.activeElement, field.input);
    assert.equal(field.input.value, '');
    assert.equal(clear.hidden, true);
    assert.deepEqual(searched, ['x', '']);
    mock.timers.tick(1000);
    clear.click();
    assert.deepEqual(searched, ['x', '']);
  });

  it('does not look for what was cleared before the typing paused', () => {
    const { field, searched, write } = create();
    write('x');
    field.clear();
    mock.timers.tick(1000);
    assert.deepEqual(searched, []);
  });

  it('waits for a pause after the last key, and passes over blanks around', () => {
    const { field, searched, write } = create();
    write('a');
    mock.timers.tick(119);
    write(' ab ');
    assert.equal(field.query, 'ab');
    mock.timers.tick(119);
    assert.deepEqual(searched, []);
    mock.timers.tick(1);
    assert.deepEqual(searched, ['ab']);
    write('ab  ');
    mock.timers.tick(120);
    assert.deepEqual(searched, ['ab']);
  });

  it('waits for an input method to be done', () => {
    const { field, searched, write } = create();
    write('fang', true);
    mock.timers.tick(1000);
    field.input.value = '防';
    field.input.dispatchEvent(new Event('compositionend', { bubbles: true }));
    mock.timers.tick(119);
    assert.deepEqual(searched, []);
    mock.timers.tick(1);
    assert.deepEqual(searched, ['防']);
  });
});

describe('keys of the history page', () => {
  useBrowser();
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  it('lead to the search and from there to the rows', () => {
    const { show, search, open } = createTestHistory();
    show([row('a')]);
    search.value = 'abc';
    open('a').focus();
    for (const more of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }, { isComposing: true }])
      assert.equal(press(open('a'), '/', more).defaultPrevented, false);
    assert.equal(document.activeElement, open('a'));
    assert.equal(press(open('a'), '/').defaultPrevented, true);
    assert.equal(document.activeElement, search);
    assert.deepEqual([search.selectionStart, search.selectionEnd], [0, 3]);
    assert.equal(press(search, 'ArrowDown', { isComposing: true }).defaultPrevented, false);
    assert.equal(press(search, 'ArrowDown').defaultPrevented, true);
    assert.equal(document.activeElement, open('a'));
    assert.equal(press(search, 'a').defaultPrevented, false);
  });

  it('clear the search or leave on Escape, which goes no further', () => {
    const { show, search, page, leaves } = createTestHistory();
    show([]);
    let reached = 0;
    const count = () => {
      reached += 1;
    };
    document.addEventListener('keydown', count);
    search.value = ' ';
    assert.equal(press(page.element, 'Escape').defaultPrevented, true);
    assert.equal(leaves(), 0);
    assert.equal(search.value, '');
    assert.equal(document.activeElement, search);
    assert.equal(press(page.element, 'Escape').defaultPrevented, true);
    assert.equal(leaves(), 1);
    assert.equal(reached, 0);
    document.removeEventListener('keydown', count);
  });

  it('begin in the search, and its buttons do what they say', () => {
    const { page, show, search, find, posted, leaves } = createTestHistory();
    show([row('a')]);
    page.focus();
    assert.equal(document.activeElement, search);
    find('.history-head button').click();
    assert.equal(leaves(), 1);
    for (const button of page.element.querySelectorAll<HTMLElement>('.link-button')) button.click();
    assert.deepEqual(posted, [{ type: 'export-all' }, { type: 'import' }]);
  });

  it('ask for what was searched for when the page comes into sight again, and tell that only once', () => {
    const { page, show, search, posted, said } = createTestHistory();
    type(search, 'x');
    mock.timers.tick(120);
    show([row('a'), row('b')], 'x');
    page.show();
    show([row('a'), row('b')], 'x');
    assert.deepEqual(said, ['2 chats found']);
    assert.deepEqual(posted, Array(2).fill({ type: 'search-history', query: 'x' }));
    type(search, '');
    mock.timers.tick(120);
    show([row('a')]);
    assert.equal(said.length, 1, 'everything is no find');
  });
});

describe('places of matches', () => {
  const places = (text: string, query: string) =>
    matchRanges(text, query).map(({ start, end }) => text.slice(start, end));

  it('are joined where words overlap or touch, and in order', () => {
    assert.deepEqual(matchRanges('xabcde', 'cde abc'), [{ start: 1, end: 6 }]);
    assert.deepEqual(matchRanges('abcd', 'cd ab'), [{ start: 0, end: 4 }]);
    assert.deepEqual(matchRanges('abc b', 'abc b c'), [
      { start: 0, end: 3 },
      { start: 4, end: 5 },
    ]);
    assert.deepEqual(places('b a b', 'a  b'), ['b', 'a', 'b']);
    assert.deepEqual(matchRanges('aaaa', 'aa'), [{ start: 0, end: 4 }]);
    assert.deepEqual(matchRanges('abcdef x', 'bc abcdef zz'), [{ start: 0, end: 6 }]);
  });

  it('are those of the whole query where it stands, and of no part of one word', () => {
    assert.deepEqual(places('a b, b a', 'a b'), ['a b']);
    assert.deepEqual(places('ab', 'abc'), []);
    assert.deepEqual(places('Ａ１ kg', 'a1 ㎏'), ['Ａ１ kg']);
  });

  it('are looked for in the first thousand characters', () => {
    assert.deepEqual(places(`${'.'.repeat(998)}ab`, 'ab'), ['ab']);
    assert.deepEqual(places(`${'.'.repeat(999)}ab`, 'ab'), []);
  });
});

describe('times in the history', () => {
  it('are written in full and as a month, in the language of the user', () => {
    const moment = new Date(2026, 10, 21, 14, 32).getTime();
    const text = createTimeText('en-GB');
    assert.equal(text.long(moment), 'Saturday, 21 November 2026 at 14:32');
    assert.equal(text.month(moment), 'November 2026');
    assert.equal(createTimeText('zh-cn').month(moment), '2026年11月');
  });

  it('are written as the browser would where no language is known', () => {
    const moment = new Date(2026, 10, 21).getTime();
    const own = new Intl.DateTimeFormat(undefined, { year: 'numeric', month: 'long' });
    assert.equal(createTimeText('').month(moment), own.format(moment));
  });

  it('have hours up to 23', () => {
    const now = new Date(2026, 10, 21, 0, 5).getTime();
    assert.equal(createTimeText('en').short(now, now, false), '00:05');
  });

  it('count days from midnight', () => {
    const now = new Date(2026, 2, 1, 14).getTime();
    assert.equal(midnight(now, 0), new Date(2026, 2, 1).getTime());
    assert.equal(midnight(now, 1), new Date(2026, 1, 28).getTime());
  });

  it('tell the hour of this day and the weekday of the last six, from their first moment on', () => {
    const text = createTimeText('en');
    const now = new Date(2026, 0, 10, 12).getTime();
    const at = (day: number, hour = 0) => new Date(2026, 0, day, hour).getTime();
    assert.equal(text.short(at(10), now, false), '00:00');
    assert.equal(text.short(at(9), now, true), '00:00');
    assert.equal(text.short(at(8, 23), now, true), 'Thu');
    assert.equal(text.short(at(4), now, false), 'Sun');
    assert.equal(text.short(at(3, 23), now, false), 'Jan 3');
    assert.equal(text.short(at(0, 23), now, false), 'Dec 31, 2025');
  });
});
