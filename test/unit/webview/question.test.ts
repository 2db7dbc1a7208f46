import { longestQuestion } from '../../../src/core/limits.ts';
import type { Question } from '../../../src/shared/protocol.ts';
import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';
import {
  answer,
  attachment,
  createTestPanel,
  press,
  question,
  state,
  type TestPanel,
  type,
} from './fakes.ts';

const done = { state: 'done', meta: {} } as const;

describe('a question', () => {
  useBrowser();

  function open(changes: Partial<Question> = {}, more: Parameters<typeof state>[0] = {}): TestPanel {
    const test = createTestPanel();
    test.send(state({ turns: [{ ...question, ...changes }, answer({ text: 'x', status: done })], ...more }));
    return test;
  }

  const editor = (test: TestPanel) => test.find('.question textarea') as HTMLTextAreaElement;
  const button = (test: TestPanel, text: string) =>
    [...test.root.querySelectorAll<HTMLButtonElement>('.question button')].find(
      (each) => (each.getAttribute('aria-label') ?? each.textContent) === text,
    ) as HTMLButtonElement;
  const edit = (test: TestPanel) => button(test, 'Edit').click();
  const isEdited = (test: TestPanel) => test.root.querySelector('.question-editor') !== null;

  it('leads to what was attached to it', () => {
    const test = open({ attachments: [attachment, { ...attachment, id: 'b' }] });
    test.root.querySelectorAll<HTMLElement>('.question .chip-open')[1]?.click();
    assert.deepEqual(test.posted, [{ type: 'open-attachment', id: 'b' }]);
    assert.equal(test.root.querySelector('.question .chip-remove'), null);
    assert.equal(open().root.querySelector('.question .chips'), null);
  });

  it('is copied and deleted by its buttons', () => {
    const test = open();
    button(test, 'Copy').click();
    assert.equal(button(test, 'Copy').title, 'Copied');
    button(test, 'Delete with its answers').click();
    assert.deepEqual(test.posted, [
      { type: 'copy', text: 'Why?' },
      { type: 'delete-turn', id: 'q1' },
    ]);
  });

  it('is edited in its place, the caret at the end, and once at a time', () => {
    const test = open();
    edit(test);
    assert.equal(editor(test).value, 'Why?');
    assert.deepEqual([editor(test).selectionStart, editor(test).selectionEnd], [4, 4]);
    assert.equal(test.root.querySelector('.question .bubble'), null);
    assert.equal(test.find('.question-tools').hidden, true);
    type(editor(test), 'Why not?');
    test.find('.question').focus();
    press(test.find('.question'), 'e');
    assert.equal(test.root.querySelectorAll('.question-editor').length, 1);
    assert.equal(editor(test).value, 'Why not?');
  });

  it('is as it was when editing is given up, with the focus where it came from', () => {
    const test = open();
    button(test, 'Edit').focus();
    edit(test);
    button(test, 'Cancel').click();
    assert.equal(isEdited(test), false);
    assert.equal(test.find('.question .bubble').textContent, 'Why?');
    assert.equal(test.find('.question-tools').hidden, false);
    assert.ok(document.activeElement === button(test, 'Edit'));
    test.input.focus();
    edit(test);
    assert.equal(press(editor(test), 'Escape').defaultPrevented, true);
    assert.equal(isEdited(test), false);
    assert.ok(document.activeElement === test.find('.question'));
  });

  it('is not given up by the Escape of an input method, or by another key', () => {
    const test = open();
    edit(test);
    press(editor(test), 'Escape', { isComposing: true });
    press(editor(test), 'a');
    assert.equal(isEdited(test), true);
  });

  it('does not let Escape out of its editor, where it would stop an answer', () => {
    const test = open({}, { turns: [question, answer({ text: 'x' })] });
    edit(test);
    press(editor(test), 'Escape');
    assert.deepEqual(test.posted, []);
    assert.equal(isEdited(test), false);
  });

  it('is sent by the button, and once for keys that come right after each other', () => {
    const test = open();
    edit(test);
    button(test, 'Send').click();
    press(editor(test), 'Enter');
    test.frames.time += 999;
    button(test, 'Send').click();
    const sent = { type: 'edit', id: 'q1', text: 'Why?', thinking: true };
    assert.deepEqual(test.posted, [sent]);
    test.frames.time += 1;
    assert.equal(press(editor(test), 'Enter').defaultPrevented, true);
    assert.deepEqual(test.posted, [sent, sent]);
  });

  it('is sent by Enter in the field only, where a button has a meaning of its own', () => {
    const test = open();
    edit(test);
    assert.equal(press(button(test, 'Cancel'), 'Enter').defaultPrevented, false);
    assert.deepEqual(test.posted, []);
  });

  it('has a line more with Ctrl+Enter, at the caret', () => {
    const test = open({ text: 'one two' });
    edit(test);
    editor(test).setSelectionRange(3, 4);
    assert.equal(press(editor(test), 'Enter', { ctrlKey: true }).defaultPrevented, true);
    assert.equal(editor(test).value, 'one\ntwo');
    assert.deepEqual([editor(test).selectionStart, editor(test).selectionEnd], [4, 4]);
    assert.deepEqual(test.posted, []);
  });

  it('is longer by the line that Ctrl+Enter makes', () => {
    const test = open({ text: 'x'.repeat(longestQuestion) });
    edit(test);
    press(editor(test), 'Enter', { ctrlKey: true });
    assert.equal(button(test, 'Send').disabled, true);
  });

  it('cannot be sent empty or too long, and says how long it may be', () => {
    const test = open();
    edit(test);
    const send = button(test, 'Send');
    assert.equal(send.disabled, false);
    for (const [text, disabled, title] of [
      [' \n', true, ''],
      ['x'.repeat(longestQuestion), false, ''],
      [
        'x'.repeat(longestQuestion + 1),
        true,
        `A question may have ${longestQuestion} characters. Attach the text as a file instead.`,
      ],
      ['y', false, ''],
    ] as const) {
      type(editor(test), text);
      assert.deepEqual([send.disabled, send.title], [disabled, title]);
      if (!disabled) continue;
      press(editor(test), 'Enter');
      assert.deepEqual(test.posted, []);
    }
  });

  it('is not sent empty even where nobody has heard of a change', () => {
    const test = open();
    edit(test);
    editor(test).value = ' ';
    press(editor(test), 'Enter');
    assert.deepEqual(test.posted, []);
  });

  it('is not sent by the Enter that ends a composition', () => {
    const test = open();
    edit(test);
    const at = (event: Event) => {
      Object.defineProperty(event, 'timeStamp', { value: 1000 });
      editor(test).dispatchEvent(event);
    };
    at(new Event('compositionend', { bubbles: true }));
    at(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
    assert.deepEqual(test.posted, []);
  });

  it('steps to other wordings of it', () => {
    const test = open({ branch: { index: 1, count: 2 } });
    test.find('.question .next').click();
    test.find('.question .previous').click();
    assert.deepEqual(test.posted, [{ type: 'show-alternative', id: 'q1', step: 1 }]);
    assert.equal(test.find('.question').classList.contains('branched'), true);
    assert.equal(open().find('.question').classList.contains('branched'), false);
  });
});
