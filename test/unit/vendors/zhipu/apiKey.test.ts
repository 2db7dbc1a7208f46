import assert from 'node:assert/strict';
import { apiKeyField, signingKeyField, splitKey } from '../../../../src/vendors/zhipu/apiKey.ts';

describe('Zhipu API key', () => {
  const key = '0123456789abcdef0123456789abcdef.AbCdEfGhIjKlMnOp';

  it('is taken out of what people paste', () => {
    for (const pasted of [
      key,
      ` ${key}\r\n`,
      `Bearer ${key}`,
      `bearer   ${key}`,
      `Authorization: Bearer ${key}`,
      `"${key}"`,
      `'Bearer ${key}'`,
      `“${key}”`,
      `Bearer "${key}"`,
      `\u200b${key}\ufeff`,
      `${key.slice(0, 20)}\n${key.slice(20)}`,
    ]) {
      assert.equal(apiKeyField.normalise(pasted), key, JSON.stringify(pasted));
    }
  });

  it('may have another shape, but not an impossible one', () => {
    for (const good of [key, 'sk-coding-plan-key', 'a.b.c']) assert.equal(apiKeyField.check(good), undefined);
    for (const bad of ['', '密钥', 'https://bigmodel.cn/keys', 'abc.', '.abc', 'a b']) {
      assert.match(apiKeyField.check(bad) ?? '', /^[A-Z].*\.$/, bad);
    }
  });

  it('signs tokens only if it has an id and a secret', () => {
    assert.equal(signingKeyField.check(key), undefined);
    for (const bad of ['', 'sk-coding-plan-key', 'a.b.c', 'abc.']) {
      assert.match(signingKeyField.check(bad) ?? '', /^[A-Z].*\.$/, bad);
    }
    assert.equal(signingKeyField.id, apiKeyField.id);
  });

  it('is recognised by its shape', () => {
    assert.match(key, apiKeyField.shape ?? /-/);
    for (const other of ['sk-abcdefghijklmnop', `bce-v3/ALTAK-${key}`, 'id.secret', `${key}.x`]) {
      assert.doesNotMatch(other, apiKeyField.shape ?? /./);
    }
  });

  it('has two parts only with exactly one dot between them', () => {
    assert.deepEqual(splitKey(key), { id: '0123456789abcdef0123456789abcdef', secret: 'AbCdEfGhIjKlMnOp' });
    for (const other of ['', 'a', '.', 'a.', '.b', 'a.b.c', 'a.b.'])
      assert.equal(splitKey(other), undefined, other);
  });
});
