import { describe, it } from 'mocha';
import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';
import { createTestComposer } from './composerFakes.ts';
import { model, press } from './fakes.ts';

const taking = { ...model, images: true };

describe('composer', () => {
  useBrowser();

  describe('sending', () => {
    it('sends on Enter and leaves Shift+Enter to the text', () => {
      const test = createTestComposer();
      test.write('hello');
      assert.equal(test.press('Enter', { shiftKey: true }), false);
      assert.deepEqual(test.posted, []);
      assert.equal(test.press('Enter'), true);
      assert.deepEqual(test.posted, [{ type: 'send', text: 'hello', thinking: true }]);
    });

    it('breaks the line on Ctrl+Enter where Enter sends, at the cursor', () => {
      const test = createTestComposer();
      test.write('one two');
      test.input.setSelectionRange(3, 4);
      assert.equal(test.press('Enter', { ctrlKey: true }), true);
      assert.equal(test.input.value, 'one\ntwo');
      assert.equal(test.input.selectionStart, 4);
      assert.deepEqual(test.posted, []);
      assert.match(test.find('.send').title, /\(Enter\)/);
    });

    for (const [what, key] of [
      ['Ctrl', { ctrlKey: true }],
      ['Command', { metaKey: true }],
    ] as const) {
      it(`sends on ${what}+Enter by setting, and leaves Enter to the text`, () => {
        const test = createTestComposer({ sendWith: 'ctrlEnter' });
        test.write('hello');
        assert.equal(test.press('Enter'), false);
        assert.equal(test.press('Enter', { ...key, shiftKey: true }), false);
        assert.deepEqual(test.posted, []);
        assert.equal(test.press('Enter', key), true);
        assert.equal(test.posts('send').length, 1);
        assert.match(test.find('.send').title, /\(Ctrl\+Enter\)/);
      });
    }

    it('sends once when Enter repeats', () => {
      const test = createTestComposer();
      test.write('hello');
      test.press('Enter');
      test.press('Enter');
      assert.equal(test.posts('send').length, 1);
      test.time += 5000;
      test.press('Enter');
      assert.equal(test.posts('send').length, 2);
    });

    it('sends nothing that is only white space', () => {
      const test = createTestComposer();
      test.write(' \n ');
      test.press('Enter');
      assert.deepEqual(test.posted, []);
      assert.equal((test.find('.send') as HTMLButtonElement).disabled, true);
    });

    it('keeps the text until the host has accepted this very question', () => {
      const test = createTestComposer();
      test.write(' Why? \n');
      test.press('Enter');
      test.composer.accepted('Another command asked this');
      assert.equal(test.input.value, ' Why? \n');
      test.composer.accepted('Why?');
      assert.equal(test.input.value, '');
    });

    it('does not take away what was typed while the question was on its way', () => {
      const test = createTestComposer();
      test.write('Why?');
      test.press('Enter');
      test.write(' And how');
      test.composer.accepted('Why?');
      assert.equal(test.input.value, 'Why? And how');
    });

    it('takes back what is not asked after all, without losing the draft', () => {
      const test = createTestComposer();
      test.write('a new thought');
      test.composer.giveBack('queued question');
      assert.equal(test.input.value, 'queued question\n\na new thought');
    });

    it('offers Stop while an answer is under way, and queues', () => {
      const test = createTestComposer({ busy: true });
      assert.equal(test.find('.send').hidden, true);
      assert.equal(test.input.placeholder, 'Queue a follow-up');
      test.find('.stop').click();
      test.write('next');
      test.press('Enter');
      assert.deepEqual(
        test.posted.map(({ type }) => type),
        ['stop', 'send'],
      );
      test.update({ busy: false });
      assert.equal(test.find('.stop').hidden, true);
    });
  });

  describe('with an input method', () => {
    for (const [what, event] of [
      ['isComposing', { isComposing: true, keyCode: 13 }],
      ['key code 229 without isComposing', { isComposing: false, keyCode: 229 }],
    ] as const) {
      it(`leaves every key to it: ${what}`, () => {
        const test = createTestComposer({ questions: ['Why?'] });
        for (const key of ['Enter', 'Escape', 'ArrowUp', 'ArrowDown', 'Backspace', 'Tab', 'Process']) {
          assert.equal(test.press(key, event), false, key);
          assert.equal(test.press(key, { ...event, ctrlKey: true }), false, key);
        }
        assert.deepEqual(test.posted, []);
        assert.equal(test.input.value, '');
      });
    }

    function endComposition(input: HTMLElement, timeStamp: number): void {
      const event = new Event('compositionend', { bubbles: true });
      Object.defineProperty(event, 'timeStamp', { value: timeStamp });
      input.dispatchEvent(event);
    }

    function pressAt(input: HTMLElement, timeStamp: number): KeyboardEvent {
      const event = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true });
      Object.defineProperty(event, 'timeStamp', { value: timeStamp });
      input.dispatchEvent(event);
      return event;
    }

    it('takes the Enter right after compositionend for the one that ended it: no send, no line', () => {
      const test = createTestComposer();
      test.write('你好');
      endComposition(test.input, 1000);
      assert.equal(pressAt(test.input, 1003).defaultPrevented, true);
      assert.deepEqual(test.posted, []);
      test.input.dispatchEvent(new KeyboardEvent('keyup', { key: 'Enter', bubbles: true }));
      pressAt(test.input, 1080);
      assert.equal(test.posts('send').length, 1);
    });

    it('sends on an Enter that comes later, though the key that ended the composition was never seen', () => {
      const test = createTestComposer();
      test.write('你好');
      endComposition(test.input, 1000);
      pressAt(test.input, 1200);
      assert.equal(test.posts('send').length, 1);
    });
  });

  describe('draft', () => {
    it('is kept by conversation, through switching and a reload', () => {
      const first = createTestComposer();
      first.write('half a thou');
      first.composer.setConversation('c2');
      assert.equal(first.input.value, '');
      first.write('other');
      first.composer.setConversation('c1');
      assert.equal(first.input.value, 'half a thou');
      const second = createTestComposer({}, JSON.parse(JSON.stringify(first.remembered())), 'c2');
      assert.equal(second.input.value, 'other');
    });

    it('is gone when the question was accepted', () => {
      const first = createTestComposer();
      first.write('Why?');
      first.press('Enter');
      first.composer.accepted('Why?');
      assert.equal(createTestComposer({}, first.remembered()).input.value, '');
    });

    it('is empty when what was kept is not its own', () => {
      assert.equal(createTestComposer({}, { drafts: 7 }).input.value, '');
    });

    it('survives that the same conversation is set again', () => {
      const test = createTestComposer();
      test.write('abc');
      test.input.setSelectionRange(1, 1);
      test.composer.setConversation('c1');
      assert.equal(test.input.selectionStart, 1);
    });
  });

  describe('earlier questions', () => {
    const questions = ['first', 'second\nline', 'third', 'third'];

    it('come back one after the other with arrow up, and go again with arrow down', () => {
      const test = createTestComposer({ questions });
      const seen = ['ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowDown', 'ArrowDown', 'ArrowDown'].map(
        (key) => {
          test.press(key);
          return test.input.value;
        },
      );
      assert.deepEqual(seen, ['third', 'second\nline', 'first', 'first', 'second\nline', 'third', '']);
      assert.equal(test.press('ArrowDown'), false);
    });

    it('stay away from what was typed, and from a recalled one that was changed or walked in', () => {
      const test = createTestComposer({ questions });
      test.write('x');
      assert.equal(test.press('ArrowUp'), false);
      assert.equal(test.input.value, 'x');
      test.press('Backspace');
      test.input.setSelectionRange(0, 1);
      test.write('');
      test.press('ArrowUp');
      test.write('!');
      assert.equal(test.press('ArrowUp'), false);
      assert.equal(test.press('ArrowDown'), false);
      assert.equal(test.input.value, 'third!');
      test.input.setSelectionRange(0, 6);
      test.write('');
      test.press('ArrowUp');
      test.press('ArrowUp');
      test.input.setSelectionRange(8, 8);
      assert.equal(test.press('ArrowUp'), false);
      assert.equal(test.input.value, 'second\nline');
    });

    it('leave keys with modifiers alone', () => {
      const test = createTestComposer({ questions });
      for (const more of [{ altKey: true }, { shiftKey: true }, { ctrlKey: true }, { metaKey: true }]) {
        assert.equal(test.press('ArrowUp', more), false);
      }
      assert.equal(test.input.value, '');
    });
  });

  describe('tools', () => {
    it('has the choice to think again after a reload', () => {
      const first = createTestComposer();
      first.find('.think').click();
      const second = createTestComposer({}, first.remembered());
      assert.equal(second.find('.think').getAttribute('aria-pressed'), 'false');
      second.write('x');
      second.press('Enter');
      assert.deepEqual(second.posted, [{ type: 'send', text: 'x', thinking: false }]);
    });

    it('says why a model cannot switch thinking, and does not ask it to', () => {
      const test = createTestComposer({ model: { ...taking, thinking: 'none' } });
      const toggle = test.find('.think');
      toggle.click();
      assert.equal(toggle.getAttribute('aria-disabled'), 'true');
      assert.equal(toggle.getAttribute('aria-pressed'), 'false');
      assert.equal(toggle.title, 'This model cannot think');
      test.update({ model: { ...taking, thinking: 'always' } });
      assert.equal(toggle.getAttribute('aria-pressed'), 'true');
      assert.equal(toggle.title, 'This model always thinks');
      assert.deepEqual(test.composer.askOptions(), {});
    });

    it('asks for web search only of a model that has it', () => {
      const test = createTestComposer();
      test.find('.web').click();
      assert.deepEqual(test.composer.askOptions(), { thinking: true, webSearch: true });
      test.update({ model: { ...taking, webSearch: false } });
      assert.equal(test.find('.web').hidden, true);
      assert.deepEqual(test.composer.askOptions(), { thinking: true });
    });

    it('chooses model and options, and follows the model', () => {
      const test = createTestComposer();
      test.find('.model-pill').click();
      test.find('.options').click();
      assert.deepEqual(test.posted, [{ type: 'choose-model' }, { type: 'choose-options' }]);
      test.update({ model: { ...taking, modelLabel: 'ERNIE', temperature: '0.6' } });
      assert.equal(test.find('.model-pill').textContent, 'ERNIE');
      assert.equal(test.find('.options').textContent, '0.6');
      assert.equal(test.find('.options').getAttribute('aria-label'), 'Model options, temperature 0.6');
      test.update({ model: null });
      assert.equal(test.find('.model-pill').textContent, 'Choose a model');
      assert.equal(test.find('.options').hidden, true);
    });

    it('shows how full the window is, and another ring when that has changed', () => {
      const test = createTestComposer();
      const ring = test.find('.context-meter');
      test.write('x');
      assert.equal(test.find('.context-meter'), ring);
      test.update({ model: { ...taking, window: { used: 120_000, size: 128_000 } } });
      assert.match(test.find('.context-meter').className, /full/);
      test.update({ model: { ...taking, window: undefined } });
      assert.equal(test.all('.context-meter').length, 0);
    });

    it('counts the characters where the API does', () => {
      const test = createTestComposer({ model: { ...taking, maxInputCharacters: 5 } });
      test.write('你好🐉');
      assert.equal(test.find('.meter').textContent, '3 / 5');
      test.write('too long');
      assert.equal(test.find('.meter .too-long').textContent, '11 / 5');
    });

    it('gives its ground to the text, and its buttons to themselves', () => {
      const test = createTestComposer();
      const onGround = new MouseEvent('mousedown', { bubbles: true, cancelable: true });
      test.input.blur();
      test.find('.composer').dispatchEvent(onGround);
      assert.equal(document.activeElement, test.input);
      test.input.blur();
      test
        .find('.model-pill')
        .dispatchEvent(new MouseEvent('mousedown', { bubbles: true, cancelable: true }));
      assert.notEqual(document.activeElement, test.input);
    });
  });

  it('leaves Escape to the panel while no menu is open', () => {
    const test = createTestComposer();
    let reached = 0;
    test.composer.element.addEventListener('keydown', () => reached++);
    assert.equal(press(test.input, 'Escape').defaultPrevented, false);
    assert.equal(reached, 1);
  });
});
