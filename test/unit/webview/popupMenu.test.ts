import { mock } from 'node:test';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { type MenuItem, openPopupMenu } from '../../../src/webview/popupMenu.ts';
import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';
import { press } from './fakes.ts';

/** A box on the screen, in pixels. */
interface Box {
  readonly width: number;
  readonly height: number;
  readonly right?: number;
  readonly top?: number;
}

function putAt(element: Element, { width, height, right = 0, top = 0 }: Box): void {
  element.getBoundingClientRect = () => ({ width, height, right, top, bottom: top + height }) as DOMRect;
}

describe('a menu that a button opens', () => {
  useBrowser();

  let anchor: HTMLButtonElement;
  let ran: string[];

  beforeEach(() => {
    ran = [];
    document.body.replaceChildren();
    anchor = document.body.appendChild(document.createElement('button'));
    anchor.setAttribute('aria-expanded', 'false');
  });
  afterEach(() => window.dispatchEvent(new Event('blur')));

  const item = (label: string, changes: Partial<MenuItem> = {}): MenuItem => ({
    label,
    icon: 'edit',
    run: () => ran.push(label),
    ...changes,
  });
  const menu = () => document.querySelector<HTMLElement>('.popup-menu');
  const row = (index: number): HTMLElement => {
    const found = document.querySelectorAll<HTMLElement>('.popup-item')[index];
    if (!found) throw new Error(`no row ${index}`);
    return found;
  };
  const open = (...items: (MenuItem | 'separator')[]) =>
    openPopupMenu(
      anchor,
      'More',
      items.length > 0 ? items : [item('one'), 'separator', item('two'), item('three')],
    );
  const focused = () => document.activeElement?.querySelector('.label')?.textContent;
  const isClosed = () => menu() === null && anchor.getAttribute('aria-expanded') === 'false';

  it('goes through its rows with the arrows, round and round, and to the ends', () => {
    open();
    const seen = ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp', 'ArrowUp', 'Home', 'End'].map((key) => {
      assert.equal(press(document.activeElement as HTMLElement, key).defaultPrevented, true, key);
      return focused();
    });
    assert.deepEqual(seen, ['two', 'three', 'one', 'three', 'two', 'one', 'three']);
  });

  it('begins at its ends where no row has the focus', () => {
    open();
    menu()?.focus();
    press(menu() as HTMLElement, 'ArrowUp');
    assert.equal(focused(), 'three');
    menu()?.focus();
    press(menu() as HTMLElement, 'ArrowDown');
    assert.equal(focused(), 'one');
  });

  it('leaves other keys alone, and keeps all of them from the panel', () => {
    open();
    let reached = 0;
    const count = () => {
      reached += 1;
    };
    document.body.addEventListener('keydown', count);
    assert.equal(press(row(0), 'x').defaultPrevented, false);
    assert.equal(press(row(0), 'ArrowDown').defaultPrevented, true);
    assert.equal(reached, 0);
    assert.equal(press(row(0), 'ArrowDown', { isComposing: true }).defaultPrevented, false);
    assert.equal(focused(), 'two');
    document.body.removeEventListener('keydown', count);
  });

  it('runs what is chosen once it is closed and the button has the focus', () => {
    open(item('one', { run: () => ran.push(`${isClosed()} ${document.activeElement === anchor}`) }));
    row(0).click();
    assert.deepEqual(ran, ['true true']);
  });

  it('does nothing for what cannot be chosen now, and stays open', () => {
    open(item('one', { disabled: 'later' }), item('two'));
    row(0).click();
    assert.deepEqual(ran, []);
    assert.ok(!isClosed());
  });

  it('gives the focus back with Escape and with Tab, which goes on from there', () => {
    for (const [key, prevented] of [
      ['Escape', true],
      ['Tab', false],
    ] as const) {
      open();
      assert.equal(press(row(0), key).defaultPrevented, prevented, key);
      assert.ok(isClosed(), key);
      assert.ok(document.activeElement === anchor, key);
    }
  });

  it('closes when the window is left or changes its size, when something scrolls, and at a press elsewhere', () => {
    const other = document.body.appendChild(document.createElement('p'));
    const closers: Readonly<Record<string, () => void>> = {
      blur: () => window.dispatchEvent(new Event('blur')),
      resize: () => window.dispatchEvent(new Event('resize')),
      scroll: () => other.dispatchEvent(new Event('scroll')),
      press: () => other.dispatchEvent(new Event('pointerdown', { bubbles: true })),
      'a press that nobody else hears of': () => {
        other.addEventListener('pointerdown', (event) => event.stopPropagation());
        other.dispatchEvent(new Event('pointerdown', { bubbles: true }));
      },
    };
    for (const [name, close] of Object.entries(closers)) {
      open();
      row(1).dispatchEvent(new Event('pointerdown', { bubbles: true }));
      anchor.dispatchEvent(new Event('pointerdown', { bubbles: true }));
      assert.ok(!isClosed(), name);
      close();
      assert.ok(isClosed(), name);
    }
  });

  it('listens to nothing any more once it is closed', () => {
    const listened = new Set<string>();
    for (const target of [document, window]) {
      mock.method(target, 'addEventListener', (type: string, _: unknown, capture?: boolean) =>
        listened.add(`${type} ${capture}`),
      );
      mock.method(target, 'removeEventListener', (type: string, _: unknown, capture?: boolean) =>
        listened.delete(`${type} ${capture}`),
      );
    }
    open();
    assert.equal(listened.size, 4);
    press(row(0), 'Escape');
    mock.restoreAll();
    assert.deepEqual([...listened], []);
  });

  it('makes way for the menu of another button', () => {
    open();
    const other = document.body.appendChild(document.createElement('button'));
    openPopupMenu(other, 'Others', [item('four')]);
    assert.equal(document.querySelectorAll('.popup-menu').length, 1);
    assert.equal(menu()?.getAttribute('aria-label'), 'Others');
    assert.equal(anchor.getAttribute('aria-expanded'), 'false');
    assert.equal(other.getAttribute('aria-expanded'), 'true');
  });

  it('takes the focus along with the pointer, and scrolls nothing', () => {
    const calls: (FocusOptions | undefined)[] = [];
    const { focus } = HTMLElement.prototype;
    HTMLElement.prototype.focus = function (options) {
      if (this.matches('.popup-item')) calls.push(options);
      focus.call(this, options);
    };
    open();
    row(1).dispatchEvent(new Event('pointermove'));
    row(1).dispatchEvent(new Event('pointermove'));
    HTMLElement.prototype.focus = focus;
    assert.equal(focused(), 'two');
    assert.deepEqual(calls, [{ preventScroll: true }, { preventScroll: true }]);
  });

  it('shows a tick for what is on, and says so', () => {
    open(item('one'), item('two', { checked: true }), item('three', { checked: false }));
    assert.deepEqual(
      [0, 1, 2].map((index) => [
        row(index).getAttribute('aria-checked'),
        row(index).querySelector('.codicon')?.classList.contains('codicon-check'),
      ]),
      [
        [null, false],
        ['true', true],
        ['false', false],
      ],
    );
  });

  it('stands in the main part of the page, where there is one', () => {
    open();
    assert.ok(menu()?.parentElement === document.body);
    press(row(0), 'Escape');
    const main = document.body.appendChild(document.createElement('main'));
    main.append(anchor);
    open();
    assert.ok(menu()?.parentElement === main);
  });

  /** Where a menu of 200 by 100 pixels opens, in a window of 400 by 300. */
  function placeOf(right: number, top: number, height = 100): readonly [string?, string?] {
    Object.assign(window, { innerWidth: 400, innerHeight: 300 });
    putAt(anchor, { width: 20, height: 20, right, top });
    const { getBoundingClientRect } = HTMLElement.prototype;
    HTMLElement.prototype.getBoundingClientRect = function () {
      return (this.matches('.popup-menu') ? { width: 200, height } : {}) as DOMRect;
    };
    open();
    HTMLElement.prototype.getBoundingClientRect = getBoundingClientRect;
    const { style } = menu() as HTMLElement;
    press(row(0), 'Escape');
    return [style.getPropertyValue('left'), style.getPropertyValue('top')];
  }

  it('opens below its button, their right edges in line, and above where there is no room', () => {
    assert.deepEqual(placeOf(300, 50), ['100px', '74px']);
    assert.deepEqual(placeOf(300, 172), ['100px', '196px']);
    assert.deepEqual(placeOf(300, 173), ['100px', '69px']);
  });

  it('stays inside the window', () => {
    assert.deepEqual(placeOf(100, 50), ['4px', '74px']);
    assert.deepEqual(placeOf(399, 50), ['196px', '74px']);
    assert.deepEqual(placeOf(300, 50, 280), ['100px', '4px']);
  });
});
