import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { indexOfLines } from '../../../src/chat/lineIndex.ts';

describe('where the lines of a file stand', () => {
  const file = ['a', 'function f() {', '  a', 'function f(x: number) {', '  function f() {', 'a'];
  const index = indexOfLines(file);
  const everywhere = { start: 0, end: file.length };

  it('is told for the same line, in their order and within bounds', () => {
    assert.deepEqual(index.like('a', everywhere), [0, 5]);
    assert.deepEqual(index.like('a', { start: 1, end: 5 }), []);
    assert.deepEqual(index.like('b', everywhere), []);
  });

  it('is told for what declares the same at the same depth', () => {
    assert.deepEqual(index.like('function f() {', everywhere), [1, 3]);
    assert.deepEqual(index.like('  function f(y) {', everywhere), [4]);
  });

  it('is found once for each list', () => assert.equal(indexOfLines(file), index));
});
