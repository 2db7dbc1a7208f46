import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { VendorDescriptor } from '../../../src/core/vendor.ts';
import { recogniseKey } from '../../../src/extension/recogniseKey.ts';
import { vendors } from '../../../src/vendors/registry.ts';

function recognise(pasted: string): string[] {
  return recogniseKey(pasted, vendors).map(
    ({ vendor, api, authMode }) => `${vendor.id}/${api.id} ${authMode}`,
  );
}

describe('a pasted key', () => {
  it('of Zhipu is known by its dot', () => {
    assert.equal(recognise('0123456789abcdef0123456789abcdef.AbCdEfGhIjKlMnOp')[0], 'zhipu/bigmodel api-key');
    assert.equal(
      recognise('  Bearer 0123456789abcdef0123456789abcdef.AbCdEfGhIjKlMnOp\n')[0],
      'zhipu/bigmodel api-key',
    );
  });

  it('of Baidu says by its beginning which kind it is', () => {
    assert.equal(
      recognise('bce-v3/ALTAK-abcdefgh/0123456789abcdef0123456789abcdef01234567')[0],
      'qianfan/v2 api-key',
    );
  });

  it('of Alibaba may belong to a plan', () => {
    assert.equal(recognise(`sk-sp-${'0123456789abcdef'.repeat(2)}`)[0], 'alibaba/dashscope key');
    assert.ok(recognise(`sk-${'0123456789abcdef'.repeat(2)}`).includes('alibaba/dashscope key'));
  });

  it('of Spark may be three values at once, as the console shows them', () => {
    const appId = '5f3a9c1e';
    const apiKey = '0123456789abcdef0123456789abcdef';
    const apiSecret = Buffer.from('0123456789abcdef0123456789abcdef').toString('base64').slice(0, 32);
    assert.equal(
      recognise(`APPID: ${appId}\nAPIKey: ${apiKey}\nAPISecret: ${apiSecret}`)[0],
      'spark/websocket key',
    );
  });

  it('may have a name before it, and an equals sign at its end', () => {
    const fields = [{ id: 'key', shape: /^[0-9a-z]{5}=$/, normalise: (value: string) => value }];
    const vendor = { apis: [{ authModes: [{ id: 'key', fields }] }] } as unknown as VendorDescriptor;
    for (const pasted of ['0aa9z=', 'API_KEY=0aa9z=', 'Key:  0aa9z=;', 'bearer  0aa9z=']) {
      const [found] = recogniseKey(pasted, [vendor]);
      assert.deepEqual(found?.credentials, { key: '0aa9z=' }, pasted);
    }
  });

  it('gives the values of a pair that look alike their places in the order in which they stand', () => {
    const like = { shape: /^[0-9a-f]{4}$/, normalise: (value: string) => value.toLowerCase() };
    const fields = [
      { id: 'id', ...like },
      { id: 'secret', ...like },
    ];
    const vendor = { apis: [{ authModes: [{ id: 'pair', fields }] }] } as unknown as VendorDescriptor;
    const credentials = (pasted: string) => recogniseKey(pasted, [vendor]).map((key) => key.credentials);
    assert.deepEqual(credentials('00AA, 00BB'), [{ id: '00aa', secret: '00bb' }]);
    assert.deepEqual(credentials('00AA 00BB 00CC'), []);
  });

  it('is nobody’s if it looks like nothing', () => {
    for (const text of ['', '   ', 'hello', 'hello world', 'https://a.example/?key=1', '你好']) {
      assert.deepEqual(recognise(text), [], text);
    }
  });
});
