import { describe, it } from 'mocha';
import type { HostEvent } from '../../../src/shared/protocol.ts';
import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';
import { composingType, createTestComposer, type TestComposer, useFakeTimers } from './composerFakes.ts';
import { press } from './fakes.ts';

type Groups = Extract<HostEvent, { type: 'context' }>['groups'];

function group(label: string, ...names: readonly string[]): Groups[number] {
  return {
    label,
    items: names.map((name) => ({ id: `${label}:${name}`, icon: 'file', label: name, detail: 'src' })),
  };
}

const found: Groups = [group('Files', 'searchController.ts', 'server.ts'), group('Symbols', 'resetSession')];

describe('context menu', () => {
  useBrowser();
  const wait = useFakeTimers();

  function lastSearch(test: TestComposer): { request: number; query: string } {
    const search = test.posts('search-context').at(-1);
    assert.ok(search);
    return search;
  }

  function answer(test: TestComposer, groups: Groups = found): void {
    wait(80);
    test.composer.handleContext({ type: 'context', request: lastSearch(test).request, groups });
  }

  const isOpen = (test: TestComposer) => !test.find('.context-menu').hidden;
  const chosen = (test: TestComposer) => test.texts('.context-menu [aria-selected=true] .menu-label').join();

  function openWith(groups: Groups = found, text = '@se'): TestComposer {
    const test = createTestComposer();
    test.type(text);
    answer(test, groups);
    return test;
  }

  it('opens on an @ at the beginning, after white space, and in Chinese after a character or a mark', () => {
    for (const text of ['@', 'explain @', 'line\n@', '解释@', '你好，@']) {
      const test = createTestComposer();
      test.type(text);
      assert.equal(isOpen(test), true, text);
      assert.equal(test.find('.menu-message').textContent, 'Searching…');
    }
  });

  it('stays away from addresses, scopes and pasted text', () => {
    const test = createTestComposer();
    test.type('me@example.org and "@types/node');
    assert.equal(isOpen(test), false);
    test.write(' @types/node', 'insertFromPaste');
    test.write(' is what @', 'insertFromPaste');
    assert.equal(isOpen(test), false);
    test.press('ArrowLeft');
    test.input.dispatchEvent(new KeyboardEvent('keyup', { key: 'ArrowLeft', bubbles: true }));
    wait(1000);
    assert.deepEqual(test.posted, []);
  });

  it('asks at once for an empty query, and then when the typing pauses', () => {
    const test = createTestComposer();
    test.type('a @');
    wait(0);
    assert.deepEqual(
      test.posts('search-context').map(({ query }) => query),
      [''],
    );
    test.type('se');
    wait(79);
    assert.equal(test.posted.length, 1);
    wait(1);
    assert.deepEqual(
      test.posts('search-context').map(({ query }) => query),
      ['', 'se'],
    );
  });

  it('drops the answer to an older question, also one to a composer before it', () => {
    const before = createTestComposer();
    before.type('@');
    wait(0);
    const old = lastSearch(before).request;
    const test = createTestComposer();
    test.type('@');
    wait(0);
    const first = lastSearch(test).request;
    test.type('s');
    test.composer.handleContext({ type: 'context', request: old, groups: found });
    test.composer.handleContext({ type: 'context', request: first, groups: found });
    assert.deepEqual(test.texts('.menu-row'), []);
    answer(test);
    assert.equal(test.texts('.menu-row').length, 3);
    test.press('Escape');
    test.composer.handleContext({ type: 'context', request: lastSearch(test).request, groups: found });
    assert.equal(isOpen(test), false);
  });

  it('shows the groups that have something under their headings, with the match marked', () => {
    const test = openWith([...found, { label: 'Context', items: [] }]);
    assert.deepEqual(test.texts('.menu-heading'), ['Files', 'Symbols']);
    assert.deepEqual(test.texts('.menu-label'), ['searchController.ts', 'server.ts', 'resetSession']);
    assert.deepEqual(test.texts('.match'), ['se', 'se', 'se']);
    const groups = test.all('[role=group]');
    const heading = groups[1]?.getAttribute('aria-labelledby') ?? '';
    assert.equal(test.find(`#${heading}`).textContent, 'Symbols');
  });

  it('tells a screen reader of the list and the choice only while it is open', () => {
    const test = openWith();
    const { input } = test;
    const list = test.find('[role=listbox]');
    assert.equal(input.getAttribute('aria-controls'), list.id);
    assert.equal(input.getAttribute('aria-autocomplete'), 'list');
    assert.equal(input.getAttribute('aria-haspopup'), 'listbox');
    assert.equal(test.find('.icon-button').getAttribute('aria-expanded'), 'true');
    const active = () => test.find(`#${input.getAttribute('aria-activedescendant')}`);
    assert.match(active().textContent ?? '', /searchController/);
    test.press('ArrowDown');
    assert.match(active().textContent ?? '', /server/);
    assert.equal(active().getAttribute('role'), 'option');
    assert.equal(test.all('[aria-selected=true]').length, 1);
    test.press('Escape');
    assert.deepEqual(
      [...input.attributes].map(({ name }) => name).filter((name) => name.startsWith('aria-')),
      ['aria-label'],
    );
    assert.equal(test.find('.icon-button').getAttribute('aria-expanded'), 'false');
  });

  it('moves by arrow with a turn at the ends, by page, to the beginning and the end', () => {
    const names = Array.from({ length: 20 }, (_, index) => `file${index}`);
    const test = openWith([group('Files', ...names)], '@f');
    const moves = [
      ['ArrowUp', 'file19'],
      ['ArrowDown', 'file0'],
      ['PageDown', 'file8'],
      ['PageDown', 'file16'],
      ['PageDown', 'file19'],
      ['Home', 'file0'],
      ['End', 'file19'],
      ['PageUp', 'file11'],
    ] as const;
    for (const [key, name] of moves) {
      assert.equal(test.press(key), true);
      assert.equal(chosen(test), name, key);
    }
  });

  for (const key of ['Tab', 'Enter']) {
    it(`attaches the chosen one with ${key}, and the word leaves the text`, () => {
      const test = createTestComposer();
      test.type('explain  please');
      test.input.setSelectionRange(8, 8);
      test.type('@se');
      answer(test);
      test.press('ArrowDown');
      assert.equal(test.press(key), true);
      assert.deepEqual(test.posts('attach-context'), [{ type: 'attach-context', id: 'Files:server.ts' }]);
      assert.deepEqual(test.posts('send'), []);
      assert.equal(test.input.value, 'explain please');
      assert.equal(test.input.selectionStart, 8);
      assert.equal(isOpen(test), false);
    });
  }

  it('attaches what is clicked, and keeps the focus in the text', () => {
    const test = openWith();
    const row = test.all('.menu-row')[2];
    const down = new MouseEvent('mousedown', { bubbles: true, cancelable: true });
    row?.dispatchEvent(down);
    assert.equal(down.defaultPrevented, true);
    row?.querySelector<HTMLElement>('.menu-label')?.click();
    assert.deepEqual(test.posts('attach-context'), [{ type: 'attach-context', id: 'Symbols:resetSession' }]);
    assert.equal(test.input.value, '');
    assert.equal(document.activeElement, test.input);
  });

  it('closes on Escape, which goes no further, and stays closed for this word', () => {
    const test = openWith();
    let reached = 0;
    test.composer.element.addEventListener('keydown', () => reached++);
    assert.equal(press(test.input, 'Escape').defaultPrevented, true);
    assert.equal(reached, 0);
    test.type('r');
    assert.equal(isOpen(test), false);
    assert.equal(test.input.value, '@ser');
    test.type(' @');
    assert.equal(isOpen(test), true);
  });

  it('waits with Enter for the answer to what was typed, and takes its first', () => {
    const test = openWith();
    test.type('rv');
    assert.equal(test.press('Enter'), true);
    assert.deepEqual(test.posts('attach-context'), []);
    answer(test, [group('Files', 'server.ts')]);
    assert.deepEqual(test.posts('attach-context'), [{ type: 'attach-context', id: 'Files:server.ts' }]);
    assert.deepEqual(test.posts('send'), []);
    assert.equal(test.input.value, '');
  });

  it('says that nothing was found; Enter sends then, and a space closes', () => {
    const test = openWith([], '@types/node');
    assert.equal(test.find('.menu-message').textContent, 'Nothing found');
    assert.equal(test.input.hasAttribute('aria-activedescendant'), false);
    assert.equal(test.press('ArrowDown'), false);
    test.press('Enter');
    assert.deepEqual(
      test.posts('send').map(({ text }) => text),
      ['@types/node'],
    );
    const other = openWith([], '@types/node');
    other.type(' ');
    assert.equal(isOpen(other), false);
  });

  it('closes when the answer to words finds nothing, and Enter sends before that', () => {
    const test = createTestComposer();
    test.type('@types/node is missing');
    assert.equal(isOpen(test), true);
    answer(test, []);
    assert.equal(isOpen(test), false);
    const fast = createTestComposer();
    fast.type('@types/node is missing');
    fast.press('Enter');
    assert.equal(fast.posts('send').length, 1);
  });

  it('takes names with spaces as long as something is found', () => {
    const test = openWith([group('Files', 'my notes.md')], '@my');
    test.type(' no');
    answer(test, [group('Files', 'my notes.md')]);
    assert.equal(lastSearch(test).query, 'my no');
    test.press('Tab');
    assert.equal(test.input.value, '');
  });

  it('closes with a lone @, a new line, and when the cursor or the focus goes away', () => {
    const endings: ((test: TestComposer) => void)[] = [
      (test) => {
        test.input.setSelectionRange(5, 5);
        test.input.dispatchEvent(new MouseEvent('click', { bubbles: true }));
      },
      (test) => test.write('\n'),
      (test) => test.find('.model-pill').focus(),
      (test) => test.composer.setConversation('another'),
    ];
    for (const [index, end] of endings.entries()) {
      const test = openWith(found, 'a cursor @s');
      end(test);
      assert.equal(isOpen(test), false, String(index));
    }
    const lone = createTestComposer();
    lone.type('@ ');
    assert.equal(isOpen(lone), false);
  });

  it('leaves every key to an input method, and looks for what it has composed, not for its letters', () => {
    const test = openWith();
    const before = chosen(test);
    for (const key of ['ArrowDown', 'Enter', 'Tab', 'Escape', 'Home']) {
      assert.equal(test.press(key, { isComposing: true }), false, key);
      assert.equal(test.press(key, { keyCode: 229 }), false, key);
    }
    assert.equal(chosen(test), before);
    const searches = test.posts('search-context').length;
    test.write("ni'hao", composingType);
    test.write(' x', composingType);
    wait(1000);
    assert.equal(isOpen(test), true);
    assert.equal(test.posts('search-context').length, searches);
    test.input.value = '@se你好';
    test.input.dispatchEvent(new Event('compositionend', { bubbles: true }));
    wait(80);
    assert.equal(lastSearch(test).query, 'se你好');
    assert.deepEqual(test.posts('send'), []);
  });

  it('leaves keys with modifiers to what they mean otherwise', () => {
    const test = openWith();
    assert.equal(test.press('Enter', { shiftKey: true }), false);
    assert.equal(isOpen(test), true);
    assert.equal(test.press('Tab', { shiftKey: true }), false);
    assert.equal(isOpen(test), false);
    assert.deepEqual(test.posts('attach-context'), []);
  });

  it('opens at the cursor with the button, closes with it, and cuts out what was typed for it', () => {
    const test = createTestComposer();
    test.type('see  now');
    test.input.setSelectionRange(4, 4);
    const add = test.find('.tools .icon-button');
    add.click();
    assert.equal(isOpen(test), true);
    add.click();
    assert.equal(isOpen(test), false);
    add.click();
    assert.equal(document.activeElement, test.input);
    test.type('ser');
    answer(test);
    assert.equal(lastSearch(test).query, 'ser');
    test.press('Tab');
    assert.equal(test.input.value, 'see now');
    assert.equal(test.posts('attach-context').length, 1);
  });
});

describe('command menu', () => {
  useBrowser();

  const slashCommands = [
    { name: 'explain', description: 'What the selection does', own: false },
    { name: 'fix', description: 'Fix the problems', own: false },
    { name: 'test', description: 'Write unit tests, explain none', own: false },
    { name: '翻译', description: 'Translate into Chinese', own: true },
  ];
  const open = (text: string) => {
    const test = createTestComposer({ slashCommands });
    test.type(text);
    return test;
  };
  const isOpen = (test: TestComposer) => !test.find('.command-menu').hidden;

  it('opens where the question begins with a slash, the own commands in a group of their own', () => {
    const test = open('/');
    assert.deepEqual(test.texts('.menu-label'), ['/explain', '/fix', '/test', '/翻译']);
    assert.deepEqual(test.texts('.menu-heading'), ['Your own']);
    for (const text of ['a /', ' /', '/usr/', '/explain it', ''])
      assert.equal(isOpen(open(text)), false, text);
  });

  it('filters by name, then by description', () => {
    assert.deepEqual(open('/ex').texts('.menu-label'), ['/explain', '/test']);
    assert.deepEqual(open('/TRANS').texts('.menu-label'), ['/翻译']);
    const test = open('/xyz');
    assert.equal(isOpen(test), false);
    test.input.setSelectionRange(1, 4);
    test.write('');
    assert.equal(isOpen(test), true);
  });

  it('inserts with Tab and on a click, and sends nothing', () => {
    const test = open('/fi');
    assert.equal(test.press('Tab'), true);
    assert.equal(test.input.value, '/fix ');
    assert.equal(isOpen(test), false);
    const other = open('/');
    other.all('.menu-row')[2]?.click();
    assert.equal(other.input.value, '/test ');
    assert.deepEqual([...test.posted, ...other.posted], []);
  });

  it('runs with Enter where nothing follows, and only inserts where something does', () => {
    const test = open('/fi');
    test.press('Enter');
    assert.deepEqual(
      test.posts('send').map(({ text }) => text.trim()),
      ['/fix'],
    );
    const other = createTestComposer({ slashCommands });
    other.write(' the loop');
    other.input.setSelectionRange(0, 0);
    other.type('/ex');
    other.press('Enter');
    assert.equal(other.input.value, '/explain the loop');
    assert.deepEqual(other.posted, []);
  });

  it('stays closed after Escape until another question begins', () => {
    const test = open('/e');
    assert.equal(test.press('Escape'), true);
    test.type('x');
    assert.equal(isOpen(test), false);
    test.press('Enter');
    assert.equal(test.posts('send')[0]?.text, '/ex');
    test.composer.accepted('/ex');
    test.type('/');
    assert.equal(isOpen(test), true);
  });

  it('is not opened by pasting, and leaves every key to an input method', () => {
    const test = createTestComposer({ slashCommands });
    test.write('/exp', 'insertFromPaste');
    assert.equal(isOpen(test), false);
    const other = open('/');
    for (const key of ['ArrowDown', 'Enter', 'Tab', 'Escape']) {
      assert.equal(other.press(key, { isComposing: true }), false, key);
      assert.equal(other.press(key, { keyCode: 229 }), false, key);
    }
    assert.equal(other.texts('[aria-selected=true] .menu-label').join(), '/explain');
    assert.equal(other.input.value, '/');
  });
});
