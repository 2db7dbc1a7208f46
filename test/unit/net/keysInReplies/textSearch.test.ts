import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { KeySearch } from '../../../../src/net/keysInReplies/keySearch.ts';
import { type SearchState, TextSearch } from '../../../../src/net/keysInReplies/textSearch.ts';

function stateAfter(search: TextSearch, text: string): SearchState {
  let state = TextSearch.start;
  for (let at = 0; at < text.length; at += 1) state = search.step(state, text.charCodeAt(at));
  return state;
}

describe('a search for texts', () => {
  it('finds them with any characters in them, those next to ASCII as well', () => {
    for (const text of ['a\u007fb', 'a\u0080b', 'a\u0081b', '口令']) {
      const search = new TextSearch([text], () => text.length);
      assert.equal(search.found(stateAfter(search, `xa${text}`)), text.length, JSON.stringify(text));
      assert.equal(search.found(stateAfter(search, `${text}x`)), 0);
    }
  });

  it('finds a beginning that tells, and is more than half', () => {
    const text = '0123456789abcdefghij';
    const found = (telling: number, length: number) => {
      const search = new TextSearch([text], () => telling);
      return search.mostlyFound(stateAfter(search, text.slice(0, length)));
    };
    assert.deepEqual([found(4, 10), found(4, 11), found(4, 20)], [0, 11, 20]);
    assert.deepEqual([found(15, 14), found(15, 15)], [0, 15]);
  });

  it('is made anew only where a value of a header turns out to be a model', () => {
    const keys = new KeySearch(['{"X-Model":"team-a/glm-4.6-0123456789"}']);
    const first = keys.for([]);
    assert.equal(keys.for(['other']), first);
    const second = keys.for(['team-a/glm-4.6-0123456789']);
    assert.notEqual(second, first);
    assert.equal(keys.for(['team-a/glm-4.6-0123456789', 'other']), second);
  });
});
