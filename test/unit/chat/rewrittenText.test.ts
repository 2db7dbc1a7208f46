import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { continuationOf } from '../../../src/chat/rewrittenText.ts';

describe('a text that is rewritten', () => {
  it('goes on where it only became longer, else begins anew', () => {
    assert.equal(continuationOf('ab', 'abc'), 'c');
    assert.equal(continuationOf('ab', 'ab'), '');
    assert.equal(continuationOf('', 'ab'), 'ab');
    assert.equal(continuationOf('ab', 'xb'), '\n\nxb');
    assert.equal(continuationOf('ab', 'a'), '\n\na');
  });
});
