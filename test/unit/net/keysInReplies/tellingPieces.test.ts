import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { tellingLength, tellingPieces } from '../../../../src/net/keysInReplies/tellingPieces.ts';

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
      '9876543210987654',
      '4444444444444444',
      '482930174562839',
    ]) {
      assert.deepEqual(tellingPieces([trivial]), [], trivial);
    }
  });

  it('is a long one of letters alone', () => {
    assert.deepEqual(tellingPieces(['abcdefghijklmnopqrstuvw']), []);
    assert.deepEqual(tellingPieces(['abcdefghijklmnopqrstuvwx']), ['abcdefghijklmnopqrstuvwx']);
  });

  it('is a long one of digits alone', () => {
    assert.deepEqual(tellingPieces(['4829301745628391']), ['4829301745628391']);
    // It counts nearly to its end.
    assert.deepEqual(tellingPieces(['1234567890123459']), ['1234567890123459']);
  });

  it('is told by as few characters as no text has by chance', () => {
    assert.equal(tellingLength('a1b2c3d4e5f6g7h8'), 12);
    assert.equal(tellingLength('4829301745628391555'), 16);
    // What counts for sixteen digits stands in texts.
    assert.equal(tellingLength('12345678901234567999'), 18);
    assert.equal(tellingLength('123456789012345678'), Number.POSITIVE_INFINITY);
  });

  it('is the password of a pair, of one without a name as well', () => {
    const basic = (pair: string) => [`Authorization: Basic ${Buffer.from(pair).toString('base64')}`];
    for (const pair of ['ann:a1b2c3d4e5f6', ':a1b2c3d4e5f6']) {
      assert.ok(tellingPieces(basic(pair)).includes('a1b2c3d4e5f6'), pair);
    }
  });

  it('is a key with whatever punctuation it has', () => {
    for (const key of ['a1b2=c3d4=e5f6', 'AbCdEf0123456789+/==', 'pass:w0rd!w0rd']) {
      assert.ok(tellingPieces([key]).includes(key), key);
    }
  });

  it('is of a signed token not the header, which says how it is signed', () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const header = part({ alg: 'HS256', typ: 'JWT' });
    const token = `${header}.${part({ sub: 'a0b1c2d3e4' })}.c2lnbmF0dXJlLW9mLTMyLWJ5dGVzLWlzLWhlcmU`;
    const pieces = tellingPieces([token, `Authorization: Bearer ${token}`]);
    assert.ok(pieces.includes(token));
    assert.ok(pieces.includes('c2lnbmF0dXJlLW9mLTMyLWJ5dGVzLWlzLWhlcmU'));
    assert.ok(!pieces.includes(header));
    const other = part({ a: 'no header 0123' });
    assert.ok(tellingPieces([other]).includes(other));
    const key = Buffer.from('{ "alg":"HS256","k":"secretSECRET123456789"}').toString('base64');
    assert.ok(tellingPieces([key]).includes(key), 'no token begins like this');
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

  it('is the whole of a key that has an equals sign in it, and stands after the name of a scheme', () => {
    for (const text of [
      'Authorization: Bearer sk-abc/def+ghi=jkl1234',
      '{"a":"Bearer sk-abc/def+ghi=jkl1234"}',
    ]) {
      assert.ok(tellingPieces([text]).includes('sk-abc/def+ghi=jkl1234'), text);
    }
  });

  it('is no name, no word, no version and no date in a header', () => {
    for (const headers of [
      '{"anthropic-beta":"prompt-caching-2024-07-31"}',
      '{"X-Title":"my-application-2","User-Agent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36"}',
      'anthropic-beta: prompt-caching-2024-07-31\nanthropic-dangerous-direct-browser-access: true',
      'X-Title:my-application-2\nX-Date:2024-06-01T00:00:00Z',
      'X-Model: claude-3-5-sonnet-20241022',
      'X-Author: application2version3',
      'X-Auth-Provider: oauth2clientcredentials',
      'X-Keyboard: layout-qwertz-105-keys',
      '{"X-Tokenizer":"cl100k-base-version-2"}',
      '{"X-Trace":"00-20240601-deployment-eu-west-1"}',
    ]) {
      assert.deepEqual(tellingPieces([headers]), [], headers);
    }
  });

  it('is what a header calls a secret, whatever it looks like', () => {
    for (const name of [
      'Authorization',
      'X-Auth',
      'api-key',
      'X-ApiKey',
      'Ocp-Apim-Subscription-Key',
      'X-Access-Token',
      'X-Client-Secret',
      'Cookie',
      'X-Password',
      'X-Credential',
      'X-Signature',
    ]) {
      for (const text of [`${name}: correct-horse-7`, JSON.stringify({ [name]: 'correct-horse-7' })]) {
        assert.deepEqual(tellingPieces([text]), ['correct-horse-7'], text);
      }
    }
  });

  it('is what looks random in another header, alone or within words or an address', () => {
    const random = 'q7RtX02bVn5kLm81ZsDf4G9h';
    assert.deepEqual(tellingPieces([`X-Up: ${random}`]), [random]);
    assert.deepEqual(tellingPieces([`X-Up: gw-${random}`]), [`gw-${random}`, random]);
    assert.deepEqual(tellingPieces([`X-Up: https://a.test/v1?id=${random}`]), [random]);
  });

  it('is what a name within another header calls a secret', () => {
    for (const text of [
      'X-Up: https://a.test/v1?page=one-of-2024&key=correct-horse-7&theme=dark-blue-2024',
      'X-Up: mode=dark-blue-2024; access_token=correct-horse-7',
    ]) {
      assert.deepEqual(tellingPieces([text]), ['correct-horse-7'], text);
    }
  });

  it('is no id of a model, unless the header says that it is a secret', () => {
    const id = 'ft-a1b2c3d4e5f6g7h8';
    assert.ok(tellingPieces([`X-Model: ${id}`]).includes(id));
    assert.deepEqual(tellingPieces([`X-Model: ${id}`], new Set([id])), []);
    assert.ok(tellingPieces([`X-Key: ${id}`], new Set([id])).includes(id));
  });
});
