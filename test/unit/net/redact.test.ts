import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { redact, redactFailure } from '../../../src/net/redact.ts';
import { processorTime } from '../../processorTime.ts';

const key = 'abc0DEF1ghi2jk/0123456789abcdef0123';

describe('redact', () => {
  it('takes a secret out in whatever form it is repeated', () => {
    const bytes = Buffer.from(key);
    for (const form of [
      key,
      key.toUpperCase(),
      'abc0DEF1ghi2jk',
      encodeURIComponent(key),
      JSON.stringify(key).replaceAll('/', '\\/'),
      bytes.toString('hex'),
      bytes.toString('hex').toUpperCase(),
      bytes.toString('base64'),
      bytes.toString('base64url'),
      Buffer.from(`Bearer ${key}`).toString('base64'),
      Buffer.from(`{"k":"${key}"}`).toString('base64'),
    ]) {
      const cleaned = redact(`wrong key (${form}).`, [key]);
      assert.match(cleaned, /^wrong key .*….*$/);
      for (let at = 0; at + 12 <= form.length; at++)
        assert.ok(!cleaned.includes(form.slice(at, at + 12)), `${form}: ${cleaned}`);
    }
  });

  it('leaves nothing of a secret inside base64, wherever it begins', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[\x21-\x7e]{12,40}$/),
        fc.string({ maxLength: 12 }),
        fc.string({ maxLength: 12 }),
        (secret, before, after) => {
          const text = Buffer.from(before + secret + after).toString('base64');
          const left = redact(`it was ${text}`, [secret]).replace('it was ', '');
          assert.ok(!Buffer.from(left, 'base64').toString('latin1').includes(secret));
          assert.ok(left.length < text.length);
        },
      ),
    );
  });

  it('takes out a secret whose parts are all short in whatever alphabet it is encoded', () => {
    const short = 'a1b2c+d3e4f/g5h6i+j7k8l';
    assert.equal(redact(`No: ${encodeURIComponent(short)}.`, [short]), 'No: ….');
    for (const unlike of ['aaa>>>bbb', 'aaa???bbb']) {
      for (const encoding of ['base64', 'base64url'] as const) {
        assert.equal(redact(`No: ${Buffer.from(unlike).toString(encoding)}.`, [unlike]), 'No: ….');
      }
    }
  });

  it('leaves nothing of a text that was encoded with a secret in it', () => {
    const text = `{"key":"${key}","more":"of it"}`;
    for (const encoding of ['hex', 'base64'] as const) {
      assert.equal(redact(`No: ${Buffer.from(text).toString(encoding)}.`, [key]), 'No: ….');
    }
  });

  it('takes out the whole of a secret before its parts', () => {
    assert.equal(redact('No: abcdefgh/xyz1.', ['abcdefgh/xyz1']), 'No: ….');
  });

  it('takes out what the base64 of Basic stands for', () => {
    const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`;
    assert.equal(redact('no user someone:pass1', [basic('someone:pass1')]), 'no user …');
    assert.equal(redact('not horsebattery', [basic('someone:correct-horsebattery')]), 'not …');
    assert.equal(redact('not YTo+Pj4/', [basic('a:>>>?')]), 'not …');
    const header = `Basic ${Buffer.from('someone:correct-horse').toString('base64')}`;
    assert.doesNotMatch(redact('no user someone with correct-horse', [header]), /correct|horse/);
    const parts = `Basic ${Buffer.from('someone:correct-horsebattery').toString('base64')}`;
    assert.equal(redact('horsebattery is not correct', [parts]), '… is not correct');
  });

  it('takes out tokens that nobody has told it of', () => {
    const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJpZCI6MX0.c2lnbmF0dXJl';
    assert.equal(redact(`token ${jwt} expired`, []), 'token … expired');
    assert.equal(redact('Authorization: Bearer abcdefgh12345', []), 'Authorization: Bearer …');
    assert.equal(redact('Authorization: Basic c29tZW9uZTpwYXNz', []), 'Authorization: Basic …');
    assert.equal(redact('GET /chat?access_token=24.abc&x=1', []), 'GET /chat?access_token=…&x=1');
  });

  it('leaves a text alone that repeats nothing', () => {
    const text = 'The model glm-4.6 does not exist (request 20261121-0123456789abcdef).';
    assert.equal(redact(text, [key, 'id.secret', '']), text);
    assert.equal(redact('authorization: required', []), 'authorization: required');
  });

  it('cleans everything in a failure that is the vendor’s', () => {
    const failure = {
      status: 401,
      message: key,
      code: key,
      requestId: `r-${key}`,
      resetsAt: key,
      retryAfterMs: 1,
    };
    const clean = redactFailure(failure, [key]);
    assert.doesNotMatch(JSON.stringify(clean), /abc0DEF|0123/);
    assert.deepEqual([clean.status, clean.retryAfterMs], [401, 1]);
  });

  it('takes out a secret of any length', () => {
    const long = 'x/'.repeat(20_000);
    assert.equal(redact(`No: ${long}.`, [long]), 'No: ….');
  });

  it('is not slow with what is long', () => {
    for (const unit of ['QUJDREVGR0hJSktMTU5PUA/', 'a', '30', '-eyJ', 'eyJa.', ' ', 'Bearer ', '&token=']) {
      const text = unit.repeat(400_000 / unit.length);
      const milliseconds = processorTime(() => redact(text, [key, 'id.secretsecret']));
      assert.ok(milliseconds < 1_000, `${unit}: ${milliseconds} ms`);
    }
  });
});
