import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { withLatest } from '../../../src/chat/recentItems.ts';

describe('a list of what was used lately', () => {
  const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

  it('begins with the latest, which is in it once', () => {
    assert.deepEqual(withLatest([], 'a', isSame, 3), ['a']);
    assert.deepEqual(withLatest(['b', 'a', 'c'], 'A', isSame, 3), ['A', 'b', 'c']);
  });

  it('forgets what comes last when it is full', () => {
    assert.deepEqual(withLatest(['b', 'c', 'd'], 'a', isSame, 3), ['a', 'b', 'c']);
    assert.deepEqual(withLatest(['b', 'c'], 'a', isSame, 3), ['a', 'b', 'c']);
  });
});
