import { describe, it } from 'mocha';
import type { SlashCommand } from '../../../src/shared/protocol.ts';
import { matchCommands } from '../../../src/webview/composer/commandMatches.ts';
import { createCommandMenu } from '../../../src/webview/composer/commandMenu.ts';
import type { PanelContext } from '../../../src/webview/panelContext.ts';
import { viewTexts } from '../../../src/webview/texts.ts';
import { assert } from './assert.ts';
import { assertDrawn } from './assertDrawn.ts';
import { useBrowser } from './browser.ts';
import { press } from './fakes.ts';

const command = (name: string, description: string, own = false): SlashCommand => ({
  name,
  description,
  own,
});

const commands = [
  command('Explain', 'What the code does'),
  command('fix', 'Fix it, explain nothing'),
  command('reExplain', 'Say it in other words'),
  command('exAmple', 'One of MINE', true),
  command('test', 'Write tests'),
];

describe('the commands that match', () => {
  const names = (query: string) =>
    matchCommands(commands, query, 'Own').map(({ label, rows }) => [label, ...rows.map(({ id }) => id)]);

  it('are all of them at first, the user’s own apart', () => {
    assert.deepEqual(names(''), [
      [undefined, 'Explain', 'fix', 'reExplain', 'test'],
      ['Own', 'exAmple'],
    ]);
  });

  it('are those whose names begin so, then those that have it in their names, then in their descriptions', () => {
    assert.deepEqual(names('eXpl'), [[undefined, 'Explain', 'reExplain', 'fix']]);
    assert.deepEqual(names('AMP'), [['Own', 'exAmple']]);
    assert.deepEqual(names('mine'), [['Own', 'exAmple']]);
    assert.deepEqual(names('write'), [[undefined, 'test']]);
    assert.deepEqual(names('nothing at all'), []);
  });

  it('are shown with a slash and what they do', () => {
    assert.deepEqual(matchCommands(commands, 'wri', 'Own'), [
      { rows: [{ id: 'test', label: '/test', detail: 'Write tests' }] },
    ]);
  });
});

describe('the menu of commands', () => {
  useBrowser();

  function create(text = '') {
    const input = document.createElement('textarea');
    let runs = 0;
    const needed: Partial<PanelContext> = { texts: viewTexts({}) };
    const menu = createCommandMenu(needed as PanelContext, input, () => {
      runs += 1;
    });
    menu.setCommands(commands);
    document.body.replaceChildren(menu.element, input);
    const write = (value: string, mayOpen = true, cursor = value.length) => {
      input.value = value;
      input.setSelectionRange(cursor, cursor);
      menu.follow(mayOpen);
    };
    if (text !== '') write(text);
    const key = (name: string, more?: KeyboardEventInit) => menu.handleKey(press(input, name, more));
    const labels = () =>
      [...menu.element.querySelectorAll('.menu-label')].map(({ textContent }) => textContent);
    return { menu, input, runs: () => runs, write, key, labels, isOpen: () => !menu.element.hidden };
  }

  it('says what it is, and which keys do what', () => {
    const { menu } = create('/');
    assert.equal(menu.element.querySelector('[role=listbox]')?.getAttribute('aria-label'), 'Commands');
    assert.equal(menu.element.className, 'menu command-menu');
    assertDrawn(
      menu.element.querySelector('.menu-keys'),
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
            "Enter"
          " run"
      `,
    );
  });

  it('has none before the host has said which there are', () => {
    const { menu, write, isOpen } = create();
    menu.setCommands([]);
    write('/');
    assert.equal(isOpen(), false);
  });

  it('follows the first word up to the cursor, as long as it is one', () => {
    const { write, isOpen, labels } = create('/fi');
    assert.deepEqual(labels(), ['/fix']);
    write('/fix it', true, 2);
    assert.equal(isOpen(), true);
    for (const text of ['/fix ', '/fix\n', '/fix/', 'a/fix', ' /fix', 'fix', '', '/zzz']) {
      write('/fi');
      assert.equal(isOpen(), true);
      write(text);
      assert.equal(isOpen(), false, text);
    }
  });

  it('is opened by typing only, but follows what else changes the text', () => {
    const { write, isOpen, labels } = create();
    write('/', false);
    assert.equal(isOpen(), false);
    write('/');
    write('/te', false);
    assert.deepEqual(labels(), ['/test']);
  });

  it('stays closed after Escape until the text is another one', () => {
    const { write, key, isOpen } = create('/');
    assert.equal(key('Escape'), true);
    assert.equal(isOpen(), false);
    write('/f');
    assert.equal(isOpen(), false);
    write('');
    write('/f');
    assert.equal(isOpen(), true);
  });

  it('closes for good only by Escape', () => {
    const { menu, write, isOpen } = create('/');
    menu.close();
    assert.equal(isOpen(), false);
    write('/f');
    assert.equal(isOpen(), true);
  });

  it('moves with the arrows, and takes no other key, none with a modifier and none while it is closed', () => {
    const { menu, key, write, isOpen } = create('/');
    const chosen = () => menu.element.querySelector('[aria-selected=true] .menu-label')?.textContent;
    assert.equal(key('ArrowDown'), true);
    assert.equal(chosen(), '/fix');
    assert.equal(key('a'), false);
    for (const name of ['Enter', 'Tab', 'Escape', 'ArrowDown'])
      assert.equal(key(name, { shiftKey: true }), false);
    assert.equal(chosen(), '/fix');
    assert.equal(isOpen(), true);
    write('text');
    for (const name of ['Enter', 'Tab', 'Escape', 'ArrowDown']) assert.equal(key(name), false);
  });

  it('puts the command in the place of the first word and one blank after it', () => {
    for (const [before, cursor, after] of [
      ['/fi', 3, '/fix '],
      ['/fi the loop', 3, '/fix the loop'],
      ['/fi  the loop', 3, '/fix  the loop'],
      ['/fi\nthe loop', 3, '/fix \nthe loop'],
      ['/fi\tthe loop', 3, '/fix the loop'],
      ['/fixed', 3, '/fix '],
    ] as const) {
      const { input, write, key, isOpen } = create();
      write(before, true, cursor);
      assert.equal(key('Tab'), true);
      assert.equal(input.value, after);
      assert.equal(input.selectionStart, '/fix '.length);
      assert.equal(isOpen(), false);
    }
  });

  it('runs a command with Enter, unless more is said', () => {
    const { input, runs, key } = create('/fi');
    assert.equal(key('Enter'), true);
    assert.equal(input.value, '/fix ');
    assert.equal(runs(), 1);
    const other = create();
    other.write('/fi it', true, 3);
    assert.equal(other.key('Enter'), true);
    assert.equal(other.runs(), 0);
    const inserted = create('/fi');
    inserted.key('Tab');
    assert.equal(inserted.runs(), 0);
  });

  it('inserts what is clicked, without running it', () => {
    const { menu, input, runs } = create('/');
    const [, second] = menu.element.querySelectorAll<HTMLElement>('.menu-row');
    second?.click();
    assert.equal(input.value, '/fix ');
    assert.equal(runs(), 0);
  });
});
