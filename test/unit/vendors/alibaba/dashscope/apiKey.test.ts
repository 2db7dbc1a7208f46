import assert from 'node:assert/strict';
import { apiKeyField } from '../../../../../src/vendors/alibaba/dashscope/apiKey.ts';
import { dashscope } from '../../../../../src/vendors/alibaba/dashscope/descriptor.ts';

describe('DashScope key', () => {
  const key = 'sk-0123456789abcdef0123456789abcdef';
  const planKey = 'sk-sp-0123456789abcdef0123456789abcdef';

  it('is one secret that has to be there, and keeps the names that it is found by', () => {
    const [mode, ...others] = dashscope.authModes;
    assert.deepEqual(others, []);
    assert.deepEqual([mode?.id, mode?.fields], ['key', [apiKeyField]]);
    const { id, secret, optional, environmentVariables } = apiKeyField;
    assert.deepEqual(
      [id, secret, optional, environmentVariables],
      ['apiKey', true, undefined, ['DASHSCOPE_API_KEY']],
    );
  });

  it('is taken out of what was pasted along with it', () => {
    for (const pasted of [` ${key}\n`, `"${key}"`, `Bearer ${key}`, `Authorization: Bearer ${key}`]) {
      assert.equal(apiKeyField.normalise(pasted), key);
    }
  });

  it('is recognised by its shape, and nothing around it is', () => {
    const shape = apiKeyField.shape ?? assert.fail();
    for (const known of [key, planKey, `sk-${'aZ09'.repeat(5)}`, `sk-sp-${'aZ09'.repeat(5)}`]) {
      assert.match(known, shape);
      for (const other of [
        `x${known}`,
        ` ${known}`,
        `${known}-`,
        `${known} `,
        `${known}\n`,
        known.slice(1),
      ]) {
        assert.doesNotMatch(other, shape);
      }
    }
    for (const other of [
      '',
      'sk-',
      `sk-${'a'.repeat(19)}`,
      `sk-sp-${'a'.repeat(19)}`,
      `sk-xx-${'a'.repeat(20)}`,
    ]) {
      assert.doesNotMatch(other, shape);
    }
  });

  it('may be any that can be sent', () => {
    for (const value of [key, planKey, '!', '~', 'a-LTAI', 'see-https://here', 'httpx:a']) {
      assert.equal(apiKeyField.check(value), undefined, value);
    }
  });

  const faults: Readonly<Record<string, readonly string[]>> = {
    'Enter the key.': [''],
    'A key has only Latin letters, digits and punctuation.': [
      '密钥',
      `密${key}`,
      `${key}密`,
      'sk 1',
      ' ',
      '\u007f',
    ],
    'This is an address, not a key.': ['https://dashscope.aliyuncs.com', 'http://a', 'HTTPS://A'],
    'This is an AccessKey ID. Model Studio wants an API key, which begins with sk-.': [
      'LTAI',
      'LTAI5tAbCdEfGhIjKlMnOpQr',
    ],
  };

  for (const [fault, values] of Object.entries(faults)) {
    it(`is refused otherwise: ${fault}`, () => {
      for (const value of values) assert.equal(apiKeyField.check(value), fault, value);
    });
  }
});
