import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { tellingPieces } from '../../../../src/net/keysInReplies/tellingPieces.ts';

describe('what is looked for in replies', () => {
  it('is a key, and what is between its punctuation', () => {
    assert.deepEqual(tellingPieces(['0123456789abcdef0123456789abcdef.AbCdEf0123456789']), [
      '0123456789abcdef0123456789abcdef.AbCdEf0123456789',
      '0123456789abcdef0123456789abcdef',
      'AbCdEf0123456789',
    ]);
    assert.deepEqual(tellingPieces(['sk-0123456789abcdef']), ['sk-0123456789abcdef', '0123456789abcdef']);
  });

  it('is no value that stands in ordinary texts by chance', () => {
    for (const trivial of [
      '',
      '1234',
      'test',
      'ollama',
      'EMPTY',
      'lm-studio',
      'test1234',
      'sk-1234',
      'sk-no-key-required',
      'your-api-key-here',
      '000000000000000000000000000000000001',
      'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
      '123456789012345678',
    ]) {
      assert.deepEqual(tellingPieces([trivial]), [], trivial);
    }
  });

  it('is a long one of letters alone', () => {
    assert.deepEqual(tellingPieces(['abcdefghijklmnopqrstuvw']), []);
    assert.deepEqual(tellingPieces(['abcdefghijklmnopqrstuvwx']), ['abcdefghijklmnopqrstuvwx']);
  });

  it('is a key with whatever punctuation it has', () => {
    for (const key of ['a1b2=c3d4=e5f6', 'AbCdEf0123456789+/==', 'pass:w0rd!w0rd']) {
      assert.ok(tellingPieces([key]).includes(key), key);
    }
  });

  it('is of extra headers what may be a key, not what every program sends', () => {
    const headers = JSON.stringify({
      'X-Key': 'gw-0123456789abcdef',
      Authorization: 'Bearer tok-abcdef0123456789',
      'X-Basic': `Basic ${Buffer.from('someone:pw-0123456789abcd').toString('base64')}`,
      Cookie: 'session=s0123456789abcdef; theme=dark',
      Accept: 'application/json; charset=utf-8',
      'Accept-Language': 'zh-CN,zh;q=0.9',
      'HTTP-Referer': 'https://app1.example:8080/tools',
      'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64)',
    });
    const pieces = tellingPieces([headers]);
    for (const secret of [
      'gw-0123456789abcdef',
      'tok-abcdef0123456789',
      'pw-0123456789abcd',
      's0123456789abcdef',
    ]) {
      assert.ok(pieces.includes(secret), secret);
    }
    assert.deepEqual(
      pieces.filter((piece) => /json|charset|zh|example|mozilla|linux/i.test(piece)),
      [],
    );
    const lines = 'X-Key: gw-0123456789abcdef\nAccept: application/json';
    assert.deepEqual(tellingPieces([lines]), ['gw-0123456789abcdef', '0123456789abcdef']);
  });
});
