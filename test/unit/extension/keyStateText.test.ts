import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { keyStateText } from '../../../src/extension/keyStateText.ts';

describe('the state of a key', () => {
  it('is said in words', () => {
    assert.deepEqual(
      (['missing', 'stored', 'environment'] as const).map((key) => keyStateText(key, (text) => `中${text}`)),
      ['中No key yet', '中Key stored', '中Key from the environment'],
    );
  });
});
