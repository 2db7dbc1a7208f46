import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { LatestEntries } from '../../../src/chat/latestEntries.ts';

describe('a map of the latest entries', () => {
  it('forgets what was set longest ago', () => {
    const entries = new LatestEntries<string, number>(2);
    entries.set('a', 1);
    entries.set('b', 2);
    assert.equal(entries.get('a'), 1);
    entries.set('a', 3);
    entries.set('c', 4);
    assert.deepEqual([entries.get('a'), entries.get('b'), entries.get('c')], [3, undefined, 4]);
  });
});
