import { mock } from 'node:test';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { viewStrings } from '../../../src/shared/strings.ts';
import { createHistoryRow, type RowContent } from '../../../src/webview/history/historyRow.ts';
import { assert } from './assert.ts';
import { movedIn } from './assertDrawn.ts';
import { useBrowser } from './browser.ts';
import { press, row } from './historyFakes.ts';

describe('a row of the history', () => {
  useBrowser();
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  const content = (changes: Partial<RowContent> = {}): RowContent => ({
    row: row('a', { updatedAt: 1 }),
    time: '14:32',
    longTime: 'Saturday',
    query: '',
    ...changes,
  });

  function create(first = content()) {
    const view = createHistoryRow(first, viewStrings);
    document.body.replaceChildren(view.element);
    const find = (selector: string) => {
      const found = view.element.querySelector<HTMLElement>(selector);
      assert.ok(found, selector);
      return found;
    };
    const ends: (string | undefined)[] = [];
    const rename = () => {
      view.rename((title) => ends.push(title));
      return find('.history-rename') as HTMLInputElement;
    };
    return { view, find, ends, rename };
  }

  it('is drawn again only where it says something else', () => {
    const { view, find } = create();
    assert.deepEqual(
      movedIn(view.element, () => view.update(content())),
      [],
    );
    for (const [changes, selector, text] of [
      [{ time: 'Fri' }, '.history-time', 'Fri'],
      [{ row: row('a', { title: 'New' }) }, '.history-title', 'New'],
      [{ row: row('a', { model: 'ERNIE' }) }, '.history-detail', 'ERNIE · 4 messages'],
      [{ row: row('a', { count: 1 }) }, '.history-detail', 'GLM · 1 message'],
      [{ row: row('a', { updatedAt: 1, excerpt: 'found' }) }, '.history-detail', 'found'],
      [{ row: row('a', { updatedAt: 1 }) }, '.history-detail', 'GLM · 4 messages'],
      [{ query: 'title' }, 'mark', 'Title'],
    ] as const) {
      view.update(content(changes));
      assert.equal(find(selector).textContent, text);
    }
    view.update(content({ longTime: 'Sunday' }));
    assert.equal(find('.history-time').title, 'Sunday');
    view.update(content({ row: row('a', { title: 'Newest' }) }));
    assert.equal(find('.history-title').title, 'Newest');
    assert.equal(view.row.title, 'Newest');
  });

  it('has its actions once, with what they do now', () => {
    const { view, find } = create();
    assert.equal(view.element.querySelector('.history-actions'), null);
    view.prepareActions();
    const actions = find('.history-actions');
    view.prepareActions();
    assert.equal(view.element.querySelectorAll('.history-actions').length, 1);
    view.update(content({ row: row('a', { pinned: true }) }));
    assert.equal(find('.history-actions'), actions);
    assert.equal(find('[data-action=pin]').title, 'Unpin');
    assert.ok(find('[data-action=pin] .codicon-pinned'));
  });

  it('takes a new title with Enter, and shows it at once', () => {
    const { view, find, ends, rename } = create();
    const field = rename();
    assert.equal(document.activeElement, field);
    field.value = '  New ';
    assert.equal(press(field, 'Enter').defaultPrevented, true);
    assert.deepEqual(ends, ['New']);
    assert.equal(find('.history-title').textContent, 'New');
    assert.equal(view.element.className, 'history-row');
    assert.equal(view.element.querySelector('input'), null);
  });

  it('keeps its title on Escape, or where the new one is empty or the same', () => {
    for (const [text, key] of [
      ['New', 'Escape'],
      ['  ', 'Enter'],
      [' Title a ', 'Enter'],
    ] as const) {
      const { find, ends, rename } = create();
      const field = rename();
      field.value = text;
      assert.equal(press(field, key).defaultPrevented, true);
      assert.deepEqual(ends, [undefined]);
      assert.equal(find('.history-title').textContent, 'Title a');
    }
  });

  it('keeps all keys of the field from the list, and leaves those of an input method to it', () => {
    const { view, ends, rename } = create();
    const field = rename();
    let reached = 0;
    view.element.addEventListener('keydown', () => {
      reached += 1;
    });
    assert.equal(press(field, 'a').defaultPrevented, false);
    assert.equal(press(field, 'Enter', { isComposing: true }).defaultPrevented, false);
    assert.equal(press(field, 'Escape', { isComposing: true }).defaultPrevented, false);
    assert.equal(reached, 0);
    assert.deepEqual(ends, []);
  });

  it('takes the title once when the focus goes elsewhere, and none when the field is only moved', () => {
    const { view, ends, rename } = create();
    const field = rename();
    field.value = ' New ';
    field.blur();
    field.focus();
    mock.timers.tick(1);
    assert.deepEqual(ends, []);
    field.blur();
    assert.deepEqual(ends, []);
    mock.timers.tick(1);
    assert.deepEqual(ends, ['New']);
    const again = rename();
    again.value = 'Newer';
    press(again, 'Enter');
    mock.timers.tick(1);
    assert.deepEqual(ends, ['New', 'Newer']);
    const gone = rename();
    gone.blur();
    view.element.remove();
    mock.timers.tick(1);
    assert.equal(ends.length, 2);
  });

  it('ends once, though its field loses the focus by ending', () => {
    const { view, ends, rename } = create();
    const field = rename();
    const remove = field.remove.bind(field);
    field.remove = () => {
      press(field, 'Enter');
      remove();
    };
    press(field, 'Escape');
    assert.equal(ends.length, 1);
    assert.equal(view.element.querySelector('input'), null);
  });
});
