import type { Notice, SavingNotice } from '../../../src/shared/protocol.ts';
import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';
import { answer, createTestPanel, question, state } from './fakes.ts';

const notice: Notice = { severity: 'error', title: 'Refused', text: 'The key is not valid.', actions: [] };

describe('a notice', () => {
  useBrowser();

  function open(changes: Partial<Notice> = {}) {
    const test = createTestPanel();
    const status = { state: 'failed' as const, meta: {}, notice: { ...notice, ...changes } };
    test.send(state({ turns: [question, answer({ status })] }));
    return test;
  }

  it('does what its buttons say, the first of which is the one to press', () => {
    const test = open({
      actions: [
        { label: 'Edit the key', action: 'edit-key' },
        { label: 'Show the log', action: 'show-log' },
      ],
    });
    const buttons = [...test.root.querySelectorAll<HTMLElement>('.notice-actions button')];
    for (const each of buttons) each.click();
    assert.deepEqual(test.posted, [
      { type: 'act', id: 'a1', action: 'edit-key' },
      { type: 'act', id: 'a1', action: 'show-log' },
    ]);
    assert.deepEqual(
      buttons.map(({ className }) => className),
      ['button primary', 'button secondary'],
    );
  });

  it('has no room for buttons and codes that are not there', () => {
    const test = open();
    assert.equal(test.root.querySelector('.notice-actions'), null);
    assert.equal(test.root.querySelector('.notice-code'), null);
    assert.equal(test.root.querySelector('.countdown'), null);
    assert.equal(test.find('.notice-text').textContent, 'The key is not valid.');
  });

  it('has its code copied by a click on it, and shows that it was', () => {
    const test = open({ code: '401 1002' });
    const code = test.find('.notice-code');
    code.click();
    assert.deepEqual(test.posted, [{ type: 'copy', text: '401 1002' }]);
    assert.equal(code.title, 'Copied');
    assert.notEqual(code.querySelector('.codicon-check'), null);
  });

  it('looks as grave as it is', () => {
    for (const severity of ['error', 'warning', 'info'] as const) {
      const test = open({ severity });
      assert.equal(test.find('.notice').className, `notice ${severity}`);
      assert.notEqual(test.find('.notice').querySelector(`.codicon-${severity}`), null);
    }
  });

  it('about a chat that is not saved changes with what it says', () => {
    const test = createTestPanel();
    const saving: SavingNotice = { severity: 'warning', title: 'Not saved', text: 'Busy.', actions: [] };
    test.send(state({ turns: [question], saving }));
    const card = test.find('.saving-slot .notice');
    assert.equal(card.className, 'notice warning');
    test.send({ type: 'saving', notice: { ...saving } });
    assert.ok(test.find('.saving-slot .notice') === card);
    test.send({ type: 'saving', notice: { ...saving, severity: 'error', text: 'The disk is full.' } });
    assert.equal(test.find('.saving-slot').textContent, 'Not savedThe disk is full.');
    assert.equal(test.root.querySelectorAll('.saving-slot .notice').length, 1);
    assert.equal(test.find('.saving-slot .notice').className, 'notice error');
  });
});
