import { enterMeaning, followComposition, isComposing, isPlain } from '../../../src/webview/keyboard.ts';
import { actOnKey, type TurnView } from '../../../src/webview/turnView.ts';
import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';
import { press } from './fakes.ts';

describe('keys', () => {
  useBrowser();

  const key = (name: string, more: Parameters<typeof press>[2] = {}) =>
    press(document.createElement('div'), name, more);
  const modifiers = ['altKey', 'ctrlKey', 'metaKey', 'shiftKey'] as const;

  it('send or break a line as the setting says', () => {
    const meanings = (more: Parameters<typeof press>[2]) =>
      (['enter', 'ctrlEnter'] as const).map((sendWith) => enterMeaning(key('Enter', more), sendWith));
    assert.deepEqual(meanings({}), ['send', undefined]);
    assert.deepEqual(meanings({ ctrlKey: true }), ['line', 'send']);
    assert.deepEqual(meanings({ metaKey: true }), ['line', 'send']);
    for (const more of [
      { shiftKey: true },
      { altKey: true },
      { ctrlKey: true, shiftKey: true },
      { isComposing: true },
      { keyCode: 229 },
    ])
      assert.deepEqual(meanings(more), [undefined, undefined], JSON.stringify(more));
    assert.equal(enterMeaning(key('a'), 'enter'), undefined);
  });

  it('are plain without modifiers', () => {
    assert.equal(isPlain(key('a')), true);
    for (const modifier of modifiers) assert.equal(isPlain(key('a', { [modifier]: true })), false, modifier);
  });

  it('belong to an input method while it composes, and right after', () => {
    assert.equal(isComposing(key('a')), false);
    assert.equal(isComposing(key('a', { isComposing: true })), true);
    assert.equal(isComposing(key('Process', { keyCode: 229 })), true);
    const field = document.createElement('textarea');
    const around = document.createElement('div');
    around.append(field);
    followComposition(around);
    const at = (type: string, timeStamp: number, name = 'Enter') => {
      const event = new KeyboardEvent(type, { key: name, bubbles: true, cancelable: true });
      Object.defineProperty(event, 'timeStamp', { value: timeStamp });
      field.dispatchEvent(event);
      return event;
    };
    at('compositionend', 1000);
    for (const [time, name, belongs] of [
      [1099, 'Enter', true],
      [1099, 'a', true],
      [1100, 'Enter', false],
    ] as const) {
      const event = at('keydown', time, name);
      assert.equal(isComposing(event), belongs, `${name} at ${time}`);
      assert.equal(event.defaultPrevented, belongs && name === 'Enter', `${name} at ${time}`);
    }
    at('keyup', 1050);
    assert.equal(isComposing(at('keydown', 1060)), false, 'the key that ended it is up');
  });

  it('act on the turn that has the focus, in upper and lower case, and never with a modifier', () => {
    const done: string[] = [];
    const note = (what: string) => () => {
      done.push(what);
    };
    const turn: TurnView = {
      id: 'q1',
      element: document.createElement('article'),
      copy: note('copy'),
      step: (by) => done.push(`step ${by}`),
      regenerate: note('regenerate'),
      edit: note('edit'),
      remove: note('remove'),
      dispose: () => {},
    };
    const act = (name: string, more?: Parameters<typeof press>[2]) =>
      actOnKey(press(turn.element, name, more), turn);
    for (const name of ['ArrowLeft', 'ArrowRight', 'Backspace', 'Delete', 'c', 'C', 'e', 'E', 'r', 'R'])
      assert.equal(act(name), true, name);
    assert.deepEqual(done, [
      'step -1',
      'step 1',
      'remove',
      'remove',
      'copy',
      'copy',
      'edit',
      'edit',
      'regenerate',
      'regenerate',
    ]);
    for (const name of ['x', 'Enter', 'ArrowUp']) assert.equal(act(name), false, name);
    for (const modifier of modifiers) assert.equal(act('c', { [modifier]: true }), false, modifier);
    assert.equal(act('c', { isComposing: true }), false);
    assert.equal(actOnKey(key('c'), turn), false, 'the focus is elsewhere');
    assert.equal(done.length, 10);
  });

  it('do nothing that a turn cannot', () => {
    const element = document.createElement('article');
    const question: TurnView = { id: 'q1', element, copy: () => {}, step: () => {}, dispose: () => {} };
    assert.equal(actOnKey(press(element, 'r'), question), false);
  });
});
