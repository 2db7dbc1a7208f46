import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isBinary } from '../../../src/chat/binaryFile.ts';

describe('a binary file', () => {
  it('has a NUL among its first bytes', () => {
    const late = (index: number) => new Uint8Array(9_000).fill(65).with(index, 0);
    assert.equal(isBinary(new Uint8Array([1, 0, 2])), true);
    assert.equal(isBinary(new Uint8Array([0, 65])), true);
    assert.equal(isBinary(new Uint8Array([65, 66])), false);
    assert.equal(isBinary(new Uint8Array()), false);
    assert.equal(isBinary(late(7_999)), true);
    assert.equal(isBinary(late(8_000)), false);
  });

  it('is not one in UTF-16', () => {
    assert.equal(isBinary(new Uint8Array([0xff, 0xfe, 65, 0])), false);
    assert.equal(isBinary(new Uint8Array([0xfe, 0xff, 0, 65])), false);
    for (const mark of [
      [0xff, 0xff],
      [0xfe, 0xfe],
      [0xff, 0],
      [0, 0xff],
      [0xfe, 0],
      [0, 0xfe],
    ]) {
      assert.equal(isBinary(new Uint8Array([...mark, 65, 0])), true, String(mark));
    }
  });
});
