import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isOfferedOutside } from '../../../src/extension/offeredActions.ts';

describe('the buttons in a notification', () => {
  it('are those that need no conversation', () => {
    const others = ['continue', 'new-chat'] as const;
    const offered = [
      'add-key',
      'edit-key',
      'choose-model',
      'confirm-address',
      'diagnose',
      'open-options',
      'open-proxy-settings',
      'retry',
      'show-log',
    ] as const;
    assert.deepEqual([...others, ...offered].filter(isOfferedOutside), offered);
  });
});
