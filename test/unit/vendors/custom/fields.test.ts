import assert from 'node:assert/strict';
import { custom } from '../../../../src/vendors/custom/descriptor.ts';
import { apiKeyField, headersField } from '../../../../src/vendors/custom/fields.ts';

describe('fields of a custom server', () => {
  it('are both secret, may both be left empty, and keep the names that they are stored by', () => {
    const [mode, ...others] = custom.apis[0]?.authModes ?? [];
    assert.deepEqual(others, []);
    assert.equal(mode?.id, 'key');
    assert.deepEqual(
      mode.fields.map(({ id, secret, optional, shape }) => [id, secret, optional, shape]),
      [
        ['apiKey', true, true, undefined],
        ['headers', true, true, undefined],
      ],
    );
    for (const field of mode.fields) assert.equal(field.check(''), undefined, field.id);
  });

  it('take the key and the address from the variables that OpenAI’s own client reads', () => {
    assert.deepEqual(apiKeyField.environmentVariables, ['OPENAI_API_KEY']);
    assert.deepEqual(headersField.environmentVariables, []);
    assert.equal(custom.apis[0]?.baseUrlVariable, 'OPENAI_BASE_URL');
  });

  it('are taken out of what was pasted around them', () => {
    assert.equal(apiKeyField.normalise(' Bearer sk-local-0123456789\n'), 'sk-local-0123456789');
    assert.equal(headersField.normalise('\n X-Team: tools \n'), 'X-Team: tools');
  });

  it('take any key that can be sent', () => {
    for (const key of ['sk-local-0123456789', '!', '~', 'ollama', 'a:b', 'see-https://here', 'httpx:key']) {
      assert.equal(apiKeyField.check(key), undefined, key);
    }
  });

  it('say that a key cannot hold other characters', () => {
    for (const key of ['密钥', '密sk-local', 'sk-local密', 'sk local', '\u007f']) {
      assert.match(apiKeyField.check(key) ?? '', /^A key has only/, key);
    }
  });

  it('say that an address is no key', () => {
    for (const address of [
      'http://localhost:11434/v1',
      'https://api.deepseek.com',
      'HTTPS://API.DEEPSEEK.COM',
    ]) {
      assert.match(apiKeyField.check(address) ?? '', /^This is an address/, address);
    }
  });

  it('say how headers are written, and which ones belong to the request', () => {
    assert.match(headersField.check('X-Team') ?? '', /^Write headers as JSON/);
    assert.match(headersField.check('Host: elsewhere.test') ?? '', /^Content-Type, Host/);
    assert.equal(headersField.check('X-Team: tools'), undefined);
  });
});
