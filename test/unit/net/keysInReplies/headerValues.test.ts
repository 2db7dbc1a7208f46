import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { headerValues, randomRuns, saysSecret } from '../../../../src/net/keysInReplies/headerValues.ts';

describe('headers that somebody has entered', () => {
  it('are an object of texts, or lines', () => {
    const both = [
      { name: 'X-Team', value: 'blue' },
      { name: 'X-Level', value: '3' },
    ];
    assert.deepEqual(headerValues('{"X-Team": "blue", "X-Level": 3}'), both);
    assert.deepEqual(headerValues('X-Team:blue\r\n\r\n X-Level : 3\n'), both);
    assert.deepEqual(headerValues('X-Team: blue'), both.slice(0, 1));
  });

  it('are no key that has a colon or a brace in it', () => {
    for (const key of ['user:password', '{"half', '["a"]', 'two words: here', ': nothing', 'sk-1234']) {
      assert.equal(headerValues(key), undefined, key);
    }
  });

  it('say of themselves that they are secret, by their name or the scheme of their value', () => {
    for (const name of ['Authorization', 'x-api-key', 'X-Auth-Token', 'Cookie', 'X-Passwd', 'X-JWT']) {
      assert.ok(saysSecret({ name, value: 'anything' }), name);
    }
    for (const name of ['X-Author', 'X-Keyboard', 'X-Tokenizer', 'X-Auth-Type', 'X-Key-Version']) {
      assert.ok(!saysSecret({ name, value: 'anything' }), name);
    }
    for (const value of [
      'Bearer abc',
      'basic abc',
      'ApiKey abc',
      'Api-Key abc',
      'Token\tabc',
      'Digest abc',
    ]) {
      assert.ok(saysSecret({ name: 'X-Team', value }), value);
    }
    for (const value of ['Bearers of news', 'the Bearer abc', 'Basic', 'a Token abc']) {
      assert.ok(!saysSecret({ name: 'X-Team', value }), value);
    }
  });

  it('have runs that look random, and others that are words, dates and versions', () => {
    assert.deepEqual(randomRuns('team-a1B2c3D4e5F6g7H8/blue'), ['a1B2c3D4e5F6g7H8']);
    for (const ordinary of [
      // Letters alone, however mixed, are names.
      'aBcDeFgHiJkLmNoPqRsT',
      'OrganisationOfTheNorth2024',
      'build20240131120000123456',
      'qwen3coder480b',
    ]) {
      assert.deepEqual(randomRuns(ordinary), [], ordinary);
    }
    // Sixteen characters in five stretches, and seventeen.
    assert.deepEqual(randomRuns('abc123abc123abcd'), ['abc123abc123abcd']);
    assert.deepEqual(randomRuns('abc123abc123abcde'), []);
  });
});
