import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { modelId, parseModelId } from '../../../src/chat/modelId.ts';

describe('a model in the settings', () => {
  it('is written with slashes, and read again', () => {
    const selection = { vendorId: 'a', apiId: 'b', model: 'c/d' };
    assert.equal(modelId(selection), 'a/b/c/d');
    assert.deepEqual(parseModelId(' a/b/c/d '), selection);
    for (const text of ['', 'a', 'a/b', 'a/b/', '/b/c', 'a//c'])
      assert.equal(parseModelId(text), undefined, text);
  });
});
