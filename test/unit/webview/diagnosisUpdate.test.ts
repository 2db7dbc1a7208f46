import { describe, it } from 'mocha';
import { assert } from './assert.ts';
import { movedIn } from './assertDrawn.ts';
import { useBrowser } from './browser.ts';
import { address, answer, clock, createTestPage, group, name, running } from './diagnosisFakes.ts';

describe('an update of the diagnosis page', () => {
  useBrowser();

  it('moves nothing of what has not changed', () => {
    const { page, show, find } = createTestPage();
    const groups = [group('a', [address, clock]), group('b', [name])];
    show(...groups);
    const same = () => page.handle(JSON.parse(JSON.stringify(running(groups))));
    assert.deepEqual(movedIn(find('.diagnosis-groups'), same), []);
  });

  it('draws anew only the row and the heading that have changed', () => {
    const { show, find, checks } = createTestPage();
    const list = () => find('.diagnosis-groups');
    show(group('a', [address, answer, clock]));
    const change = () => show(group('a', [address, { ...answer, text: '1 s' }, clock]));
    assert.deepEqual(movedIn(list(), change), ['li', 'li']);
    assert.deepEqual(checks(), ['address', 'answer', 'clock']);
    const rename = () => show(group('a', [address, { ...answer, text: '1 s' }, clock], { label: 'New' }));
    assert.deepEqual(movedIn(list(), rename), Array(6).fill('span'));
    assert.equal(find('h2').textContent, 'New: checking');
    show(group('a', [address], { label: 'New', state: 'ok' }));
    assert.equal(find('h2').textContent, 'New: fine');
  });

  it('puts a new row where it belongs, before those that are there, and moves none of them', () => {
    const { show, find, checks } = createTestPage();
    show(group('a', [address, clock]));
    const change = () => show(group('a', [name, address, answer, clock]));
    assert.deepEqual(movedIn(find('.check-group'), change), ['li', 'li']);
    assert.deepEqual(checks(), ['dns', 'address', 'answer', 'clock']);
    show(group('a', [{ ...name, text: 'x' }, { ...answer, check: 'new' }, clock]));
    assert.deepEqual(checks(), ['dns', 'new', 'clock']);
  });

  it('takes away rows that are gone, and draws them again when they are back', () => {
    const { show, checks, find } = createTestPage();
    show(group('a', [address, name, clock]));
    const stays = find('[data-check=clock]');
    show(group('a', [clock]));
    assert.deepEqual(checks(), ['clock']);
    show(group('a', [address, clock]));
    assert.deepEqual(checks(), ['address', 'clock']);
    assert.equal(find('[data-check=clock]'), stays);
  });

  it('takes away groups that are gone, draws them again when they are back, and keeps the order', () => {
    const { show, all } = createTestPage();
    const ids = () => all('.check-group').map(({ dataset }) => dataset['api']);
    show(group('a', [address]), group('b', [name]), group('c', [clock]));
    const [, , last] = all('.check-group');
    show(group('c', [clock]));
    assert.deepEqual(ids(), ['c']);
    show(group('b', [name]), group('a', [address]), group('c', [clock]));
    assert.deepEqual(ids(), ['b', 'a', 'c']);
    assert.equal(all('.check-group')[2], last);
    assert.equal(all('.check').length, 3);
  });

  it('says how it went each time it ends, and nothing while it runs', () => {
    const { page, done } = createTestPage();
    const over = (summary: string) => page.handle(running([], { state: 'done', summary }));
    page.handle(running([]));
    assert.deepEqual(done, []);
    over('One.');
    over('One.');
    page.handle(running([]));
    over('Two.');
    assert.deepEqual(done, ['said: One.', 'said: Two.']);
  });
});
