import { createMenu, type Menu, type MenuGroup, type MenuRow } from '../../../src/webview/menu.ts';
import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';

describe('a menu over a text field', () => {
  useBrowser();

  let input: HTMLTextAreaElement;
  let menu: Menu;
  let chosen: MenuRow[];

  beforeEach(() => {
    chosen = [];
    input = document.createElement('textarea');
    menu = createMenu({
      input,
      label: 'Files',
      className: 'context-menu',
      keys: [['Tab', 'insert']],
      onChoose: (row) => chosen.push(row),
    });
    document.body.replaceChildren(input, menu.element);
  });

  const rowsNamed = (...names: string[]): MenuRow[] =>
    names.map((label) => ({ id: label, label, detail: 'src' }));
  const twenty: MenuGroup[] = [
    { rows: rowsNamed(...Array.from({ length: 12 }, (_, index) => `a${index}`)) },
    { label: 'More', rows: rowsNamed(...Array.from({ length: 8 }, (_, index) => `b${index}`)) },
  ];
  const list = () => menu.element.querySelector('.menu-list') as HTMLElement;
  const chosenId = () => menu.chosen?.id;
  const message = () => menu.element.querySelector('.menu-message')?.textContent;
  const options = () => [...menu.element.querySelectorAll<HTMLElement>('[role=option]')];
  const selected = () => options().filter((option) => option.getAttribute('aria-selected') === 'true');

  it('has the first row chosen each time it is shown', () => {
    assert.equal(menu.isOpen, false);
    assert.equal(chosenId(), undefined);
    menu.show(twenty, '');
    assert.equal(menu.isOpen, true);
    menu.move('End');
    menu.show(twenty, '');
    assert.equal(chosenId(), 'a0');
    assert.equal(selected().length, 1);
    assert.equal(input.getAttribute('aria-activedescendant'), options()[0]?.id);
  });

  it('moves the choice by row, by page and to the ends, round and round', () => {
    menu.show(twenty, '');
    const ways: readonly (readonly [string, string])[] = [
      ['ArrowUp', 'b7'],
      ['ArrowDown', 'a0'],
      ['ArrowDown', 'a1'],
      ['ArrowUp', 'a0'],
      ['PageDown', 'a8'],
      ['PageDown', 'b4'],
      ['PageDown', 'b7'],
      ['PageUp', 'a11'],
      ['PageUp', 'a3'],
      ['PageUp', 'a0'],
      ['End', 'b7'],
      ['Home', 'a0'],
    ];
    for (const [key, id] of ways) {
      assert.equal(menu.move(key), true, key);
      assert.equal(chosenId(), id, key);
      assert.deepEqual(
        selected().map((option) => option.id),
        [input.getAttribute('aria-activedescendant')],
      );
      assert.equal(selected()[0]?.querySelector('.menu-label')?.textContent, id);
    }
    assert.equal(menu.move('x'), false);
    assert.equal(chosenId(), 'a0');
  });

  it('scrolls to what is chosen, and for the first row as far as its heading', () => {
    menu.show(twenty, '');
    const scrolled: (string | undefined)[] = [];
    for (const option of options())
      option.scrollIntoView = (how) => scrolled.push(`${option.textContent} ${JSON.stringify(how)}`);
    menu.move('End');
    assert.deepEqual(scrolled, ['b7src {"block":"nearest"}']);
    list().scrollTop = 50;
    menu.move('Home');
    assert.equal(list().scrollTop, 0);
    assert.equal(scrolled.length, 1);
  });

  it('gives what is clicked, and keeps the focus in the field', () => {
    menu.show(twenty, '');
    options()[13]?.querySelector<HTMLElement>('.menu-detail')?.click();
    assert.deepEqual(
      chosen.map(({ id }) => id),
      ['b1'],
    );
    menu.element.querySelector<HTMLElement>('.menu-heading')?.click();
    list().click();
    assert.equal(chosen.length, 1);
    const press = new MouseEvent('mousedown', { bubbles: true, cancelable: true });
    options()[0]?.dispatchEvent(press);
    assert.equal(press.defaultPrevented, true);
  });

  it('has a sentence in the place of rows', () => {
    menu.show(twenty, '');
    menu.showMessage('Nothing found');
    assert.equal(message(), 'Nothing found');
    assert.equal(list().hidden, true);
    assert.equal(options().length, 0);
    assert.equal(chosenId(), undefined);
    assert.equal(input.hasAttribute('aria-activedescendant'), false);
    for (const key of ['ArrowDown', 'Home']) assert.equal(menu.move(key), false, key);
    assert.equal(menu.element.classList.contains('loading'), false);
    menu.showMessage('Searching…', true);
    assert.equal(menu.element.classList.contains('loading'), true);
    menu.show(twenty, '');
    assert.equal(menu.element.classList.contains('loading'), false);
    assert.equal(message(), '');
    assert.equal(list().hidden, false);
  });

  it('opens with a sentence as well', () => {
    menu.showMessage('Searching…', true);
    assert.equal(menu.isOpen, true);
    assert.equal(input.getAttribute('aria-controls'), list().id);
  });

  it('says when other rows are on their way', () => {
    menu.setBusy(true);
    assert.equal(list().getAttribute('aria-busy'), 'true');
    menu.setBusy(false);
    assert.equal(list().getAttribute('aria-busy'), 'false');
  });

  it('leaves nothing of itself at the field when it is closed', () => {
    const before = input.outerHTML;
    menu.show(twenty, '');
    assert.notEqual(input.outerHTML, before);
    menu.close();
    assert.equal(input.outerHTML, before);
    assert.equal(menu.isOpen, false);
    assert.equal(chosenId(), undefined);
    assert.equal(menu.move('ArrowDown'), false);
    assert.equal(options().length, 0);
    menu.showMessage('Nothing found');
    menu.close();
    assert.equal(message(), '');
  });

  it('leaves the field alone where it is not open', () => {
    input.setAttribute('aria-controls', 'another');
    menu.close();
    assert.equal(input.getAttribute('aria-controls'), 'another');
  });

  it('does not move while it is closed, or to where no row is', () => {
    assert.equal(menu.move('ArrowDown'), false);
    menu.show([], '');
    assert.equal(menu.move('ArrowDown'), false);
    assert.equal(chosenId(), undefined);
  });

  it('is as high as there is room above the field', () => {
    const room = (top: number) => {
      document.body.getBoundingClientRect = () => ({ top }) as DOMRect;
      menu.show(twenty, '');
      return menu.element.style.getPropertyValue('--room');
    };
    assert.equal(room(300), '292px');
    assert.equal(room(5), '0px');
    Reflect.deleteProperty(document.body, 'getBoundingClientRect');
    menu.element.remove();
    menu.show(twenty, '');
    assert.equal(menu.element.style.getPropertyValue('--room'), '0px');
  });

  it('has ids of its own for each', () => {
    const other = createMenu({ input, label: '', className: '', keys: [], onChoose: () => {} });
    document.body.append(other.element);
    menu.show(twenty, '');
    other.show(twenty, '');
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    assert.ok(ids.length > 40);
  });
});
