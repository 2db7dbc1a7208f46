import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { contextWords, fitsWords, isOneOf } from '../../../../src/extension/context/contextWords.ts';

function found(query: string): string[] {
  return Object.entries(contextWords).flatMap(([kind, words]) => (fitsWords(query, words) ? [kind] : []));
}

describe('the words for what is on the screen', () => {
  it('are known in both languages and as they are typed', () => {
    assert.deepEqual(found('Prob'), ['problems']);
    assert.deepEqual(found('问题'), ['problems']);
    assert.deepEqual(found('wenti'), ['problems']);
    assert.deepEqual(found('终端'), ['terminal']);
    assert.deepEqual(found('改动'), ['changes']);
    assert.deepEqual(found('git'), ['changes']);
    assert.deepEqual(found('选中'), ['selection']);
    assert.deepEqual(found('sele'), ['selection']);
  });

  it('fit from the beginning of a word on, in Chinese from anywhere', () => {
    assert.deepEqual(found('editors'), ['editors']);
    assert.deepEqual(found('编辑器'), ['editors']);
    assert.deepEqual(found('的编辑'), ['editors']);
    assert.deepEqual(found('ction'), []);
    assert.deepEqual(found(''), Object.keys(contextWords));
  });

  it('are named only as a whole', () => {
    assert.equal(isOneOf(' Terminal ', contextWords.terminal), true);
    assert.equal(isOneOf('te', contextWords.terminal), false);
  });
});
