import { describe, it } from 'mocha';
import type { HostEvent, ViewIntention } from '../../../src/shared/protocol.ts';
import { createContextMenu } from '../../../src/webview/composer/contextMenu.ts';
import type { PanelContext } from '../../../src/webview/panelContext.ts';
import { viewTexts } from '../../../src/webview/texts.ts';
import { assert } from './assert.ts';
import { assertDrawn } from './assertDrawn.ts';
import { useBrowser } from './browser.ts';
import { useFakeTimers } from './composerFakes.ts';
import { press } from './fakes.ts';

type Groups = Extract<HostEvent, { type: 'context' }>['groups'];

const files: Groups[number] = {
  label: 'Files',
  items: ['server.ts', 'search.ts'].map((name) => ({ id: name, icon: 'file', label: name, detail: 'src' })),
};
const none: Groups[number] = { label: 'Symbols', items: [] };

describe('the menu of what can be attached', () => {
  useBrowser();
  const wait = useFakeTimers();

  function create(text?: string) {
    const input = document.createElement('textarea');
    const posted: ViewIntention[] = [];
    const toggles: boolean[] = [];
    const needed: Partial<PanelContext> = {
      texts: viewTexts({}),
      post: (intention) => posted.push(intention),
    };
    const menu = createContextMenu(needed as PanelContext, input, (isOpen) => toggles.push(isOpen));
    document.body.replaceChildren(menu.element, input);
    const write = (value: string, mayOpen = true, cursor = value.length) => {
      input.value = value;
      input.setSelectionRange(cursor, cursor);
      menu.follow(mayOpen);
    };
    const searches = () => posted.flatMap((each) => (each.type === 'search-context' ? [each] : []));
    const queries = () => searches().map(({ query }) => query);
    const answer = (groups: Groups) =>
      menu.handleContext({ type: 'context', request: searches().at(-1)?.request ?? 0, groups });
    const find = (selector: string) => menu.element.querySelector<HTMLElement>(selector);
    if (text !== undefined) {
      // Only an @ that is typed opens it.
      write(text.slice(0, text.indexOf('@') + 1));
      write(text);
      wait(80);
    }
    return {
      menu,
      input,
      posted,
      toggles,
      write,
      queries,
      answer,
      find,
      key: (name: string, more?: KeyboardEventInit) => menu.handleKey(press(input, name, more)),
      attached: () => posted.flatMap((each) => (each.type === 'attach-context' ? [each.id] : [])),
      message: () => find('.menu-message')?.textContent,
      labels: () => [...menu.element.querySelectorAll('.menu-label')].map(({ textContent }) => textContent),
      chosen: () => find('[aria-selected=true] .menu-label')?.textContent,
    };
  }

  it('says what it is, and which keys do what', () => {
    const { menu, find } = create('@');
    assert.equal(menu.element.className, 'menu context-menu loading');
    assert.equal(find('[role=listbox]')?.getAttribute('aria-label'), 'Context to add');
    assertDrawn(
      find('.menu-keys'),
      `
      div.menu-keys[aria-hidden="true"]
        span
          kbd
            "↑↓"
          " select"
        span
          kbd
            "Tab"
          " insert"
        span
          kbd
            "Esc"
          " close"
      `,
    );
  });

  it('says when it opens and when it closes, once', () => {
    const { menu, toggles, write } = create('@');
    assert.equal(menu.isOpen, true);
    write('@s');
    assert.deepEqual(toggles, [true]);
    menu.close();
    menu.close();
    assert.deepEqual(toggles, [true, false]);
    assert.equal(menu.isOpen, false);
  });

  it('asks at once when it opens, and once for what is typed quickly after that', () => {
    const { write, queries } = create();
    write('@');
    wait(0);
    assert.deepEqual(queries(), ['']);
    for (const text of ['@s', '@se', '@ser']) {
      write(text);
      wait(79);
    }
    assert.deepEqual(queries(), ['']);
    wait(1);
    assert.deepEqual(queries(), ['', 'ser']);
  });

  it('counts its questions upwards, for the host takes no number below zero', () => {
    const { write, posted } = create('@s');
    write('@se');
    wait(80);
    const [first, second] = posted.flatMap((each) => (each.type === 'search-context' ? [each.request] : []));
    assert.ok(first !== undefined && second !== undefined && 0 < first && first < second);
  });

  it('asks nothing again where only the cursor has been somewhere', () => {
    const { menu, queries } = create('@s');
    menu.follow(false);
    wait(1000);
    assert.deepEqual(queries(), ['s']);
  });

  it('asks nothing when it is closed before it has asked', () => {
    const { menu, write, queries } = create();
    write('@');
    menu.close();
    wait(1000);
    assert.deepEqual(queries(), []);
  });

  it('shows what it showed while it looks for more, and that it is busy', () => {
    const { write, answer, labels, find } = create('@');
    answer([files]);
    const isBusy = () => find('[role=listbox]')?.getAttribute('aria-busy');
    assert.equal(isBusy(), 'false');
    write('@s');
    assert.deepEqual(labels(), ['server.ts', 'search.ts']);
    assert.equal(isBusy(), 'true');
    wait(80);
    answer([]);
    assert.equal(isBusy(), 'false');
  });

  it('says that it looks, then that it has found nothing', () => {
    const { write, answer, message, menu } = create('@');
    const isLoading = () => menu.element.classList.contains('loading');
    assert.equal(message(), 'Searching…');
    assert.equal(isLoading(), true);
    answer([none]);
    assert.equal(message(), 'Nothing found');
    assert.equal(isLoading(), false);
    write('@x');
    assert.equal(message(), 'Searching…');
  });

  it('goes on after nothing was found, until a space says that it is no name', () => {
    const { menu, write, answer, queries } = create('@x');
    answer([]);
    write('@xy');
    wait(80);
    assert.deepEqual(queries(), ['x', 'xy']);
    assert.equal(menu.isOpen, true);
    write('@xy ');
    assert.equal(menu.isOpen, true, 'it is not known yet whether there is something');
    write('@xy');
    wait(80);
    answer([]);
    write('@xy ');
    assert.equal(menu.isOpen, false);
  });

  it('opens while one types, and neither for a pasted word nor without an @', () => {
    const { menu, write } = create();
    write('@', false);
    assert.equal(menu.isOpen, false);
    write('word');
    assert.equal(menu.isOpen, false);
    write('word @');
    assert.equal(menu.isOpen, true);
  });

  it('takes what was chosen out of the text and attaches it', () => {
    const { key, answer, input, attached, menu, toggles } = create('see @se');
    answer([files]);
    assert.equal(key('ArrowDown'), true);
    assert.equal(key('Enter'), true);
    assert.deepEqual(attached(), ['search.ts']);
    assert.equal(input.value, 'see ');
    assert.equal(menu.isOpen, false);
    assert.deepEqual(toggles, [true, false]);
  });

  for (const name of ['Enter', 'Tab']) {
    it(`remembers ${name} until the answer comes`, () => {
      const { write, key, answer, attached } = create('@');
      answer([files]);
      write('@sea');
      assert.equal(key(name), true);
      assert.deepEqual(attached(), []);
      wait(80);
      answer([{ ...files, items: files.items.slice(1) }]);
      assert.deepEqual(attached(), ['search.ts']);
    });
  }

  it('takes nothing where nothing was asked for or nothing is found', () => {
    const { key, answer, attached, menu } = create('@se');
    answer([files]);
    assert.deepEqual(attached(), []);
    const other = create('@se');
    assert.equal(other.key('Enter'), true);
    other.answer([]);
    assert.deepEqual(other.attached(), []);
    assert.equal(other.menu.isOpen, true);
    assert.equal(key('Escape'), true);
    assert.equal(menu.isOpen, false);
  });

  it('gives Enter back, and closes, where it has nothing to offer', () => {
    const { key, answer, menu } = create('@zz');
    answer([]);
    assert.equal(key('Enter'), false);
    assert.equal(menu.isOpen, false);
    const words = create('@types and more');
    assert.equal(words.key('Enter'), false);
    assert.equal(words.menu.isOpen, false);
  });

  it('takes a name with a space as well', () => {
    const { key, answer, attached } = create('@my server');
    answer([files]);
    assert.equal(key('Tab'), true);
    assert.deepEqual(attached(), ['server.ts']);
  });

  it('takes no keys with a modifier, others than its own, or while it is closed', () => {
    const { key, answer, chosen, menu } = create('@se');
    answer([files]);
    for (const name of ['Enter', 'Tab', 'Escape', 'ArrowDown'])
      assert.equal(key(name, { ctrlKey: true }), false, name);
    assert.equal(key('a'), false);
    assert.equal(chosen(), 'server.ts');
    menu.close();
    for (const name of ['Enter', 'Tab', 'Escape', 'ArrowDown']) assert.equal(key(name), false, name);
  });

  it('drops an answer that it does not wait for', () => {
    const { menu, posted, labels } = create('@se');
    const [first] = posted;
    assert.ok(first?.type === 'search-context');
    menu.handleContext({ type: 'context', request: first.request + 1, groups: [files] });
    assert.deepEqual(labels(), []);
    menu.close();
    menu.handleContext({ type: 'context', request: first.request, groups: [files] });
    assert.equal(menu.element.hidden, true);
  });

  it('opens at the cursor without an @, anew where it was open, and asks for all at once', () => {
    const { menu, input, queries, answer, key, toggles } = create('see @se now');
    input.setSelectionRange(4, 4);
    input.blur();
    menu.open();
    assert.equal(document.activeElement, input);
    wait(0);
    assert.deepEqual(queries().at(-1), '');
    assert.deepEqual(toggles.at(-1), true);
    answer([files]);
    assert.equal(key('Tab'), true);
    assert.equal(input.value, 'see @se now');
  });

  it('begins anew when it is opened while it looks for something', () => {
    const { menu, queries, input } = create('@se');
    menu.open();
    wait(0);
    assert.deepEqual(queries(), ['se', '']);
    input.value = '@ser';
    input.setSelectionRange(4, 4);
    menu.follow(true);
    wait(80);
    assert.deepEqual(queries(), ['se', '', 'r']);
  });
});
