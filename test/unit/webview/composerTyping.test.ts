import { longestQuestion, mostDropped } from '../../../src/core/limits.ts';
import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';
import { createTestComposer, type TestComposer } from './composerFakes.ts';
import { attachment, model } from './fakes.ts';

const slashCommands = [{ name: 'fix', description: 'Repair', own: false }];

describe('the text in the composer', () => {
  useBrowser();

  const status = (test: TestComposer) => test.find('.composer-status').textContent;
  const isOpen = (test: TestComposer, kind: 'command' | 'context') => !test.find(`.${kind}-menu`).hidden;
  const caret = ({ input }: TestComposer) => [input.selectionStart, input.selectionEnd];

  function fire(target: HTMLElement, type: string, more: object = {}): Event {
    const event = Object.assign(new Event(type, { bubbles: true, cancelable: true }), more);
    target.dispatchEvent(event);
    return event;
  }

  function drop(test: TestComposer, data: Readonly<Record<string, string>>): void {
    const dataTransfer = {
      types: Object.keys(data),
      files: [],
      getData: (type: string) => data[type] ?? '',
    };
    fire(test.find('.composer'), 'drop', { dataTransfer });
  }

  it('has the caret at its end when it was not typed', () => {
    const test = createTestComposer({ questions: ['first', 'second'] });
    test.press('ArrowUp');
    assert.deepEqual(caret(test), [6, 6]);
    test.composer.giveBack('queued');
    assert.deepEqual(caret(test), [14, 14]);
    test.composer.setConversation('c2');
    test.composer.giveBack('x');
    assert.equal(test.input.value, 'x');
    test.input.value = ' \n';
    test.composer.giveBack('y');
    assert.equal(test.input.value, 'y', 'blanks are no draft');
  });

  it('brings earlier questions only from its end, and nothing on other keys', () => {
    const test = createTestComposer({ questions: ['first', 'second'] });
    assert.equal(test.press('ArrowLeft'), false);
    test.press('ArrowUp');
    for (const [start, end] of [
      [0, 6],
      [3, 3],
      [0, 0],
    ] as const) {
      test.input.setSelectionRange(start, end);
      assert.equal(test.press('ArrowUp'), false, `${start}-${end}`);
    }
    assert.equal(test.input.value, 'second');
  });

  it('begins with earlier questions anew in another conversation and after one was sent', () => {
    const test = createTestComposer({ questions: ['first', 'second'] });
    test.press('ArrowUp');
    test.press('ArrowUp');
    test.press('Enter');
    test.composer.accepted('first');
    test.press('ArrowUp');
    assert.equal(test.input.value, 'second');
    test.press('ArrowUp');
    test.composer.setConversation('c2');
    test.press('ArrowUp');
    assert.equal(test.input.value, 'second');
  });

  it('can be sent as soon as there is something in it', () => {
    const test = createTestComposer();
    const send = test.find('.send') as HTMLButtonElement;
    const seen = ['a', ' ', ''].map((text) => {
      test.input.value = '';
      test.write(text);
      return send.disabled;
    });
    assert.deepEqual(seen, [false, true, true]);
    test.write('x');
    send.click();
    assert.deepEqual(test.posts('send'), [{ type: 'send', text: 'x', thinking: true }]);
  });

  it('is not sent where it is too long, and says how long it may be until it changes', () => {
    const test = createTestComposer();
    test.write('x'.repeat(longestQuestion + 1));
    test.press('Enter');
    assert.deepEqual(test.posted, []);
    assert.equal(
      status(test),
      `A question may have ${longestQuestion} characters. Attach the text as a file instead.`,
    );
    test.input.value = 'x'.repeat(longestQuestion - 1);
    test.write('x');
    assert.equal(status(test), '');
    test.press('Enter');
    assert.equal(test.posts('send').length, 1);
  });

  it('is sent again after a second, or at once where it has changed', () => {
    const test = createTestComposer();
    test.write('x');
    for (const time of [0, 999, 1000, 1999]) {
      test.time = time;
      test.press('Enter');
    }
    assert.equal(test.posts('send').length, 2);
    test.write('y');
    test.press('Enter');
    assert.equal(test.posts('send').length, 3);
  });

  it('stays where nothing was sent, or not to this conversation', () => {
    const test = createTestComposer();
    test.write('Why?');
    test.composer.accepted('Why?');
    assert.equal(test.input.value, 'Why?');
    test.press('Enter');
    test.composer.setConversation('c2');
    test.write('Why?');
    test.composer.accepted('Why?');
    assert.equal(test.input.value, 'Why?');
  });

  it('keeps what is said about it as long as the model is the same', () => {
    const test = createTestComposer();
    const tooLong = 'x'.repeat(longestQuestion + 1);
    test.write(tooLong);
    test.press('Enter');
    test.update({ model: { ...model, thinking: 'always' } });
    assert.notEqual(status(test), '');
    test.update({ model: { ...model, modelLabel: 'Another' } });
    assert.equal(status(test), '');
    test.press('Enter');
    test.update({ model: null });
    assert.equal(status(test), '');
    test.press('Enter');
    test.composer.setConversation('c2');
    assert.equal(status(test), '');
  });

  it('says what it is for', () => {
    const test = createTestComposer();
    assert.equal(test.input.placeholder, 'Ask, or add context with @');
    test.update({ busy: true });
    assert.equal(test.input.placeholder, 'Queue a follow-up');
    test.update({ busy: false });
    assert.equal(test.input.placeholder, 'Ask, or add context with @');
  });

  it('has one menu at a time, which closes when the focus goes elsewhere', () => {
    const test = createTestComposer({ slashCommands });
    const add = test.find('[aria-haspopup=listbox]');
    test.type('/f');
    assert.equal(isOpen(test, 'command'), true);
    assert.equal(fire(add, 'mousedown').defaultPrevented, true, 'the text keeps the focus');
    add.click();
    assert.deepEqual([isOpen(test, 'command'), isOpen(test, 'context')], [false, true]);
    assert.equal(add.getAttribute('aria-expanded'), 'true');
    add.click();
    assert.equal(isOpen(test, 'context'), false);
    assert.equal(add.getAttribute('aria-expanded'), 'false');
    for (const leave of [() => fire(test.input, 'blur'), () => test.press('Tab', { shiftKey: true })]) {
      add.click();
      assert.equal(isOpen(test, 'context'), true);
      leave();
      assert.equal(isOpen(test, 'context'), false);
    }
  });

  it('has its menu follow the caret, by keys and by clicks, but not open anew', () => {
    for (const type of ['keyup', 'click']) {
      const test = createTestComposer({ slashCommands });
      test.type('/fix it');
      test.input.setSelectionRange(2, 2);
      fire(test.input, type);
      assert.equal(isOpen(test, 'command'), false, type);
      const other = createTestComposer({ slashCommands });
      other.type('/f');
      other.input.setSelectionRange(0, 0);
      fire(other.input, type);
      assert.equal(isOpen(other, 'command'), false, type);
    }
    const composing = createTestComposer({ slashCommands });
    composing.type('/f');
    composing.input.setSelectionRange(0, 0);
    fire(composing.input, 'keyup', { keyCode: 229 });
    assert.equal(isOpen(composing, 'command'), true);
  });

  it('opens its menu for what was composed once that is over, and not for what was put there', () => {
    const test = createTestComposer({ slashCommands });
    test.write('/f', 'insertCompositionText');
    assert.equal(isOpen(test, 'command'), false);
    fire(test.input, 'compositionend');
    assert.equal(isOpen(test, 'command'), true);
    for (const type of ['insertFromPaste', 'insertFromDrop', 'insertFromYank']) {
      const other = createTestComposer({ slashCommands });
      other.write('/f', type);
      assert.equal(isOpen(other, 'command'), false, type);
    }
  });

  it('closes its menu when it is sent', () => {
    const test = createTestComposer({ slashCommands });
    test.type('/f');
    test.find('.send').click();
    assert.equal(isOpen(test, 'command'), false);
  });

  it('keeps the keys of its menus from the panel', () => {
    const test = createTestComposer({ slashCommands });
    const reached: string[] = [];
    test.composer.element.addEventListener('keydown', ({ key }) => reached.push(key));
    test.type('/f');
    for (const key of ['ArrowDown', 'Escape', 'Escape']) test.press(key);
    assert.deepEqual(reached, ['Escape']);
  });

  it('goes over to the attachments with Backspace at its beginning, but not while that is held down', () => {
    const test = createTestComposer({ attachments: [attachment] });
    test.write('x');
    assert.equal(test.press('Backspace'), false);
    test.input.setSelectionRange(0, 1);
    assert.equal(test.press('Backspace'), false);
    test.input.setSelectionRange(0, 0);
    assert.equal(test.press('Backspace', { repeat: true }), false);
    assert.equal(test.press('x'), false);
    assert.equal(test.press('Backspace'), true);
    assert.ok(document.activeElement === test.find('.chip-open'));
  });

  it('has the focus after a click on the ground around it', () => {
    const test = createTestComposer({ attachments: [attachment] });
    for (const [selector, takes] of [
      ['.composer', true],
      ['.chips', true],
      ['.chip-open', false],
      ['.tools', false],
    ] as const) {
      test.input.blur();
      assert.equal(fire(test.find(selector), 'mousedown').defaultPrevented, takes, selector);
      assert.equal(document.activeElement === test.input, takes, selector);
    }
  });

  it('takes what is dropped on it: files, so many at most, or else the addresses', () => {
    const test = createTestComposer();
    test.input.blur();
    const uris = (count: number) => Array.from({ length: count }, (_, index) => `file:///${index}`);
    drop(test, { 'text/uri-list': uris(mostDropped).join('\n') });
    assert.ok(document.activeElement === test.input);
    assert.equal(status(test), '');
    drop(test, { 'text/uri-list': uris(mostDropped + 1).join('\n') });
    assert.equal(status(test), `Only the first ${mostDropped} were attached.`);
    assert.deepEqual(
      test.posts('attach-uris').map((intention) => intention.uris.length),
      [mostDropped, mostDropped],
    );
    drop(test, { 'text/uri-list': 'file:///a' });
    assert.equal(status(test), '');
    test.write('See ');
    drop(test, { 'text/uri-list': 'https://a.example/\nhttps://b.example/' });
    assert.equal(test.input.value, 'See https://a.example/\nhttps://b.example/');
  });
});
