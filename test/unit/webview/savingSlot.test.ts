import { describe, it } from 'mocha';
import type { SavingNotice } from '../../../src/shared/protocol.ts';
import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';
import { createTestPanel, question, state } from './fakes.ts';

const notice: SavingNotice = {
  severity: 'error',
  title: 'This chat is not saved',
  text: 'The disk is full.',
  actions: [
    { label: 'Try again', action: 'save-again' },
    { label: 'Export', action: 'export' },
  ],
};

describe('a panel whose conversation is not saved', () => {
  useBrowser();

  it('says so as long as it is so, in a snapshot and live alike', () => {
    const test = createTestPanel();
    const slot = () => test.find('.saving-slot').textContent;
    test.send(state({ turns: [question] }));
    assert.equal(slot(), '');
    test.send({ type: 'saving', notice });
    assert.match(slot() ?? '', /not saved.*full.*Try again.*Export/);
    assert.equal(test.find('.saving-slot .notice').getAttribute('role'), 'alert');
    assert.equal(test.root.querySelector('.saving-slot .notice-dismiss'), null, 'it cannot be put away');
    test.send(state({ turns: [question], saving: notice }));
    assert.match(slot() ?? '', /not saved/);
    const reopened = createTestPanel();
    reopened.send(state({ turns: [question], saving: notice }));
    assert.match(reopened.find('.saving-slot').textContent ?? '', /not saved/);
    reopened.send({ type: 'saving', notice: null });
    assert.equal(reopened.find('.saving-slot').textContent, '');
    test.send(state({ turns: [question] }));
    assert.equal(test.root.querySelector('.saving-slot .notice'), null);
  });

  it('offers what helps, and does not take the focus from it when the same is said again', () => {
    const test = createTestPanel();
    test.send(state({ turns: [question], saving: notice }));
    const [again, exported] = test.root.querySelectorAll<HTMLElement>('.saving-slot button');
    again?.focus();
    test.send({ type: 'saving', notice: structuredClone(notice) });
    assert.equal(document.activeElement, again);
    again?.click();
    exported?.click();
    assert.deepEqual(test.posted.slice(-2), [
      { type: 'saving', action: 'save-again' },
      { type: 'saving', action: 'export' },
    ]);
  });
});
