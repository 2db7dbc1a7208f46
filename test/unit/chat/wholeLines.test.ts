import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { wholeLinesWithin } from '../../../src/chat/wholeLines.ts';

describe('a text that is too long', () => {
  it('is cut after a whole line', () => {
    assert.equal(wholeLinesWithin('ab\ncd\nef', 8), 'ab\ncd\nef');
    assert.equal(wholeLinesWithin('ab\ncd\nef', 7), 'ab\ncd');
    assert.equal(wholeLinesWithin('ab\ncd\nef', 5), 'ab\ncd');
    assert.equal(wholeLinesWithin('ab\ncd\nef', 4), 'ab');
  });
});
